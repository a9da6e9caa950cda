import { expect, test } from 'vitest';
import soapQuery from '../../connectors/soap-query.ts';
import type { Opened, RawMessage } from '../../hub/core/connector.ts';
import { ConfigurationError } from '../../hub/core/errors.ts';
import { benchFor, pollOnce, text } from './_context.ts';
import { type Answer, serve } from './_server.ts';

const row = (cells: readonly string[]): string => `<Row>${cells.map((cell) => `<Data>${cell}</Data>`).join('')}</Row>`;

const matrix = (rows: readonly (readonly string[])[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><RBSPMessage><Version/><ServiceID>S10-00000000</ServiceID><Method><Items><Item><Name/><Value Type="arrayOfArrayOf_string">${rows.map(row).join('')}</Value></Item></Items></Method></RBSPMessage>`;

/** As the mapping of this source. */
const open = (message: RawMessage): Opened => {
  const document = text(message);
  const [status, names = [], ...values] = [...document.matchAll(/<Row>(.*?)<\/Row>/g)].map(([, cells = '']) =>
    [...cells.matchAll(/<Data>(.*?)<\/Data>/g)].map(([, cell = '']) => cell),
  );
  if (status?.[0] !== '000') throw new ConfigurationError(`status ${status?.[0]}`);
  return {
    rows: values.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]]))),
    document,
  };
};

const clues = [
  ['X1', '测试'],
  ['X2', '测试'],
  ['X3', '测试'],
];

const soapReply = (value: string): Answer => ({
  headers: { 'content-type': 'text/xml;charset=UTF-8' },
  body: `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><ns2:requestserviceResponse xmlns:ns2="http://server.tcwebservice.tc.com"><return>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</return></ns2:requestserviceResponse></S:Body></S:Envelope>`,
});

const fields = {
  DataObjectCode: 'QB_XS',
  Condition: "GXSJ>='{from}' AND GXSJ<='{to}'",
  PageNum: '{page}',
  RowsPerPage: '{size}',
};

const common = { fields, timeFormat: 'yyyyMMddHHmmss', historyDays: 0, pageSize: 2, requestsPerSecond: 1000 };

const pageOf = (page: number): string => matrix([['000'], ['XSBH', 'XM'], ...clues.slice((page - 1) * 2, page * 2)]);

test('asks as an RBSPMessage in one SOAP argument, page after page', async () => {
  const { origin, heard } = await serve(({ body }) => {
    const page = /PageNum.*?&lt;Data&gt;(\d+)&lt;/.exec(body)?.[1];
    return soapReply(pageOf(Number(page)));
  });
  const settings = {
    ...common,
    endpoint: `${origin}/node`,
    serviceId: 'S10-00000000',
    requesterId: 'C990100-00000001-0001',
  };
  const { messages } = await pollOnce(soapQuery, benchFor(soapQuery, settings, { open }));
  expect(messages.flatMap((message) => open(message).rows)).toEqual(clues.map(([XSBH, XM]) => ({ XSBH, XM })));
  expect(messages[0]).toMatchObject({ subject: 'S10-00000000' });
  const body = heard[0]?.body ?? '';
  expect(body).toContain('&lt;RequesterID&gt;C990100-00000001-0001&lt;/RequesterID&gt;');
  // The condition's own < is escaped twice: as XML in the message, and the message as text in the envelope.
  expect(body).toMatch(/GXSJ&amp;gt;=&amp;apos;\d{14}&amp;apos; AND GXSJ&amp;lt;=/);
});

test('asks by a plain form where there is no SOAP', async () => {
  const { origin, heard } = await serve(({ body }) => ({
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: pageOf(Number(new URLSearchParams(body).get('PageNum'))),
  }));
  const settings = { ...common, endpoint: `${origin}/node`, style: 'form' };
  const { messages } = await pollOnce(soapQuery, benchFor(soapQuery, settings, { open }));
  expect(messages).toHaveLength(2);
  expect(messages[0]).toMatchObject({ contentType: 'text/xml;charset=UTF-8' });
  expect(new URLSearchParams(heard[0]?.body).get('Condition')).toMatch(/^GXSJ>='\d{14}' AND GXSJ<='\d{14}'$/);
});

test('asks with each field an argument of its own', async () => {
  const { origin, heard } = await serve(() => soapReply(matrix([['000'], ['XSBH']])));
  const settings = { ...common, endpoint: `${origin}/node`, style: 'arguments', operation: 'query' };
  await pollOnce(soapQuery, benchFor(soapQuery, settings, { open }));
  expect(heard[0]?.body).toContain('<DataObjectCode xsi:type="xsd:string">QB_XS</DataObjectCode>');
  expect(heard[0]?.body).toContain('<end:query ');
});

test.each(['rbsp', 'form'])('a service that is not open pauses the source and says so (%s)', async (style) => {
  const { origin } = await serve(() => ({
    headers: { 'content-type': 'text/plain;charset=UTF-8' },
    body: 'SrcReceiver:服务S10-00000000未开通',
  }));
  const { context } = benchFor(soapQuery, { ...common, endpoint: `${origin}/node`, style }, { open });
  const error = await soapQuery.check(context).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as Error).message).toContain('not open');
  expect((error as Error).message).toContain('未开通');
});

test('what the status in the matrix means is for the mapping', async () => {
  const { origin } = await serve(() => soapReply(matrix([['999', '查询条件不合法']])));
  const { context } = benchFor(soapQuery, { ...common, endpoint: `${origin}/node` }, { open });
  await expect(soapQuery.check(context)).rejects.toThrow(/999/);
});

test('a check shows how many rows came, or how an answer without a list begins', async () => {
  const { origin } = await serve(() => soapReply(pageOf(1)));
  const checked = (document: unknown) => {
    const { context } = benchFor(
      soapQuery,
      { ...common, endpoint: `${origin}/node` },
      {
        open: (message: RawMessage): Opened => ({ ...open(message), document }),
      },
    );
    return soapQuery.check(context);
  };
  expect(await checked({ Row: clues })).toEqual([expect.objectContaining({ ok: true, rows: 2 })]);
  expect(await checked({ Row: '' })).toEqual([
    expect.objectContaining({ ok: true, reply: expect.stringContaining('<RBSPMessage>') }),
  ]);
});

test('a service of .NET is asked by its SOAPAction with qualified arguments, and a wrong action is no passing trouble', async () => {
  const fault =
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode xmlns:a="http://schemas.microsoft.com/ws/2005/05/addressing/none">a:ActionNotSupported</faultcode><faultstring>The message cannot be processed at the receiver, due to a ContractFilter mismatch.</faultstring></s:Fault></s:Body></s:Envelope>';
  const { origin, heard } = await serve(({ headers, body }) => {
    if (headers.soapaction !== '"http://tempuri.org/IClues/Query"')
      return { status: 500, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: fault };
    const isKnown = /<(\w+):Query>.*<\1:DataObjectCode>QB_XS<\/\1:DataObjectCode>/s.test(body);
    return soapReply(isKnown ? pageOf(3) : 'the argument is null');
  });
  const settings = {
    ...common,
    endpoint: `${origin}/Clues.svc`,
    style: 'arguments',
    operation: 'Query',
    literal: true,
  };
  const named = { ...settings, namespace: 'http://tempuri.org/', soapAction: 'http://tempuri.org/IClues/Query' };
  await pollOnce(soapQuery, benchFor(soapQuery, named, { open }));
  expect(heard.at(-1)?.body).not.toContain('encodingStyle');
  await expect(pollOnce(soapQuery, benchFor(soapQuery, settings, { open }))).rejects.toThrow(ConfigurationError);
});
