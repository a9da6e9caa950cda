import { beforeAll, expect, test } from 'vitest';
import { parseStringPromise } from 'xml2js';
import { cityFile, type StartedSimulator, startSimulator } from './start-simulator.ts';

const key = '7d1e0000aa11bb22cc33dd44ee55ff66';
let traffic: StartedSimulator;

beforeAll(async () => {
  traffic = await startSimulator('traffic', { CITY_FILE: cityFile(), TRAFFIC_JKXLH: key });
});

const path = '/trffweb/services/TmriOutAccess';
const newPath = '/trffweb/services/TmriOutNewAccess';

const condition = (fields: Record<string, string>): string =>
  `<?xml version="1.0" encoding="GBK"?><root><QueryCondition>${Object.entries(fields)
    .map(([name, value]) => `<${name}>${encodeURIComponent(value)}</${name}>`)
    .join('')}</QueryCondition></root>`;

const envelope = (operation: string, parameters: Record<string, string>, type = ' xsi:type="xsd:string"'): string =>
  `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:end="http://endpoint.axis.framework.tmri.com"><soapenv:Body><end:${operation} soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">${Object.entries(
    parameters,
  )
    .map(([name, value]) => `<${name}${type}>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`)
    .join('')}</end:${operation}></soapenv:Body></soapenv:Envelope>`;

const post = (body: string, headers: Record<string, string> = { soapaction: '""' }, at = path): Promise<Response> =>
  fetch(traffic.url + at, { method: 'POST', body, headers: { 'content-type': 'text/xml; charset=utf-8', ...headers } });

/** The decoded return string of a reply, URL-decoded with '+' as a space. */
const documentOf = async (response: Response): Promise<string> => {
  expect(response.status).toBe(200);
  const encoded = /Return xsi:type="xsd:string">([^<]*)</.exec(await response.text())?.[1] ?? '';
  expect(encoded).not.toContain(' ');
  return decodeURIComponent(encoded.replaceAll('+', ' '));
};

const query = async (jkid: string, fields: Record<string, string>, jkxlh = key): Promise<string> =>
  documentOf(await post(envelope('queryObjectOut', { xtlb: '04', jkxlh, jkid, UTF8XmlDoc: condition(fields) })));

const code = (document: string): string | undefined => /<code>(.*?)<\/code>/.exec(document)?.[1];

const scrub = (text: string): string => text.replace(/<\d+>/g, '').replace(/\p{Cc}/gu, '');

const rowsOf = async (document: string): Promise<Record<string, string>[]> => {
  const parsed = await parseStringPromise(scrub(document), { explicitArray: false, normalizeTags: true });
  const rows = parsed.root.body.violation ?? parsed.root.body.viosurveil;
  return [rows].flat();
};

test('describes itself as Axis 1.4 does', async () => {
  const response = await fetch(`${traffic.url}${path}?wsdl`);
  expect(response.headers.get('content-type')).toMatch('text/xml');
  const wsdl = await response.text();
  expect(wsdl).toContain(`targetNamespace="${traffic.url}${path}"`);
  expect(wsdl).toContain('name="TmriJaxRpcOutAccessService"');
  expect(wsdl).toContain('parameterOrder="xtlb jkxlh jkid UTF8XmlDoc"');
  expect(wsdl).toContain('soapAction=""');
  expect(wsdl).toContain('use="encoded"');
  const newer = await (await fetch(`${traffic.url}${newPath}?wsdl`)).text();
  expect(newer).toContain('parameterOrder="xtlb jkxlh jkid cjsqbh dwjgdm dwmc yhbz yhxm zdbs UTF8XmlDoc"');
});

test('answers 04C01 in a reply whose namespace is its own address', async () => {
  const response = await post(
    envelope('queryObjectOut', {
      xtlb: '04',
      jkxlh: key,
      jkid: '04C01',
      UTF8XmlDoc: condition({ gxsj_q: '2026-03-02 00:00:00', gxsj_z: '2026-03-03 23:59:59' }),
    }),
  );
  const text = await response.clone().text();
  expect(text).toContain(`<ns1:queryObjectOutResponse soapenv:encodingStyle=`);
  expect(text).toContain(`xmlns:ns1="${traffic.url}${path}"`);
  const document = await documentOf(response);
  expect(document).toMatch(/^<\?xml version="1.0" encoding="GBK"\?><root><head><code>1<\/code>/);
  expect(document).toContain('<rownum>50</rownum>');
  const rows = await rowsOf(document);
  expect(rows).toHaveLength(50);
  for (const row of rows) {
    expect(row.wfbh).toMatch(/^\d{22}$/);
    expect(row.wfbh?.startsWith(String(row.jdsbh))).toBe(true);
    expect(row.zqmj).toMatch(/^\d{6}$/);
    expect(row.wfsj).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d(\.0)?)?$/);
  }
  const updates = rows.map(({ gxsj }) => String(gxsj));
  expect(updates).toEqual([...updates].sort());
  expect(new Set(rows.map(({ wfsj }) => String(wfsj).length))).toEqual(new Set([16, 19, 21]));
});

test('pages by moving the window, and every row comes by', async () => {
  const seen = new Set<string>();
  let from = '2026-03-02 00:00:00';
  for (;;) {
    const rows = await rowsOf(await query('04C01', { gxsj_q: from }));
    for (const row of rows) seen.add(String(row.wfbh));
    const last = String(rows.at(-1)?.gxsj);
    if (rows.length < 50 || last === from) break;
    from = last;
  }
  const { violation } = (await (await fetch(traffic.url)).json()) as { violation: number };
  expect(seen.size).toBe(violation);
  expect(violation).toBeGreaterThan(80);
});

test('finds one row by its number, and vehicles only with the kind of plate', async () => {
  const [first] = await rowsOf(await query('04C01', { gxsj_q: '2026-03-02 00:00:00' }));
  const [same] = await rowsOf(await query('04C01', { wfbh: String(first?.wfbh) }));
  expect(same?.jdsbh).toBe(first?.jdsbh);
  const byPlate = await rowsOf(await query('04C01', { hphm: String(first?.hphm), hpzl: String(first?.hpzl) }));
  expect(byPlate.map(({ wfbh }) => wfbh)).toContain(first?.wfbh);
  expect(code(await query('04C01', { hphm: String(first?.hphm) }))).toBe('-605');
});

test('04C03 spells its element in two ways', async () => {
  const spellings = new Set<string>();
  for (let call = 0; call < 6; call += 1) {
    const document = await query('04C03', { gxsj_q: '2026-03-02 00:00:00' });
    for (const [, name] of document.matchAll(/<(viosurveil) id=/gi)) spellings.add(String(name));
  }
  expect(spellings).toEqual(new Set(['viosurveil', 'vioSurveil']));
});

test('the new entry wants its ten parameters', async () => {
  const parameters = {
    xtlb: '04',
    jkxlh: key,
    jkid: '04C03',
    cjsqbh: '',
    dwjgdm: '990100000000',
    dwmc: encodeURIComponent('临江市公安局'),
    yhbz: '009901',
    yhxm: '',
    zdbs: '127.0.0.1',
    UTF8XmlDoc: condition({ gxsj_q: '2026-03-02 00:00:00' }),
  };
  const response = await post(envelope('queryObjectOutNew', parameters), { soapaction: '' }, newPath);
  expect(await response.clone().text()).toContain('<queryObjectOutNewReturn ');
  expect(code(await documentOf(response))).toBe('1');
  const { cjsqbh: _, ...short } = parameters;
  expect((await post(envelope('queryObjectOutNew', short), undefined, newPath)).status).toBe(500);
});

test('tells failures of the business as codes inside HTTP 200', async () => {
  const any = { gxsj_q: '2026-03-02 00:00:00' };
  expect(code(await query('04C01', any, 'ffff'))).toBe('-403');
  expect(code(await query('04C01', any, ''))).toBe('-401');
  expect(code(await query('04C02', any))).toBe('-408');
  expect(code(await query('99X99', any))).toBe('-414');
  expect(code(await query('04C01', {}))).toBe('0');
  expect(code(await query('04C01', { wfbh: '0' }))).toBe('0');
  const broken = { xtlb: '04', jkxlh: key, jkid: '04C01', UTF8XmlDoc: '<root><QueryCondition>' };
  expect(code(await documentOf(await post(envelope('queryObjectOut', broken))))).toBe('-100');
});

test('refuses callers from elsewhere', async () => {
  const own = traffic;
  traffic = await startSimulator('traffic', {
    CITY_FILE: cityFile(),
    TRAFFIC_JKXLH: key,
    TRAFFIC_ADDRESSES: '10.0.0.1',
  });
  try {
    expect(code(await query('04C01', { gxsj_q: '2026-03-02 00:00:00' }))).toBe('-411');
  } finally {
    traffic = own;
  }
});

test('faults calls that break the protocol', async () => {
  const parameters = { xtlb: '04', jkxlh: key, jkid: '04C01', UTF8XmlDoc: condition({ wfbh: '1' }) };
  const good = envelope('queryObjectOut', parameters);
  const faultOf = async (response: Response): Promise<string> => {
    expect(response.status).toBe(500);
    return /<faultstring>(.*?)<\/faultstring>/.exec(await response.text())?.[1] ?? '';
  };
  expect(await faultOf(await post(good, {}))).toBe('no SOAPAction header!');
  expect(await faultOf(await post(good, { soapaction: '"urn:other"' }))).toContain('target service');
  expect(await faultOf(await post(envelope('queryObjectOut', parameters, '')))).toContain('deserializer');
  expect(await faultOf(await post(good.replace('endpoint.axis', 'endpoint.cxf')))).toContain('No such operation');
  expect(await faultOf(await post(good.replace('queryObjectOut ', 'query ')))).toContain('SAXParseException');
  expect(await faultOf(await post(`<!DOCTYPE x>${good}`))).toContain('DOCTYPE');
});

test('takes a written row once, and shows it afterwards', async () => {
  const row =
    '<?xml version="1.0" encoding="GBK"?><root><viosurveil><xh>9901020000000001</xh><cjjg>990102180000</cjjg><wfsj>2026-03-04 09:00</wfsj><wfxw>1625</wfxw></viosurveil></root>';
  const call = envelope('writeObjectOut', { xtlb: '04', jkxlh: key, jkid: '04C53', UTF8XmlDoc: row });
  const first = await documentOf(await post(call));
  expect(code(first)).toBe('1');
  expect(first).toContain('<value>9901020000000001</value>');
  expect(code(await documentOf(await post(call)))).toBe('-104');
  expect(code(await query('04C03', { xh: '9901020000000001' }))).toBe('1');
});

test('ends with its parent, and says which variable is missing', async () => {
  const other = await startSimulator('traffic', { CITY_FILE: cityFile(), TRAFFIC_JKXLH: key });
  await other.orphan();
  await expect(fetch(other.url)).rejects.toThrow();
  await expect(startSimulator('traffic', { CITY_FILE: cityFile(), TRAFFIC_JKXLH: '' })).rejects.toThrow(
    'TRAFFIC_JKXLH',
  );
});

test('a row that is there takes the address of a video, keeps it, and says so when it comes again', async () => {
  const [row] = await rowsOf(await query('04C03', { gxsj_q: '2000-01-01 00:00:00', gxsj_z: '2100-01-01 00:00:00' }));
  const xh = row?.xh ?? '';
  const write = async (spdz: string): Promise<string | undefined> => {
    const document = `<?xml version="1.0" encoding="GBK"?><root><viosurveil><xh>${xh}</xh><spdz>${encodeURIComponent(spdz)}</spdz></viosurveil></root>`;
    const call = envelope('writeObjectOut', { xtlb: '04', jkxlh: key, jkid: '04C53', UTF8XmlDoc: document });
    return code(await documentOf(await post(call)));
  };
  const stored = async (): Promise<string | undefined> => (await rowsOf(await query('04C03', { xh })))[0]?.spdz;
  expect(await write('http://127.0.0.1:1/embed/traffic/1')).toBe('1');
  expect(await stored()).toBe('http://127.0.0.1:1/embed/traffic/1');
  expect(await write('http://127.0.0.1:1/embed/traffic/1')).toBe('-104');
  expect(await write('')).toBe('1');
  expect(await stored()).toBe('');
});
