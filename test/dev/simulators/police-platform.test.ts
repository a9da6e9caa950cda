import { beforeAll, expect, test } from 'vitest';
import { type Received, startReceiver } from './start-receiver.ts';
import { cityFile, type StartedSimulator, startSimulator } from './start-simulator.ts';

let platform: StartedSimulator;
let asked: Received[];

beforeAll(async () => {
  const hub = await startReceiver(() => ({
    status: 201,
    body: JSON.stringify({ token: 'synthetic-grant', expiresAt: '2026-03-04T10:02:00+08:00' }),
  }));
  asked = hub.received;
  platform = await startSimulator('police-platform', {
    CITY_FILE: cityFile(),
    HUB_URL: new URL(hub.url).origin,
    HUB_API_KEY: 'synthetic-api-key',
  });
});

const tokenPath = '/restcloud/fh_gateway/v1/auth/apitokenxx';
const credentials = 'appid=footage-hub&appsecret=synthetic-secret';

const tokenOf = async ({ url }: StartedSimulator): Promise<string> => {
  const answer = (await (await fetch(`${url}${tokenPath}?${credentials}`)).json()) as {
    meta: { status: number; message: string };
    data: { identitytoken: string };
  };
  expect(answer.meta).toEqual({ status: 0, message: 'ok' });
  return answer.data.identitytoken;
};

interface Answer {
  code: string;
  message: string;
  seqid: string;
  data: [{ totalSize: number }, ...Record<string, string>[]];
}

const query = async (body: unknown, token?: string, at = platform): Promise<Answer> => {
  const response = await fetch(`${at.url}/restcloud/fh_gateway/v1/zyk/ajxx`, {
    method: 'POST',
    headers: { identitytoken: token ?? (await tokenOf(at)) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
};

test('gives a token by GET, form and JSON, and none for wrong credentials', async () => {
  const url = platform.url + tokenPath;
  const form = await (await fetch(url, { method: 'POST', body: new URLSearchParams(credentials) })).json();
  expect(form).toMatchObject({ meta: { status: 0 } });
  const json = JSON.stringify({ appid: 'footage-hub', appsecret: 'synthetic-secret' });
  expect(await (await fetch(url, { method: 'POST', body: json })).json()).toMatchObject({ meta: { status: 0 } });
  expect(await (await fetch(`${url}?appid=footage-hub&appsecret=x`)).json()).toMatchObject({ data: null });
});

test('data[0] is the count, whatever the page', async () => {
  const { code, seqid, data } = await query({ pageNum: 2, pageSize: 10 });
  const [count, ...rows] = data;
  expect(code).toBe('10000');
  expect(seqid).toMatch(/^[0-9a-f]{32}$/);
  expect(count.totalSize).toBeGreaterThan(20);
  expect(rows).toHaveLength(10);
  const { data: beyond } = await query({ pageNum: 100, pageSize: 10 });
  expect(beyond).toEqual([count]);
});

test('rows have the quirks of the real ones', async () => {
  const {
    data: [, ...rows],
  } = await query({ pageSize: 500 });
  for (const row of rows) {
    expect(row.ajbh).toMatch(/^A\d{12}\d{6}\d{4}$/);
    expect(row.xbrjh).toMatch(/^(,\d{6})+$/);
    expect(row.zhuybaryjh).toMatch(/^\d{6}$/);
    expect(row.jjshoulbh).toMatch(/^\d{30}$/);
  }
  expect(rows.some(({ ab, anjztmc }) => ab === ':dict.AB' || anjztmc === ':dict.AJZT')).toBe(true);
  expect(new Set(rows.map(({ anjztmc }) => anjztmc)).size).toBeGreaterThan(1);
});

test('the window on the time of update has both its ends', async () => {
  const {
    data: [, ...rows],
  } = await query({ pageSize: 500 });
  const updates = rows.map(({ gxsj }) => String(gxsj));
  expect(updates).toEqual([...updates].sort());
  const [from, to] = [updates[3], updates[7]];
  const {
    data: [, ...inside],
  } = await query({ pageSize: 500, gxsj_q: from, gxsj_z: to });
  expect(inside).toEqual(rows.filter(({ gxsj = '' }) => gxsj >= String(from) && gxsj <= String(to)));
  const { data: one } = await query({ ajbh: rows[0]?.ajbh });
  expect(one).toHaveLength(2);
});

test('failures are codes inside HTTP 200, an expired token too', async () => {
  expect((await query({}, 'none')).code).toBe('10401');
  expect((await query('{')).code).toBe('10400');
  expect((await query({ pageSize: 0 })).code).toBe('10400');
  expect((await query({ gxsj_q: 'yesterday' })).code).toBe('10400');
  const brief = await startSimulator('police-platform', { CITY_FILE: cityFile(), PLATFORM_TOKEN_SECONDS: '0.001' });
  const token = await tokenOf(brief);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await query({}, token, brief)).code).toBe('10401');
});

test('distributes calls by the other gateway', async () => {
  const headers = { identitytoken: await tokenOf(platform) };
  const get = async (search: string) =>
    (await (await fetch(`${platform.url}/fsga/distribute/jqxx${search}`, { headers })).json()) as {
      success: boolean;
      code: string;
      results: { pageNum: number; list: Record<string, string | number>[] };
    };
  const { success, code, results } = await get('?pageNum=0&pageSize=20');
  expect([success, code, results.pageNum]).toEqual([true, '200', 0]);
  expect(results.list).toHaveLength(20);
  const numbers = new Set<unknown>();
  for (const row of results.list) {
    expect(row.ajbh).toMatch(/^J\d{12}\d{6}\d{6}$/);
    expect(row.sl_bjslh).toMatch(/^\d{25}$/);
    expect(row.sl_cjry).toMatch(/^(\d{6}(,\d{6})*)?$/);
    expect(Number(row.reserver3)).toBeGreaterThan(Number(row.reserver4));
    numbers.add(row.ajbh);
  }
  expect(numbers.size).toBe(20);
  const second = await get('?pageNum=1&pageSize=20');
  expect(second.results.list[0]?.ajbh).not.toBe(results.list[0]?.ajbh);
  expect(await get('?pageNum=x')).toMatchObject({ success: false });
});

test('the page of a case embeds its footage with a grant for the person at the screen', async () => {
  const {
    data: [, first],
  } = await query({ pageSize: 1 });
  const ajbh = String(first?.ajbh);
  const before = asked.length;
  const page = await (await fetch(`${platform.url}/cases/${ajbh}`, { headers: { cookie: 'user=009905' } })).text();
  expect(page).toContain(`<linked-footage system="case" record="${ajbh}" grant="synthetic-grant">`);
  expect(page).toMatch(/<script type="module" src="http:\/\/127\.0\.0\.1:\d+\/embed\/v1\.js"/);
  const [request] = asked.slice(before);
  expect(request?.headers.authorization).toBe('Bearer synthetic-api-key');
  expect(JSON.parse(String(request?.body))).toEqual({
    system: 'case',
    record: ajbh,
    person: { policeId: '009905', name: expect.any(String) },
    origin: platform.url,
    extent: 'clip',
    purpose: '办案查阅',
  });
  expect((await fetch(`${platform.url}/cases/A0`)).status).toBe(404);
});

test('the list has a badge a row and one grant for all of them', async () => {
  const before = asked.length;
  const page = await (await fetch(platform.url)).text();
  const badges = [...page.matchAll(/<footage-badge system="case" record="(A\d+)" grant="synthetic-grant">/g)];
  expect(badges).toHaveLength(15);
  expect(page).not.toContain(':dict.');
  expect(page).toContain('.box>h2{');
  expect(asked.length).toBe(before + 1);
  const { records } = JSON.parse(String(asked[before]?.body)) as { records: string[] };
  expect(records).toEqual(badges.map(([, ajbh]) => ajbh));
  const found = await (await fetch(`${platform.url}/?q=${encodeURIComponent('<b>')}`)).text();
  expect(found).toContain('value="&lt;b&gt;"');
  expect(found).toContain('没有符合条件的案件');
});

test('works without the hub and says so', async () => {
  const alone = await startSimulator('police-platform', {
    CITY_FILE: cityFile(),
    HUB_URL: 'http://127.0.0.1:1',
    HUB_API_KEY: 'synthetic-api-key',
  });
  const list = await (await fetch(alone.url)).text();
  expect(list).toContain('视音频关联服务无法连接');
  expect(list).not.toContain('<footage-badge');
  const [, ajbh] = /href="\/cases\/(A\d+)"/.exec(list) ?? [];
  const page = await (await fetch(`${alone.url}/cases/${ajbh}`)).text();
  expect(page).toContain('视音频关联服务无法连接');
  expect(page).toContain('简要案情');
  expect(page).not.toContain('/embed/v1.js');
});

test('a case entered by hand is there at once, with its call', async () => {
  const open = (body: unknown): Promise<Response> =>
    fetch(`${platform.url}/sim/cases`, { method: 'POST', body: JSON.stringify(body) });
  const good = { callNumber: '990100202603040900000000000001', org: '990102000000', leadOfficer: '009905' };
  const response = await open(good);
  expect(response.status).toBe(201);
  const { ajbh } = (await response.json()) as { ajbh: string };
  const {
    data: [count, row],
  } = await query({ ajbh });
  expect(count).toEqual({ totalSize: 1 });
  expect(row).toMatchObject({ jjshoulbh: good.callNumber, zhuybaryjh: '009905', anjztmc: '已立案' });
  expect((await fetch(`${platform.url}/cases/${ajbh}`)).status).toBe(200);
  const wrong = await open({ ...good, leadOfficer: '123456' });
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain('123456');
});
