import { expect, test } from 'vitest';
import cascade from '../../connectors/cascade.ts';
import { ConfigurationError, RetriableError } from '../../hub/core/errors.ts';
import { benchFor, type Surroundings, text } from './_context.ts';

const base = '/openapi/levam/platform';
const settings = { authkey: 'synthetic-authkey', domains: ['99010600'] };

interface Upload extends Surroundings {
  body?: string;
  method?: string;
  query?: Record<string, string>;
  change?: Record<string, unknown>;
}

const upload = async (path: string, { body, method = 'POST', query = {}, change, ...surroundings }: Upload = {}) => {
  const bench = benchFor(cascade, { ...settings, ...change }, { ...surroundings, path });
  const parameters = new URLSearchParams({ domain: '99010600', authkey: 'synthetic-authkey', ...query });
  const request = new Request(`http://hub/receive/up${path}?${parameters}`, {
    method,
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json;charset=UTF-8' } }),
  });
  const response = await cascade.receive?.(bench.context, request);
  if (!response) throw new Error('no answer');
  return { ...bench, status: response.status, headers: response.headers, reply: await response.json() };
};

const calls = '{"jj":[{"jqbh":"J1"},{"jqbh":"J2"}]}';

test.each([
  ['ps', calls],
  ['hs', '{"cj":[{"cjdh":"C1","jqbh":"not-here-yet"}]}'],
  ['cm', '{"aj":[{"ajbh":"A1"}]}'],
  ['wtpz', '{"wtpz":[{"xh":"1"}]}'],
  ['qzcs', '{"qzcs":[{"pzbh":"1"}]}'],
])('an upload of %s is one message as it came, and the answer is code 0', async (kind, body) => {
  const { status, reply, delivered } = await upload(`${base}/upload/${kind}/basic/info`, { body });
  expect({ status, reply }).toMatchObject({ status: 200, reply: { code: 0, message: 'SUCCESS' } });
  expect(delivered.map(text)).toEqual([body]);
  expect(delivered[0]?.subject).toBe(kind);
});

test('an upload under the path of another kind is known by its list', async () => {
  const { delivered, handedTo } = await upload(`${base}/upload/cm/basic/info`, {
    body: '{"wtpz":[{"xh":"1"}]}',
    change: { handTo: { cm: 'cases', wtpz: 'traffic' } },
  });
  expect(delivered[0]?.subject).toBe('wtpz');
  expect(handedTo).toEqual(['traffic']);
});

test('kinds that another source reads are handed to it, the others stay', async () => {
  const change = { handTo: { cm: 'cases' } };
  expect((await upload('/upload/cm/basic/info', { body: '{"aj":[{}]}', change })).handedTo).toEqual(['cases']);
  expect((await upload('/upload/ps/basic/info', { body: calls, change })).handedTo).toEqual([undefined]);
});

test('an empty list is fine and stores nothing', async () => {
  const { reply, delivered } = await upload('/upload/ps/basic/info', { body: '{"jj":[]}' });
  expect(reply.code).toBe(0);
  expect(delivered).toEqual([]);
});

test('rows that do not fit are counted, and not asked for again', async () => {
  const idOf = (row: unknown) => (JSON.stringify(row).includes('J2') ? undefined : 'J1');
  const open = () => ({ rows: [{ jqbh: 'J1' }, { jqbh: 'J2' }], document: undefined });
  const { reply } = await upload('/upload/ps/basic/info', { body: calls, idOf, open });
  expect(reply).toEqual({ code: 0, message: 'SUCCESS', body: { accepted: 1, unchanged: 0, deadLettered: 1 } });
});

test.each([
  ['a wrong key', { query: { authkey: 'wrong' } }, 401],
  ['another domain', { query: { domain: '99010700' } }, 401],
  ['no domain', { query: { domain: '' } }, 401],
  ['GET', { method: 'GET' }, 404],
  ['a document without the list', { body: '{"aa":[]}' }, 400],
  ['a list alone', { body: '[{"jqbh":"J1"}]' }, 400],
  ['an object instead of the list', { body: '{"jj":{"jqbh":"J1"}}' }, 400],
  ['cut JSON', { body: calls.slice(0, 20) }, 422],
  ['no body', { body: '' }, 400],
  ['the store away', { body: calls, failOnce: new RetriableError('[hub] [store] away') }, 503],
])('%s is refused as {code, message} and stores nothing', async (_, options, status) => {
  const answer = await upload(`${base}/upload/ps/basic/info`, options);
  expect(answer.status).toBe(status);
  expect(answer.reply).toEqual({ code: status, message: expect.any(String) });
  expect(answer.delivered).toEqual([]);
});

test('another path names those that there are', async () => {
  const { status, reply } = await upload(`${base}/upload/xx/basic/info`, { body: calls });
  expect(status).toBe(404);
  expect(reply.message).toContain('{ps|hs|cm|wtpz|qzcs}');
});

test('a source that hands on to itself fails the check', async () => {
  const { context } = benchFor(cascade, { ...settings, handTo: { cm: 'test-source' } });
  await expect(cascade.check(context)).rejects.toThrow(ConfigurationError);
});
