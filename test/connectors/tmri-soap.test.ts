import { describe, expect, test } from 'vitest';
import tmriSoap from '../../connectors/tmri-soap.ts';
import type { Opened, RawMessage } from '../../hub/core/connector.ts';
import { ConfigurationError, RetriableError } from '../../hub/core/errors.ts';
import { benchFor, pollOnce, text } from './_context.ts';
import { type Answer, type Heard, serve } from './_server.ts';

interface Violation {
  wfbh: string;
  gxsj: string;
}

const urlEncode = (value: string): string => encodeURIComponent(value).replaceAll('%20', '+');

const replyOf = (document: string, origin: string): Answer => ({
  headers: { 'content-type': 'text/xml;charset=utf-8' },
  body: `<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><ns1:queryObjectOutResponse xmlns:ns1="${origin}"><queryObjectOutReturn xsi:type="xsd:string" xmlns:xsd="http://www.w3.org/2001/XMLSchema">${urlEncode(document)}</queryObjectOutReturn></ns1:queryObjectOutResponse></soapenv:Body></soapenv:Envelope>`,
});

const rowsDocument = (rows: readonly Violation[]): string =>
  `<?xml version="1.0" encoding="GBK"?><root><head><code>1</code><message>数据下载成功！</message><rownum>${rows.length}</rownum></head><body>${rows
    .map(({ wfbh, gxsj }, id) => `<violation id="${id}"><wfbh>${wfbh}</wfbh><gxsj>${gxsj}</gxsj></violation>`)
    .join('')}</body></root>`;

const failure = (code: string, message: string): string =>
  `<?xml version="1.0" encoding="GBK"?><root><head><code>${code}</code><message>${message}</message></head></root>`;

const decoded = (value: string): string => decodeURIComponent(value.replaceAll('+', ' '));

/** As the mapping of this source: decode the whole, then the rows of the body. */
const open = (message: RawMessage): Opened => {
  const document = decoded(text(message));
  const rows = [...document.matchAll(/<violation id="(\d+)"><wfbh>(.*?)<\/wfbh><gxsj>(.*?)<\/gxsj>/g)];
  return { rows: rows.map(([, id, wfbh, gxsj]) => ({ id, wfbh, gxsj })), document };
};

const conditionOf = ({ body }: Heard, name: string): string =>
  decoded(new RegExp(`&lt;${name}&gt;(.*?)&lt;/${name}&gt;`).exec(body)?.[1] ?? '');

const minutesAgo = (minutes: number): string =>
  new Date(Date.now() + 8 * 3_600_000 - minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');

/** A platform that gives at most `limit` rows for a window on gxsj, both ends included, earliest first. */
const platform = (rows: readonly Violation[], limit = 50) => {
  const server = serve((heard) => {
    const [from, to] = [conditionOf(heard, 'gxsj_q'), conditionOf(heard, 'gxsj_z')];
    const found = rows.filter(({ gxsj }) => gxsj >= from && gxsj <= to).slice(0, limit);
    return replyOf(found.length > 0 ? rowsDocument(found) : failure('0', '没有查询到符合条件的数据'), 'http://x');
  });
  return server;
};

const settingsFor = (origin: string): Record<string, unknown> => ({
  endpoint: `${origin}/trffweb/services/TmriOutNewAccess`,
  jkid: '04C01',
  jkxlh: 'TESTKEY',
  conditions: { gxsj_q: '{from}', gxsj_z: '{to}', cxlx: '测试 类型' },
  dwjgdm: '990100000000',
  dwmc: '测试支队',
  yhbz: '009901',
  historyDays: 1,
  requestsPerSecond: 1000,
});

describe('the request', () => {
  test('has the parameters of queryObjectOutNew in order, each typed, and an empty SOAPAction', async () => {
    const { origin, heard } = await platform([]);
    await pollOnce(tmriSoap, benchFor(tmriSoap, settingsFor(origin), { open }));
    const [call] = heard;
    expect(call?.headers.soapaction).toBe('""');
    expect(call?.headers['content-type']).toBe('text/xml; charset=utf-8');
    const names = [...(call?.body ?? '').matchAll(/<(\w+) xsi:type="xsd:string">/g)].map(([, name]) => name);
    expect(names).toEqual(['xtlb', 'jkxlh', 'jkid', 'cjsqbh', 'dwjgdm', 'dwmc', 'yhbz', 'yhxm', 'zdbs', 'UTF8XmlDoc']);
    expect(call?.body).toContain(
      '<end:queryObjectOutNew soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">',
    );
    expect(call?.body).toContain('<xtlb xsi:type="xsd:string">04</xtlb>');
    expect(call?.body).toContain(`<dwmc xsi:type="xsd:string">测试支队</dwmc>`);
  });

  test('has values that are URL-encoded UTF-8 in a document labelled GBK', async () => {
    const { origin, heard } = await platform([]);
    await pollOnce(tmriSoap, benchFor(tmriSoap, settingsFor(origin), { open }));
    expect(heard[0]?.body).toContain('&lt;?xml version=&quot;1.0&quot; encoding=&quot;GBK&quot;?&gt;');
    expect(heard[0]?.body).toContain(`&lt;cxlx&gt;${encodeURIComponent('测试 类型')}&lt;/cxlx&gt;`);
  });

  test('follows a local variant: three parameters, CDATA, another namespace, values encoded twice', async () => {
    const { origin, heard } = await platform([]);
    const variant = {
      ...settingsFor(origin),
      family: 'old',
      parameters: 'jkid,cjsqbh,xml',
      documentParameter: 'xml',
      cdata: true,
      namespace: 'http://tempuri.org/',
      valueEncoding: 'url-twice',
    };
    await pollOnce(tmriSoap, benchFor(tmriSoap, variant, { open }));
    const body = heard[0]?.body ?? '';
    expect([...body.matchAll(/<(\w+) xsi:type/g)].map(([, name]) => name)).toEqual(['jkid', 'cjsqbh', 'xml']);
    expect(body).toContain('xmlns:end="http://tempuri.org/"');
    expect(body).toContain(`<![CDATA[<?xml version="1.0" encoding="GBK"?><root><QueryCondition>`);
    expect(body).toContain(encodeURIComponent(encodeURIComponent('测试 类型')));
  });

  test('goes as a form to a gateway that takes forms, and the answer is unwrapped', async () => {
    const row = { wfbh: '9901991000000010000000', gxsj: minutesAgo(30) };
    const escaped = rowsDocument([row]).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const { origin, heard } = await serve(() => ({
      headers: { 'content-type': 'text/xml; charset=utf-8' },
      body: `<?xml version="1.0" encoding="utf-8"?>\r\n<string xmlns="http://tempuri.org/">${escaped}</string>`,
    }));
    const gateway = {
      ...settingsFor(origin),
      endpoint: `${origin}/safe.asmx`,
      transport: 'form',
      documentParameter: 'strXml',
      parameters: 'jkid,jkxlh,strXml',
    };
    const { messages } = await pollOnce(
      tmriSoap,
      benchFor(tmriSoap, gateway, { open: (m) => open({ ...m, body: Buffer.from(encodeURIComponent(text(m))) }) }),
    );
    expect(text(messages[0] as RawMessage)).toBe(rowsDocument([row]));
    const [call] = heard;
    expect(call?.path).toBe('/safe.asmx/queryObjectOutNew');
    const form = new URLSearchParams(call?.body);
    expect([...form.keys()]).toEqual(['jkid', 'jkxlh', 'strXml']);
    expect(form.get('strXml')).toContain(`<cxlx>${encodeURIComponent('测试 类型')}</cxlx>`);
  });

  test('an unknown operation without parameters is refused before anything is sent', async () => {
    const { origin, heard } = await platform([]);
    const { context } = benchFor(tmriSoap, { ...settingsFor(origin), operation: 'queryOther' });
    await expect(tmriSoap.check(context)).rejects.toThrow(ConfigurationError);
    expect(heard).toEqual([]);
  });
});

describe('polling', () => {
  test('a message is the return string as it came, URL-encoded', async () => {
    const row = { wfbh: '9901991000000010000000', gxsj: minutesAgo(30) };
    const { origin } = await platform([row]);
    const { messages } = await pollOnce(tmriSoap, benchFor(tmriSoap, settingsFor(origin), { open }));
    expect(messages.map(text)).toEqual([urlEncode(rowsDocument([row]))]);
    expect(messages[0]).toMatchObject({ subject: '04C01', contentType: 'text/xml; charset=utf-8' });
  });

  test('a window with more rows than a reply holds is halved until every row has come', async () => {
    const rows = Array.from({ length: 41 }, (_, index) => ({ wfbh: `V${index}`, gxsj: minutesAgo(600 - index) }));
    const { origin } = await platform(rows, 5);
    const bench = benchFor(tmriSoap, { ...settingsFor(origin), rowLimit: 5 }, { open });
    const { messages } = await pollOnce(tmriSoap, bench);
    const came = new Set(messages.flatMap((message) => open(message).rows.map((row) => (row as Violation).wfbh)));
    expect(came.size).toBe(rows.length);
  });

  test('more rows in one second than a reply holds pause the source instead of being passed over', async () => {
    const at = minutesAgo(90);
    const rows = Array.from({ length: 6 }, (_, index) => ({ wfbh: `V${index}`, gxsj: at }));
    const { origin } = await platform(rows, 5);
    const bench = benchFor(tmriSoap, { ...settingsFor(origin), rowLimit: 5 }, { open });
    await expect(pollOnce(tmriSoap, bench)).rejects.toThrow(ConfigurationError);
  });

  test('the next poll goes on from the cursor, and brings nothing twice from the overlap', async () => {
    const rows = [
      { wfbh: 'V0', gxsj: minutesAgo(4) },
      { wfbh: 'V1', gxsj: minutesAgo(3) },
    ];
    const { origin, heard } = await platform(rows);
    const bench = benchFor(tmriSoap, settingsFor(origin), { open });
    const first = await pollOnce(tmriSoap, bench);
    expect(first.messages).toHaveLength(1);
    // Rows are numbered in each reply: V1 was row 1 of the first and is row 0 of the second.
    rows.shift();
    const second = await pollOnce(tmriSoap, bench, first.cursor);
    expect(second.messages).toHaveLength(0);
    const asked = conditionOf(heard.at(-1) as Heard, 'gxsj_q');
    expect(asked > minutesAgo(15) && asked <= minutesAgo(9)).toBe(true);

    rows.push({ wfbh: 'V2', gxsj: minutesAgo(8) });
    const third = await pollOnce(tmriSoap, bench, second.cursor);
    expect(third.messages.flatMap((message) => open(message).rows)).toContainEqual(expect.objectContaining(rows[1]));
  });

  test('a row that changes and changes back is news both times', async () => {
    const row = { wfbh: 'V1', gxsj: minutesAgo(3) };
    const rows = [row];
    const { origin } = await platform(rows);
    const bench = benchFor(tmriSoap, settingsFor(origin), { open });
    let { cursor } = await pollOnce(tmriSoap, bench);
    for (const wfbh of ['V1-changed', 'V1']) {
      rows[0] = { ...row, wfbh };
      const polled = await pollOnce(tmriSoap, bench, cursor);
      expect(polled.messages).toHaveLength(1);
      cursor = polled.cursor;
    }
  });

  test('a position of another version is refused', async () => {
    const { origin } = await platform([]);
    const bench = benchFor(tmriSoap, settingsFor(origin), { open });
    await expect(pollOnce(tmriSoap, bench, { v: 2, at: 'x' })).rejects.toThrow(/position/);
  });
});

describe('errors of the platform', () => {
  test('a refused key pauses the source with what can be done, and names no secret', async () => {
    const { origin } = await serve(() => replyOf(failure('-403', '接口序列号不存在'), 'http://x'));
    const { context } = benchFor(tmriSoap, settingsFor(origin), { open });
    const error = await tmriSoap.check(context).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).remedy).toContain('jkxlh');
    expect(JSON.stringify([(error as Error).message, (error as ConfigurationError).detail])).not.toContain('TESTKEY');
  });

  test('a fault about the operation is configuration, any other is tried again', async () => {
    const faults = ['ns1:Client', 'soapenv:Server.userException'];
    const { origin } = await serve(() => ({
      status: 500,
      headers: { 'content-type': 'text/xml;charset=utf-8' },
      body: `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault><faultcode>${faults.shift()}</faultcode><faultstring>故障</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`,
    }));
    const { context } = benchFor(tmriSoap, settingsFor(origin), { open });
    await expect(tmriSoap.check(context)).rejects.toThrow(ConfigurationError);
    await expect(tmriSoap.check(context)).rejects.toThrow(RetriableError);
  });

  test('an answer in GBK is read as GBK', async () => {
    const { origin } = await serve(() => ({
      headers: { 'content-type': 'text/xml; charset=GBK' },
      // "数据" in GBK inside a reply that was not URL-encoded at all.
      body: Buffer.concat([
        Buffer.from(
          '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><r><v>&lt;root&gt;&lt;head&gt;&lt;code&gt;1&lt;/code&gt;&lt;message&gt;',
        ),
        Buffer.from([0xca, 0xfd, 0xbe, 0xdd]),
        Buffer.from('&lt;/message&gt;&lt;/head&gt;&lt;/root&gt;</v></r></soapenv:Body></soapenv:Envelope>'),
      ]),
    }));
    const { context } = benchFor(tmriSoap, settingsFor(origin), { open });
    expect(await tmriSoap.check(context)).toContainEqual(expect.objectContaining({ detail: '1 数据' }));
  });

  test('503 with Retry-After is honoured', async () => {
    const { origin } = await serve(() => ({ status: 503, headers: { 'retry-after': '7' } }));
    const { context } = benchFor(tmriSoap, settingsFor(origin), { open });
    await expect(tmriSoap.check(context)).rejects.toMatchObject({ next: 'retry', retryAfterMs: 7000 });
  });
});
