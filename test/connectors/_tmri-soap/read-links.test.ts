import { expect, test } from 'vitest';
import { messageOf, query } from '../../../connectors/_tmri-soap/query.ts';
import tmriSoap from '../../../connectors/tmri-soap.ts';
import type { Opened, RawMessage } from '../../../hub/core/connector.ts';
import type { Publication } from '../../../hub/core/publication.ts';
import { publicationOf } from '../../conformance/connectors/_publishing.ts';
import { cityFile, startSimulator } from '../../dev/simulators/start-simulator.ts';
import { benchFor } from '../_context.ts';

/** As the mapping of 04C01 decodes a reply. */
const open = ({ body }: RawMessage): Opened => {
  const document = decodeURIComponent(Buffer.from(body).toString('utf8').replaceAll('+', ' '));
  const rows = [...document.matchAll(/<violation id="\d+">(.*?)<\/violation>/g)].map(([, fields = '']) =>
    Object.fromEntries(
      [...fields.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => [name, value?.replaceAll('&amp;', '&')]),
    ),
  );
  return { rows, document };
};

const { url } = await startSimulator('traffic', { CITY_FILE: cityFile(), TRAFFIC_JKXLH: 'TESTKEY' });
const bench = (more: Record<string, unknown> = {}) =>
  benchFor(
    tmriSoap,
    {
      ...{ endpoint: `${url}/trffweb/services/TmriOutAccess`, family: 'old', jkxlh: 'TESTKEY', conditions: {} },
      ...{ jkid: '04C01', publish: true, publishJkid: '04C54', publishElement: 'violation' },
      publishFields: { jdsbh: '{attributes.decision}', spdz: '{url}' },
      ...more,
    },
    { open },
  ).context;
type Bench = ReturnType<typeof bench>;

const looksAt = async (context: Bench, publications: Publication[]) => {
  const looks: { compared: readonly number[]; there: readonly number[] }[] = [];
  for await (const look of tmriSoap.published?.(context, publications) ?? []) looks.push(look);
  return looks;
};

/** Roadside checks that the platform has. */
const decisions = async (context: Bench): Promise<string[]> => {
  const { rows } = await context.open(messageOf(context, await query(context, [['gxsj_q', '2000-01-01 00:00:00']])));
  return [...new Set(rows.map((row) => String((row as { jdsbh?: string }).jdsbh)))];
};
const ofDecision = (linkId: number, decision: string, change: Partial<Publication> = {}): Publication => {
  const one = publicationOf(linkId, change);
  return { ...one, record: { ...one.record, attributes: { decision } } };
};

test('roadside checks are read back by their decision, links of one row together; what says otherwise is not there', async () => {
  const context = bench();
  const [first = '', second = '', third = ''] = await decisions(context);
  const shared = { url: 'https://hub.example/embed/traffic/1?at=%E6%B5%8B%20&b=2' };
  const told = [ofDecision(1, first, shared), ofDecision(2, first, shared), ofDecision(3, second)];
  for await (const { error } of tmriSoap.publish?.(context, told) ?? [])
    expect(error).toSatisfy((thrown: unknown) => thrown === undefined || String(thrown).includes('-104'));
  const elsewhere = ofDecision(3, second, { url: 'https://hub.example/embed/traffic/elsewhere' });
  expect(
    await looksAt(
      context,
      [told[0], told[1], elsewhere, ofDecision(4, third)].filter((one) => !!one),
    ),
  ).toEqual([
    { compared: [1, 2], there: [1, 2] },
    { compared: [3], there: [] },
    { compared: [4], there: [] },
  ]);
});

test('what cannot be asked for is not judged: another interface read, no number, switched off', async () => {
  const one = ofDecision(1, '990100000000001');
  expect(await looksAt(bench({ jkid: '04C03' }), [one])).toEqual([]);
  expect(await looksAt(bench({ publishReadBack: false }), [one])).toEqual([]);
  expect(await looksAt(bench(), [ofDecision(1, '')])).toEqual([]);
  expect(await looksAt(bench({ publishFields: { spdz: '{url}' } }), [one])).toEqual([]);
});
