import { createHmac } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { parseStringPromise } from 'xml2js';
import { startReceiver, whenDelivered } from './start-receiver.ts';
import { cityFile, type StartedSimulator, startSimulator } from './start-simulator.ts';

const bytes = Buffer.from('synthetic key of the tests');
const secret = `whsec_${bytes.toString('base64')}`;

const start = (receiver: string) =>
  startSimulator('intelligence', { CITY_FILE: cityFile(), HUB_RECEIVE_URL: receiver, INTEL_SECRET: secret });

interface Warning {
  yjxh: string;
  zt: string;
  czr: string | null;
  qssj: string | null;
  gxsj: string;
}

test('pushes signed batches of warnings, each warning with its updates', async () => {
  const receiver = await startReceiver(() => ({ status: 204 }));
  const intelligence = await start(receiver.url);
  const { accepted } = await whenDelivered(intelligence.url);
  const warnings: Warning[] = [];
  const ids = new Set<unknown>();
  for (const { headers, body } of receiver.received) {
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', bytes).update(signed).digest('base64')}`);
    expect(Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp']))).toBeLessThan(120);
    ids.add(headers['webhook-id']);
    const { data } = JSON.parse(body.toString()) as { data: { count: number; warnings: Warning[] } };
    expect(data.warnings.length).toBe(data.count);
    expect(data.count).toBeLessThanOrEqual(5);
    warnings.push(...data.warnings);
  }
  expect(ids.size).toBe(receiver.received.length);
  expect(warnings).toHaveLength(accepted);
  const states = new Map<string, string>();
  for (const { yjxh, zt, czr, qssj } of warnings) {
    expect(yjxh).toMatch(/^\d{4}A\d{11}$/);
    expect(czr === null).toBe(zt !== '3');
    expect(qssj === null).toBe(zt === '1');
    states.set(yjxh, (states.get(yjxh) ?? '') + zt);
  }
  expect(states.size).toBeGreaterThan(20);
  expect([...states.values()].filter((state) => state === '123').length).toBeGreaterThan(20);
  expect([...states.values()].every((state) => '123'.startsWith(state))).toBe(true);
});

test('repeats a message with its id, and gives up on one that is refused', async () => {
  let firstId: unknown;
  let refusedNumber: string | undefined;
  const receiver = await startReceiver(({ headers, body }, index) => {
    if (index === 0) {
      firstId = headers['webhook-id'];
      return { status: 500 };
    }
    const { data } = JSON.parse(body.toString()) as { data: { warnings: Warning[] } };
    refusedNumber ??= data.warnings[0]?.yjxh;
    return { status: data.warnings.some(({ yjxh }) => yjxh === refusedNumber) ? 422 : 200, body: '' };
  });
  const intelligence = await start(receiver.url);
  const { refused } = await whenDelivered(intelligence.url);
  expect(receiver.received[1]?.headers['webhook-id']).toBe(firstId);
  expect(refused).toBe(3);
  expect(intelligence.log()).toContain(`put aside ${refusedNumber}`);
});

test('does not start with a secret of another form', async () => {
  const environment = { CITY_FILE: cityFile(), HUB_RECEIVE_URL: 'http://127.0.0.1:1', INTEL_SECRET: 'plain' };
  await expect(startSimulator('intelligence', environment)).rejects.toThrow('whsec_');
});

let node: StartedSimulator;

beforeAll(async () => {
  const receiver = await startReceiver(() => ({ status: 204 }));
  node = await start(receiver.url);
});

const ask = (fields: Record<string, string>): Promise<Response> =>
  fetch(`${node.url}/node`, {
    method: 'POST',
    body: new URLSearchParams({
      SenderID: 'C99-00000001',
      ServiceID: 'S99-00000821',
      UserCardId: '990102199001010000',
      UserName: '测某试',
      UserDept: '990100000000',
      Method: 'Query',
      DataObjectCode: 'QB_XS',
      InfoCodeMode: '0',
      ...fields,
    }),
  });

/** The matrix without its markup. */
const matrix = async (response: Response): Promise<string[][]> => {
  expect(response.headers.get('content-type')).toMatch('text/xml');
  const { RBSPMessage } = await parseStringPromise(await response.text());
  const [value] = RBSPMessage.Method[0].Items[0].Item[0].Value;
  expect(value.$.Type).toBe('arrayOfArrayOf_string');
  return value.Row.map(({ Data }: { Data: string[] }) => Data);
};

test('answers a query of clues as a matrix', async () => {
  const [state, names = [], ...rows] = await matrix(await ask({}));
  expect(state?.[0]).toBe('000');
  expect(state).toHaveLength(names.length);
  expect(names).toContain('XSBH');
  expect(rows.length).toBeGreaterThan(15);
  const updates = rows.map((row) => String(row[names.indexOf('GXSJ')]));
  expect(updates).toEqual([...updates].sort());
});

test('takes a condition, chosen columns and pages', async () => {
  const all = await matrix(await ask({ RequiredItems: 'XSBH,GXSJ' }));
  expect(all[1]).toEqual(['XSBH', 'GXSJ']);
  const middle = String(all[10]?.[1]);
  const since = await matrix(await ask({ RequiredItems: 'XSBH,GXSJ', Condition: `(GXSJ>='${middle}') AND ZT<>'9'` }));
  expect(since.slice(2)).toEqual(all.slice(2).filter(([, at]) => String(at) >= middle));
  const page = { RequiredItems: 'XSBH,GXSJ', Method: 'PageQuery', RowsPerPage: '4' };
  const second = await matrix(await ask({ ...page, PageNum: '2' }));
  expect(second.slice(2)).toEqual(all.slice(6, 10));
  const like = await matrix(await ask({ Condition: "XM like '%某%'", RequiredItems: 'XM' }));
  expect(like.length).toBe(all.length);
  expect(await matrix(await ask({ Condition: "XSBH='none'", RequiredItems: 'XM' }))).toEqual([['000'], ['XM']]);
});

test('says in plain text that a service is not open', async () => {
  for (const fields of [{ ServiceID: 'S10-00000000' }, { SenderID: 'C99-99999999' }]) {
    const response = await ask(fields);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch('text/plain');
    expect(await response.text()).toMatch(/^SrcReceiver:/);
  }
});

test('refuses queries that cannot be answered with another code than 000', async () => {
  const wrong: Record<string, string>[] = [
    { Condition: 'XM' },
    { Condition: "NONE='1'" },
    { RequiredItems: 'NONE' },
    { UserCardId: '' },
    { DataObjectCode: 'A001' },
    { PageNum: '0' },
  ];
  for (const fields of wrong) expect((await matrix(await ask(fields)))[0]?.[0]).toBe('999');
});
