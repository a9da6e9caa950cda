import { expect, test } from 'vitest';
import { configureSource } from '../../hub/ingest/configure.ts';
import { reconcilePublications } from '../../hub/publish/reconcile.ts';
import { publishTo } from '../../hub/publish/send.ts';
import { cityFile, startSimulator } from '../dev/simulators/start-simulator.ts';
import { openWorld } from './_world.ts';

const target = 'traffic-surveillance';
const jkxlh = 'TESTKEY';
const path = '/trffweb/services/TmriOutAccess';
const { signal } = new AbortController();

/** Someone else's pen: what another client of the platform writes into a row. */
const overwrite = async (origin: string, xh: string, spdz: string): Promise<void> => {
  const row = `<?xml version="1.0" encoding="GBK"?><root><viosurveil><xh>${xh}</xh><spdz>${encodeURIComponent(spdz)}</spdz></viosurveil></root>`;
  const parameters = { xtlb: '04', jkxlh, jkid: '04C53', UTF8XmlDoc: row.replaceAll('<', '&lt;') };
  const inner = Object.entries(parameters).map(([name, value]) => `<${name} xsi:type="xsd:string">${value}</${name}>`);
  const response = await fetch(origin + path, {
    method: 'POST',
    headers: { soapaction: '""', 'content-type': 'text/xml; charset=utf-8' },
    body: `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:end="http://endpoint.axis.framework.tmri.com"><soapenv:Body><end:writeObjectOut soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">${inner.join('')}</end:writeObjectOut></soapenv:Body></soapenv:Envelope>`,
  });
  expect(decodeURIComponent(await response.text())).toContain('<code>1</code>');
};

/** A hub whose source reads 04C03 and writes 04C53 at the platform of the simulated city, with three rows told. */
const openTraffic = async (environment: Record<string, string> = {}) => {
  const platform = () =>
    startSimulator('traffic', { CITY_FILE: cityFile(), TRAFFIC_JKXLH: jkxlh, ...environment }).then(({ url }) => url);
  const world = await openWorld({ publish: false });
  const configure = (origin: string, more: Record<string, unknown> = {}) =>
    configureSource(world.hub, {
      name: target,
      mapping: target,
      state: 'running',
      schedule: null,
      settings: { endpoint: origin + path, family: 'old', jkxlh, publish: true, requestsPerSecond: 100, ...more },
    });
  const origin = await platform();
  await configure(origin);
  const numbers = ['9901020000000001', '9901020000000002', '9901020000000003'];
  const clips = [await world.makeClip('F1'), await world.makeClip('F2')];
  for (const externalId of numbers) {
    const record = await world.makeRecord(externalId, {
      ...{ source: target, system: 'traffic', kind: 'traffic-camera', category: { code: '1625' } },
    });
    // Two recordings of one row: the address in it is that of the record.
    for (const clip of clips) await world.link(record, clip);
  }
  const reconcile = () => reconcilePublications(world.deps, target, { signal });
  const held = async (at = origin): Promise<Record<string, string>> => {
    const { spdz } = (await (await fetch(at)).json()) as { spdz: { viosurveil: Record<string, string> } };
    return spdz.viosurveil;
  };
  expect(await reconcile()).toMatchObject({ planned: 6 });
  const send = () => publishTo(world.deps, target, { signal });
  await send();
  const wanted = Object.fromEntries(numbers.map((xh) => [xh, `https://hub.example/embed/traffic/${xh}`]));
  expect(await held()).toEqual(wanted);
  return { world, origin, platform, configure, reconcile, send, held, wanted };
};

test('an address that another took away or changed is found by reading back, and written again', async () => {
  const { origin, reconcile, send, held, wanted } = await openTraffic();
  expect(await reconcile()).toMatchObject({ planned: 0, found: 6, missing: 0 });
  await overwrite(origin, '9901020000000001', '');
  await overwrite(origin, '9901020000000002', 'https://elsewhere.example/1');
  expect(await held()).not.toEqual(wanted);
  expect(await reconcile()).toMatchObject({ planned: 0, found: 2, missing: 4 });
  await send();
  expect(await held()).toEqual(wanted);
  expect(await reconcile()).toMatchObject({ planned: 0, found: 6, missing: 0 });
});

test('a platform that was restored without the rows gets them again', async () => {
  const { platform, configure, reconcile, send, held, wanted } = await openTraffic();
  const restored = await platform();
  await configure(restored);
  expect(await reconcile()).toMatchObject({ found: 0, missing: 6 });
  await send();
  expect(await held(restored)).toEqual(wanted);
});

test('nothing is compared where the key is not registered for reading, or it is switched off', async () => {
  const { origin, configure, reconcile } = await openTraffic({ TRAFFIC_JKIDS: '04C53' });
  expect(await reconcile()).toEqual({ planned: 0 });
  await configure(origin, { publishReadBack: false });
  expect(await reconcile()).toEqual({ planned: 0 });
  await configure(origin, { jkxlh: 'WRONG' });
  // Any other refusal is no reason to keep silent.
  await expect(reconcile()).rejects.toThrow('-403');
});
