import { expect, test } from 'vitest';
import eido from '../../connectors/eido.ts';
import { ConfigurationError, RetriableError } from '../../hub/core/errors.ts';
import { loadMappings } from '../../hub/core/mapping/folder.ts';
import { benchFor, type Surroundings, text } from './_context.ts';

const settings = { token: 'synthetic-token-of-tests' };
const mapping = (await loadMappings(new URL('../../mappings', import.meta.url).pathname)).get('eido');

/** As the hub: opened and named by the mapping that is shipped. */
const mapped: Surroundings = {
  open: (message) => {
    if (!mapping) throw new Error('mappings/eido.yaml is gone');
    return mapping.open(message);
  },
  idOf: (row) => {
    try {
      const result = mapping?.map(row, 'test-source');
      return result && 'record' in result ? result.record.externalId : undefined;
    } catch {
      return undefined;
    }
  },
};

const incident = (id: string): string =>
  `{"$id":"urn:emergency:uid:incidentid:${id}:psap.example","lastUpdateTimeStamp":"2024-04-30T14:43:49.439-04:00"}`;

const post = async (body: string, { headers = {}, ...surroundings }: Surroundings & { headers?: object } = {}) => {
  const bench = benchFor(eido, settings, { ...mapped, ...surroundings });
  const request = new Request('http://hub/receive/psap', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/EmergencyCallData.eido+json',
      authorization: 'Bearer synthetic-token-of-tests',
      ...headers,
    },
  });
  const response = await eido.receive?.(bench.context, request);
  if (!response) throw new Error('no answer');
  return { ...bench, status: response.status, reply: await response.json() };
};

test('one document is stored as it came and named by its URN', async () => {
  const { status, reply, delivered } = await post(incident('a56e'));
  expect(status).toBe(200);
  expect(reply).toEqual({
    accepted: 1,
    unchanged: 0,
    deadLettered: 0,
    items: [{ ok: true, id: 'urn:emergency:uid:incidentid:a56e:psap.example' }],
  });
  expect(delivered.map(text)).toEqual([incident('a56e')]);
});

test('of a list each document has its own answer', async () => {
  const { reply } = await post(`[${incident('1')},{"eidoVersion":"1.0"},${incident('2')}]`);
  expect(reply).toMatchObject({ accepted: 2, deadLettered: 1 });
  expect(reply.items.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, false, true]);
});

test.each([
  ['another token', incident('1'), { headers: { authorization: 'Bearer synthetic-token-of-test' } }, 401],
  ['no token', incident('1'), { headers: { authorization: '' } }, 401],
  ['XML', '<eido/>', { headers: { 'content-type': 'text/xml' } }, 400],
  ['cut JSON', incident('1').slice(0, 30), {}, 422],
  ['a number', '7', {}, 400],
  ['a list of numbers', '[7]', {}, 400],
  ['the store away', incident('1'), { failOnce: new RetriableError('[hub] [store] away') }, 503],
])('%s is refused and nothing is stored', async (_, body, options, status) => {
  const answer = await post(body, options);
  expect(answer.status).toBe(status);
  expect(answer.delivered).toEqual([]);
});

test('a token that is too short fails the check', async () => {
  await expect(eido.check(benchFor(eido, { token: 'short' }).context)).rejects.toThrow(ConfigurationError);
});
