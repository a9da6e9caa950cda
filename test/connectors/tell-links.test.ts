import { expect, test } from 'vitest';
import cascade from '../../connectors/cascade.ts';
import httpPush from '../../connectors/http-push.ts';
import tmriSoap from '../../connectors/tmri-soap.ts';
import type { Connector } from '../../hub/core/connector.ts';
import { ConfigurationError, RecordError, RetriableError } from '../../hub/core/errors.ts';
import type { Publication, Told } from '../../hub/core/publication.ts';
import { publicationOf } from '../conformance/connectors/_publishing.ts';
import { benchFor } from './_context.ts';
import { serve } from './_server.ts';

const tell = async (connector: Connector, settings: Record<string, unknown>, publications: Publication[]) => {
  const told: Told[] = [];
  for await (const one of connector.publish?.(benchFor(connector, settings).context, publications) ?? [])
    told.push(one);
  return told;
};

const callOf = (linkId: number): Publication => {
  const { record, ...rest } = publicationOf(linkId);
  return { ...rest, record: { ...record, system: 'dispatch', kind: 'call', externalId: 'J1', references: [] } };
};

test('cascade: a call is uploaded and answered before the case that came of it, each once with all its files', async () => {
  const open = new Set<string>();
  const { origin, heard } = await serve(async ({ path }) => {
    // Two at a time would meet here.
    expect(open.size).toBe(0);
    open.add(path);
    await new Promise((resolve) => setTimeout(resolve, 20));
    open.delete(path);
    return { body: '{"code":0,"message":"SUCCESS"}' };
  });
  const settings = {
    ...{ authkey: 'k', publishUrl: origin, publishAuthkey: 'upper key', publishDomain: '99010600', publish: true },
  };
  const together = ['F1', 'F2'];
  const ofCase = (linkId: number) => ({
    ...publicationOf(linkId, { together }),
    record: { ...publicationOf(1).record, references: [{ kind: 'dispatch' as const, id: 'J1' }] },
  });
  const told = await tell(cascade, settings, [ofCase(1), ofCase(2), callOf(3)]);
  expect(told.map(({ linkId }) => linkId)).toEqual([3, 1, 2]);
  expect(heard.map(({ path }) => path.split('/').at(-3))).toEqual(['ps', 'cm']);
  expect(heard[0]?.query.get('authkey')).toBe('upper key');
  expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({ jj: [{ jqbh: 'J1', wj: ['99010600_file_3'] }] });
  expect(JSON.parse(heard[1]?.body ?? '')).toMatchObject({
    aj: [{ jjbh: ['J1'], wjxx: together.map((wjbh) => ({ gllx: 'ZDGL', wjbh })) }],
  });
});

const sentOf = (linkId: number, references: Publication['record']['references']): Publication => {
  const { record, ...rest } = publicationOf(linkId);
  return { ...rest, record: { ...record, system: 'dispatch', kind: 'unit-sent', externalId: 'U1', references } };
};

test('cascade: a unit that was sent is uploaded after its call and names it; one without a call asks nobody', async () => {
  const { origin, heard } = await serve(() => ({ body: '{"code":0,"message":"SUCCESS"}' }));
  const settings = { authkey: 'k', publishUrl: origin, publishAuthkey: 'k', publishDomain: '99010600', publish: true };
  const ofCall = { kind: 'dispatch' as const, id: 'J1' };
  const told = await tell(cascade, settings, [sentOf(1, [ofCall]), callOf(2)]);
  expect(told).toEqual([{ linkId: 2 }, { linkId: 1 }]);
  expect(heard.map(({ path }) => path.split('/').at(-3))).toEqual(['ps', 'hs']);
  const { cj } = JSON.parse(heard[1]?.body ?? '') as { cj: Record<string, unknown>[] };
  expect(cj).toMatchObject([{ cjdh: 'U1', jqbh: 'J1', cjdw: publicationOf(1).record.org }]);
  const [alone] = await tell(cascade, settings, [sentOf(3, [])]);
  expect(alone?.error).toBeInstanceOf(RecordError);
  expect(heard).toHaveLength(2);
});

test('cascade: what has no place in the protocol waits for a person and asks nobody', async () => {
  const { origin, heard } = await serve(() => ({ body: '{"code":0}' }));
  const settings = { authkey: 'k', publishUrl: origin, publishAuthkey: 'k', publishDomain: '99010600', publish: true };
  const stop = publicationOf(1);
  const [one] = await tell(cascade, settings, [{ ...stop, record: { ...stop.record, system: 'traffic' } }]);
  expect(one?.error).toBeInstanceOf(RecordError);
  expect(heard).toEqual([]);
});

test('webhook: each attempt is signed anew under the same id, a change and a withdrawal have their own', async () => {
  const { origin, heard } = await serve(() => ({ status: 204 }));
  const settings = { secret: 'a synthetic secret of some length', publish: true, publishUrl: `${origin}/links` };
  const changed = { decidedAt: '2024-01-05T10:00:00+08:00' };
  for (const change of [{}, {}, changed, { ...changed, withdrawn: true }]) {
    await tell(httpPush, settings, [publicationOf(1, change)]);
  }
  const ids = heard.map(({ headers }) => headers['webhook-id']);
  expect(ids[0]).toBe(ids[1]);
  expect(new Set(ids).size).toBe(3);
  const bodies = heard.map(({ body }) => JSON.parse(body));
  expect(bodies.map(({ type }) => type)).toEqual(['link.linked', 'link.linked', 'link.linked', 'link.withdrawn']);
  expect(bodies[0].data).toMatchObject({ link: 1, url: publicationOf(1).url, record: { kind: 'case' } });
});

test.each([
  [httpPush, { secret: 'a synthetic secret of some length' }],
  [cascade, { authkey: 'k' }],
])('check refuses to tell links nobody knows where to', async (connector: Connector, settings) => {
  const check = (more: Record<string, unknown>) =>
    connector.check(benchFor(connector, { ...settings, ...more }).context);
  await expect(check({ publish: true })).rejects.toThrow(ConfigurationError);
  const known = { publishUrl: 'http://127.0.0.1:9', publishAuthkey: 'k', publishDomain: '99010600' };
  const own = Object.fromEntries(Object.entries(known).filter(([name]) => name in connector.settings));
  expect(await check({ publish: true, ...own })).toContainEqual(expect.objectContaining({ step: 'links', ok: true }));
  expect(await check({})).not.toContainEqual(expect.objectContaining({ step: 'links' }));
});

test('webhook: the wish of a receiver to wait is handed on', async () => {
  const { origin } = await serve(() => ({ status: 429, headers: { 'retry-after': '120' } }));
  const settings = { secret: 'a synthetic secret of some length', publish: true, publishUrl: origin };
  const error = await tell(httpPush, settings, [publicationOf(1)]).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RetriableError);
  expect((error as RetriableError).retryAfterMs).toBe(120_000);
});

const platform = (code: string) =>
  serve(() => ({
    headers: { 'content-type': 'text/xml;charset=utf-8' },
    body: `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><r><writeObjectOutReturn>${encodeURIComponent(
      `<root><head><code>${code}</code><message>说明</message></head></root>`,
    )}</writeObjectOutReturn></r></soapenv:Body></soapenv:Envelope>`,
  }));
const traffic = (origin: string) => ({
  ...{ endpoint: `${origin}/TmriOutAccess`, family: 'old', jkid: '04C03', jkxlh: 'TESTKEY', conditions: {} },
  publish: true,
});

test('traffic: values are URL-encoded, fields that are empty are left out, the jkid is that of writing', async () => {
  const { origin, heard } = await platform('1');
  const url = 'https://hub.example/embed/traffic/9901 &1';
  await tell(tmriSoap, traffic(origin), [publicationOf(1, { url })]);
  const body = heard[0]?.body ?? '';
  expect(body).toContain('<jkid xsi:type="xsd:string">04C53</jkid>');
  expect(body).toContain(`&lt;spdz&gt;${encodeURIComponent(url)}&lt;/spdz&gt;`);
  expect(body).toContain(`&lt;hphm&gt;${encodeURIComponent('苏A00001')}&lt;/hphm&gt;`);
  const { record, ...rest } = publicationOf(2);
  await tell(tmriSoap, traffic(origin), [{ ...rest, record: { ...record, vehicles: [] } }]);
  expect(heard[1]?.body).not.toContain('hphm');
});

test('traffic: while a recording is left the address stays; with the last one it goes', async () => {
  const { origin, heard } = await platform('1');
  await tell(tmriSoap, traffic(origin), [publicationOf(1, { withdrawn: true, together: ['another'] })]);
  expect(heard).toEqual([]);
  await tell(tmriSoap, traffic(origin), [publicationOf(1, { withdrawn: true, together: [] })]);
  expect(heard[0]?.body).toContain('&lt;spdz&gt;&lt;/spdz&gt;');
});

test.each([
  ['-104', 'success'],
  ['-1', 'retry'],
  ['-408', 'pause'],
  ['-601', 'dead-letter'],
  ['0', 'dead-letter'],
])('traffic: code %s means %s', async (code, next) => {
  const { origin } = await platform(code);
  const [one] = await tell(tmriSoap, traffic(origin), [publicationOf(1)]);
  expect(one?.error).toMatchObject({ next });
});
