import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseStringPromise } from 'xml2js';
import { type Received, type Reply, startReceiver, whenDelivered } from './start-receiver.ts';
import { cityFile, startSimulator } from './start-simulator.ts';

const soap = (content: string, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body: `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${content}</soap:Body></soap:Envelope>`,
});

const result = (text: string): Reply =>
  soap(
    `<n:reportserviceResponse xmlns:n="http://server.tcwebservice.tc.com"><n:return>${text}</n:return></n:reportserviceResponse>`,
  );

const ok = result(
  '&lt;?xml version="1.0"?&gt;&lt;RBSPMessage&gt;&lt;Method&gt;&lt;Items&gt;&lt;Item&gt;&lt;Value&gt;&lt;Row&gt;&lt;Data&gt;000&lt;/Data&gt;&lt;/Row&gt;&lt;/Value&gt;&lt;/Item&gt;&lt;/Items&gt;&lt;/Method&gt;&lt;/RBSPMessage&gt;',
);

interface Row {
  table: string;
  state: string;
  columns: Record<string, string>;
}

/** Rows of a report, read out of its GB2312 bytes. */
const rowsOf = async ({ body, headers }: Received): Promise<Row[]> => {
  expect(headers['content-type']).toMatch(/charset=GB2312/i);
  expect(headers.soapaction).toBe('"urn:reportservice"');
  const envelope = await parseStringPromise(new TextDecoder('gb2312', { fatal: true }).decode(body));
  const call = envelope['soapenv:Envelope']['soapenv:Body'][0]['ser:reportservice'][0];
  const message = await parseStringPromise(call['ser:xml'][0]);
  const [method] = message.RBSPMessage.Method;
  expect(method.Name).toEqual(['Report']);
  const [alias, recorders] = method.Items[0].Item;
  expect(alias.Name).toEqual(['SysAlias']);
  expect(recorders.Value[0].$.Type).toBe('arrayOfArrayOf_string');
  return recorders.Value[0].Row.map((row: { $: Record<string, string>; Data: { $: Record<string, string> }[] }) => ({
    table: row.$.tablename,
    state: row.$.state,
    columns: row.Data[0]?.$ ?? {},
  }));
};

const start = (url: string, more: Record<string, string> = {}) =>
  startSimulator('incident', { CITY_FILE: cityFile(), HUB_RECEIVE_URL: url, ...more });

test('reports its history in order, each row first new and then changed', async () => {
  const receiver = await startReceiver(() => ok);
  const incident = await start(receiver.url);
  const { accepted, refused } = await whenDelivered(incident.url);
  const rows = (await Promise.all(receiver.received.map(rowsOf))).flat();
  expect(rows).toHaveLength(accepted);
  expect(refused).toBe(0);
  expect(accepted).toBeGreaterThan(60);
  const times = rows.map(({ columns }) => String(columns.CZSJ));
  expect(times).toEqual([...times].sort());
  for (const time of times) expect(time).toMatch(/^202603\d{11}$/);
  const seen = new Map<string, string[]>();
  for (const { table, state, columns } of rows) {
    const number = String(table === 'AGZX_TB_JCJXX' ? columns.JCJBH : columns.JBABH);
    expect(number).toMatch(table === 'AGZX_TB_JCJXX' ? /^S\d{31}$/ : /^J\d{22}$/);
    expect(columns.JJR ?? columns.JBMJ).toMatch(/^9901\d{6}(,9901\d{6})*$/);
    expect(columns.BJNR ?? columns.BANR).toMatch(/^[报]/);
    seen.set(number, [...(seen.get(number) ?? []), state]);
  }
  expect(new Set([...seen.values()].map(String))).toEqual(new Set(['i', 'i,u']));
});

test('goes on while the city lives, from where it stopped', async () => {
  const stateFile = join(tmpdir(), `incident-${process.pid}.json`);
  const receiver = await startReceiver(() => ok);
  try {
    const first = await start(receiver.url, { SIM_STATE_FILE: stateFile });
    const { accepted } = await whenDelivered(first.url);
    await first.orphan();
    const second = await startSimulator('incident', {
      CITY_FILE: cityFile('2026-03-04T12:00:00+08:00'),
      HUB_RECEIVE_URL: receiver.url,
      SIM_STATE_FILE: stateFile,
    });
    const later = await whenDelivered(second.url);
    expect(later.accepted).toBeGreaterThan(0);
    expect(later.accepted).toBeLessThan(accepted);
  } finally {
    rmSync(stateFile, { force: true });
  }
});

test('sends the same message again until it is taken', async () => {
  const fault = '<soap:Fault><faultcode>soap:Server</faultcode><faultstring>busy</faultstring></soap:Fault>';
  const troubles: Reply[] = [
    { status: 503, body: 'down', headers: { 'retry-after': '0' } },
    { status: 200, body: '<html>proxy</html' },
    soap(fault, 500),
  ];
  const receiver = await startReceiver((_, index) => troubles[index] ?? ok);
  const incident = await start(receiver.url);
  const { refused } = await whenDelivered(incident.url);
  expect(refused).toBe(0);
  const [a, b, c, d] = receiver.received.map(({ body }) => body.toString('hex'));
  expect([b, c, d]).toEqual([a, a, a]);
});

test('waits for a receiver that is not there yet', async () => {
  const incident = await start('http://127.0.0.1:1/receive');
  const { lastProblem, waiting } = await (async () => {
    for (;;) {
      const state = (await (await fetch(incident.url)).json()) as { lastProblem?: string; waiting: number };
      if (state.lastProblem) return state;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  expect(lastProblem).toBeTruthy();
  expect(waiting).toBeGreaterThan(0);
});

test('finds the one row that is refused, and puts only that aside', async () => {
  let bad: string | undefined;
  const receiver = await startReceiver(({ body }) => {
    const text = body.toString('latin1');
    bad ??= /JCJBH=&quot;(S\d+)&quot;/.exec(text)?.[1];
    return bad && text.includes(bad) ? result('001') : ok;
  });
  const incident = await start(receiver.url);
  const state = await whenDelivered(incident.url);
  expect(state.refused).toBeGreaterThan(0);
  expect(state.refused).toBeLessThanOrEqual(3);
  expect(incident.log()).toContain(`put aside ${bad}`);
  expect(state.accepted).toBeGreaterThan(60);
});
