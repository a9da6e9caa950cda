import iconv from 'iconv-lite';
import { createClientAsync } from 'soap';
import { describe, expect, test } from 'vitest';
import soapReport from '../../connectors/soap-report.ts';
import type { RawMessage } from '../../hub/core/connector.ts';
import { RetriableError } from '../../hub/core/errors.ts';
import { type Bench, benchFor, text } from './_context.ts';
import { serve } from './_server.ts';

const rows = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) =>
      `<Row tablename="AGZX_TB_JCJXX" state="i"><Data JCJBH="S9901005900002024010500000000${index}" JJR="9901009901,9901009902" BJNR="测试镕" CZSJ="20240105084809123"/></Row>`,
  ).join('');

const report = (count: number): string =>
  `<?xml version="1.0" encoding="GB2312"?><RBSPMessage><RequesterID>C990100-00000001-0001</RequesterID><Method><Name>Report</Name><Security><Signature/><Encrypt Algorithm=""/></Security><Items><Item><Name>SysAlias</Name><Value Type="string"><Data>ALIAS</Data></Value></Item><Item><Name>Recorders</Name><Value Type="arrayOfArrayOf_string">${rows(count)}</Value></Item></Items></Method></RBSPMessage>`;

const escaped = (xml: string): string => xml.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const envelope = (argument: string): string =>
  `<?xml version="1.0" encoding="GB2312"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ser="http://server.tcwebservice.tc.com"><soapenv:Header/><soapenv:Body><ser:reportservice><ser:xml>${argument}</ser:xml></ser:reportservice></soapenv:Body></soapenv:Envelope>`;

const post = (body: Uint8Array | string, contentType = 'text/xml; charset=GB2312', query = ''): Request =>
  new Request(`http://hub:8080/receive/incident${query}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { 'content-type': contentType, soapaction: '"urn:reportservice"' },
  });

const gbk = (xml: string): Buffer => iconv.encode(xml, 'gbk');

const open = (message: RawMessage) => {
  const found = [...text(message).matchAll(/<Data (JCJBH="[^"]*")/g)].map(([, row]) => row);
  if (found.length === 0) throw new Error('no rows in it');
  return { rows: found, document: text(message) };
};

const receive = async (bench: Bench<typeof soapReport.settings>, request: Request) => {
  const response = await soapReport.receive?.(bench.context, request);
  if (!response) throw new Error('no answer');
  const body = await response.text();
  return { status: response.status, headers: response.headers, body, isFault: body.includes('<soapenv:Fault>') };
};

describe('a report', () => {
  test('in GB2312 is decoded, stored as the message inside, and answered with 000', async () => {
    const bench = benchFor(soapReport, {}, { open });
    const answer = await receive(bench, post(gbk(envelope(escaped(report(2))))));
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('&lt;Row&gt;&lt;Data&gt;000&lt;/Data&gt;&lt;/Row&gt;');
    expect(answer.body).toContain(
      '&lt;Row&gt;&lt;Data&gt;2&lt;/Data&gt;&lt;Data&gt;0&lt;/Data&gt;&lt;Data&gt;0&lt;/Data&gt;&lt;/Row&gt;',
    );
    expect(bench.delivered.map(text)).toEqual([report(2)]);
    expect(bench.delivered[0]).toMatchObject({ subject: 'AGZX_TB_JCJXX', contentType: 'text/xml; charset=utf-8' });
  });

  test('may stand in CDATA, in UTF-8, in another namespace, unqualified', async () => {
    const bench = benchFor(soapReport, {}, { open });
    const other = envelope(`<![CDATA[${report(1)}]]>`)
      .replaceAll('ser:xml', 'xml')
      .replace('http://server.tcwebservice.tc.com', 'http://tempuri.org/')
      .replace('encoding="GB2312"', 'encoding="UTF-8"');
    const answer = await receive(bench, post(other, 'text/xml'));
    expect(answer).toMatchObject({ status: 200, isFault: false });
    expect(answer.body).toContain('xmlns:ns1="http://tempuri.org/"');
    expect(bench.delivered.map(text)).toEqual([report(1)]);
  });

  test('has its return part unqualified', async () => {
    const bench = benchFor(soapReport, {}, { open });
    const { body } = await receive(bench, post(gbk(envelope(escaped(report(1))))));
    expect(body).toMatch(/<ns1:reportserviceResponse [^>]*><reportserviceReturn /);
  });

  test('that cannot be read as a whole is answered with another code, and kept', async () => {
    const bench = benchFor(soapReport, {}, { open });
    const answer = await receive(bench, post(gbk(envelope(escaped('<RBSPMessage><Method/></RBSPMessage>')))));
    expect(answer).toMatchObject({ status: 200, isFault: false });
    expect(answer.body).toContain('&lt;Data&gt;001&lt;/Data&gt;');
    expect(bench.delivered).toHaveLength(1);
  });

  test('that repeats an earlier one is answered as unchanged', async () => {
    const bench = benchFor(soapReport, {}, { open });
    await receive(bench, post(gbk(envelope(escaped(report(1))))));
    const { body } = await receive(bench, post(gbk(envelope(escaped(report(1))))));
    expect(body).toContain('&lt;Row&gt;&lt;Data&gt;0&lt;/Data&gt;&lt;Data&gt;1&lt;/Data&gt;');
  });
});

describe('what is refused', () => {
  test.each([
    ['no envelope', '<a/>'],
    ['SOAP 1.2', '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><a/></e:Body></e:Envelope>'],
    ['an empty body', ''],
    ['cut XML', envelope(escaped(report(1))).slice(0, 300)],
    ['another operation', envelope('x').replaceAll('reportservice', 'otherservice')],
    ['no argument', envelope('x').replace('<ser:xml>x</ser:xml>', '')],
    ['an argument that is no message', envelope('hello')],
    ['another document as argument', envelope(escaped('<Other/>'))],
    ['a message cut off', envelope(escaped(report(1).slice(0, 200)))],
    ['a DOCTYPE', envelope('x').replace('?>', '?><!DOCTYPE a [<!ENTITY b "c">]>')],
    ['a DOCTYPE in the message', envelope(escaped('<!DOCTYPE a><RBSPMessage/>'))],
    ['bytes that are no GB2312', Buffer.concat([gbk(envelope('x')), Buffer.of(0xff, 0xff)])],
  ])('%s is answered with a fault of the client', async (_, body) => {
    const bench = benchFor(soapReport, {}, { open });
    const answer = await receive(bench, post(body));
    expect(answer).toMatchObject({ status: 500, isFault: true });
    expect(answer.body).toContain('<faultcode>soapenv:Client</faultcode>');
    expect(answer.body).not.toContain('at ');
    expect(bench.delivered).toEqual([]);
  });

  test('a body over the cap', async () => {
    const bench = benchFor(soapReport, { maxMegabytes: 1 }, { open });
    expect(await receive(bench, post(Buffer.alloc(1_100_000, 0x20)))).toMatchObject({ status: 413, isFault: true });
  });

  test('a stranger: another requester, or no token', async () => {
    const requesters = benchFor(soapReport, { requesters: 'C990100-00000002-0001' }, { open });
    const request = () => post(gbk(envelope(escaped(report(1)))));
    expect(await receive(requesters, request())).toMatchObject({ status: 403, isFault: true });
    const token = benchFor(soapReport, { token: 'synthetic-token' }, { open });
    expect(await receive(token, request())).toMatchObject({ status: 403, isFault: true });
    const right = post(gbk(envelope(escaped(report(1)))), 'text/xml; charset=GB2312', '?token=synthetic-token');
    expect(await receive(token, right)).toMatchObject({ status: 200, isFault: false });
  });

  test('while the store cannot take it: a fault of the server with the wait', async () => {
    const failOnce = new RetriableError('[hub] [store] away', { retryAfterMs: 3000 });
    const bench = benchFor(soapReport, {}, { open, failOnce });
    const answer = await receive(bench, post(gbk(envelope(escaped(report(1))))));
    expect(answer).toMatchObject({ status: 503, isFault: true });
    expect(answer.body).toContain('soapenv:Server');
    expect(answer.headers.get('retry-after')).toBe('3');
  });
});

test('a client made from the WSDL alone can report', async () => {
  const bench = benchFor(soapReport, {}, { open });
  const { origin } = await serve(async ({ method, path, body, headers }) => {
    const request = new Request(`${origin}${path}`, {
      method,
      ...(method === 'POST' ? { body, headers: { 'content-type': headers['content-type'] ?? '' } } : {}),
    });
    const response = await soapReport.receive?.(bench.context, request);
    return {
      status: response?.status ?? 500,
      headers: { 'content-type': response?.headers.get('content-type') ?? '' },
      body: (await response?.text()) ?? '',
    };
  });
  const client = await createClientAsync(`${origin}/receive/incident?wsdl`);
  const [result] = await client.reportserviceAsync({ xml: report(1) });
  const value = result.reportserviceReturn?.$value ?? result.reportserviceReturn;
  expect(value).toContain('<Row><Data>000</Data></Row>');
  expect(bench.delivered.map(text)).toEqual([report(1)]);
});
