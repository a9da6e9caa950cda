import { describe, expect, test } from 'vitest';
import restPoll from '../../connectors/rest-poll.ts';
import type { Opened, RawMessage } from '../../hub/core/connector.ts';
import { ConfigurationError, RetriableError } from '../../hub/core/errors.ts';
import { benchFor, pollOnce, text } from './_context.ts';
import { type Answer, type Heard, serve } from './_server.ts';

interface CaseRow {
  ajbh: string;
  gxsj: string;
}

/** As the mapping of this source: success is the code, the first row is the count. */
const open = (message: RawMessage): Opened => {
  const document = JSON.parse(text(message)) as { code: string; data: [{ totalSize: number }, ...CaseRow[]] };
  if (document.code !== '10000') throw new ConfigurationError(`code ${document.code}`);
  const [count, ...rows] = document.data;
  return { rows, total: count.totalSize, document };
};

/** As a mapping whose reply states no total. */
const openWithoutTotal = (message: RawMessage): Opened => {
  const { rows, document } = open(message);
  return { rows, document };
};

const compact = (minutesAgo: number): string =>
  new Date(Date.now() + 8 * 3_600_000 - minutesAgo * 60_000).toISOString().slice(0, 19).replace(/\D/g, '');

interface Service {
  rows: CaseRow[];
  token: string;
  /** Called before each page is answered. */
  before?: (heard: Heard) => void;
  mostPerPage?: number;
}

const answerRows = (service: Service, heard: Heard): Answer => {
  service.before?.(heard);
  if (heard.headers.identitytoken !== service.token) return { status: 401, body: '{}' };
  const { start, end, pageNum, pageSize } = JSON.parse(heard.body);
  const size = Math.min(pageSize, service.mostPerPage ?? pageSize);
  const found = service.rows
    .filter(({ gxsj }) => gxsj >= start && gxsj <= end)
    .sort((left, right) => (left.gxsj < right.gxsj ? -1 : 1));
  const page = found.slice((pageNum - 1) * size, pageNum * size);
  const data = [{ totalSize: found.length }, ...page];
  return {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: '10000', message: '成功', data }),
  };
};

const resource = async (service: Service) => {
  const logins: Heard[] = [];
  const { origin, heard } = await serve((call) => {
    if (call.path !== '/token') return answerRows(service, call);
    logins.push(call);
    const isRight = JSON.parse(call.body).password === 'right "password"';
    return { body: JSON.stringify({ meta: { status: 0 }, data: isRight ? { identitytoken: service.token } : {} }) };
  });
  const settings = {
    url: `${origin}/case`,
    body: '{"start":"{from}","end":"{to}","pageNum":{page},"pageSize":{size}}',
    tokenUrl: `${origin}/token`,
    user: 'hub',
    password: 'right "password"',
    timeFormat: 'yyyyMMddHHmmss',
    cursorField: 'gxsj',
    historyDays: 1,
    pageSize: 3,
    requestsPerSecond: 1000,
  };
  return { settings, heard, logins, origin };
};

const numbersOf = (messages: readonly RawMessage[]): string[] =>
  messages.flatMap((message) => open(message).rows.map((row) => (row as CaseRow).ajbh));

describe('reading', () => {
  test('signs in once, turns pages to the stated total, and gives each reply as it came', async () => {
    const rows = Array.from({ length: 7 }, (_, index) => ({ ajbh: `A${index}`, gxsj: compact(60 - index) }));
    const { settings, heard, logins } = await resource({ rows, token: 't1' });
    const { messages } = await pollOnce(restPoll, benchFor(restPoll, settings, { open }));
    expect(numbersOf(messages)).toEqual(rows.map(({ ajbh }) => ajbh));
    expect(messages).toHaveLength(3);
    expect(messages[0]).toMatchObject({ contentType: 'application/json' });
    expect(logins).toHaveLength(1);
    expect(heard[1]?.headers['content-type']).toBe('application/json');
  });

  test('without a total it turns pages to an empty one, even when pages are smaller than asked for', async () => {
    const rows = Array.from({ length: 7 }, (_, index) => ({ ajbh: `A${index}`, gxsj: compact(60 - index) }));
    const { settings } = await resource({ rows, token: 't1', mostPerPage: 2 });
    const bench = benchFor(restPoll, { ...settings, pageSize: 100 }, { open: openWithoutTotal });
    const { messages } = await pollOnce(restPoll, bench);
    expect(numbersOf(messages)).toEqual(rows.map(({ ajbh }) => ajbh));
  });

  test('a row that slips between pages while they are turned is found by reading again', async () => {
    const rows = Array.from({ length: 6 }, (_, index) => ({ ajbh: `A${index}`, gxsj: compact(60 - index) }));
    const service: Service = { rows, token: 't1' };
    let hasMoved = false;
    service.before = (heard) => {
      if (hasMoved || !heard.body.includes('"pageNum":2')) return;
      hasMoved = true;
      // A0 is updated to a time behind the window: A3 moves from page 2 to page 1, which was read already.
      service.rows = service.rows.map((row) => (row.ajbh === 'A0' ? { ...row, gxsj: compact(-60) } : row));
    };
    const { settings } = await resource(service);
    const { messages } = await pollOnce(restPoll, benchFor(restPoll, settings, { open }));
    expect(new Set(numbersOf(messages))).toEqual(new Set(['A0', 'A1', 'A2', 'A3', 'A4', 'A5']));
  });

  test('it is found where no total is stated too', async () => {
    const rows = Array.from({ length: 6 }, (_, index) => ({ ajbh: `A${index}`, gxsj: compact(60 - index) }));
    const service: Service = { rows, token: 't1' };
    let hasMoved = false;
    service.before = (heard) => {
      if (hasMoved || !heard.body.includes('"pageNum":2')) return;
      hasMoved = true;
      service.rows = service.rows.map((row) => (row.ajbh === 'A0' ? { ...row, gxsj: compact(-60) } : row));
    };
    const { settings } = await resource(service);
    const { messages } = await pollOnce(restPoll, benchFor(restPoll, settings, { open: openWithoutTotal }));
    expect(new Set(numbersOf(messages))).toEqual(new Set(['A0', 'A1', 'A2', 'A3', 'A4', 'A5']));
  });

  test('the position follows the clock of the other side, and the next poll brings only news', async () => {
    const rows = [{ ajbh: 'A1', gxsj: compact(200) }];
    const service: Service = { rows, token: 't1' };
    const { settings, heard } = await resource(service);
    const bench = benchFor(restPoll, settings, { open });
    const first = await pollOnce(restPoll, bench);
    expect(numbersOf(first.messages)).toEqual(['A1']);
    const callsOfFirst = heard.length;
    const second = await pollOnce(restPoll, bench, first.cursor);
    expect(second.messages).toEqual([]);
    // Ten minutes of overlap before the last row, whatever our own clock says.
    const start = heard
      .slice(callsOfFirst)
      .map(({ body }) => JSON.parse(body).start)
      .find((from) => from !== undefined);
    expect(start <= compact(209) && start >= compact(212)).toBe(true);
    service.rows = [...rows, { ajbh: 'A2', gxsj: compact(150) }];
    const third = await pollOnce(restPoll, bench, second.cursor);
    expect(numbersOf(third.messages)).toContain('A2');
  });

  test('pages of an answer that states its total come all or none, so that its sum can be held against it', async () => {
    const rows = ['A1', 'A2', 'A3', 'A4'].map((ajbh, index) => ({ ajbh, gxsj: compact(205 - index) }));
    const service: Service = { rows, token: 't1' };
    const { settings } = await resource(service);
    const bench = benchFor(restPoll, settings, { open });
    const first = await pollOnce(restPoll, bench);
    service.rows = [...rows, { ajbh: 'A5', gxsj: compact(201) }];
    const second = await pollOnce(restPoll, bench, first.cursor);
    expect(numbersOf(second.messages)).toEqual(['A1', 'A2', 'A3', 'A4', 'A5']);
    expect((await pollOnce(restPoll, bench, second.cursor)).messages).toEqual([]);
  });

  test('an address without a time window is read whole, and is news only when it changed', async () => {
    const rows = [{ ajbh: 'A1' }];
    const { origin } = await serve(() => ({ body: JSON.stringify(rows) }));
    const bench = benchFor(restPoll, { url: `${origin}/all`, method: 'GET', requestsPerSecond: 1000 });
    const first = await pollOnce(restPoll, bench);
    expect(first.messages).toHaveLength(1);
    const second = await pollOnce(restPoll, bench, first.cursor);
    expect(second.messages).toHaveLength(0);
    rows.push({ ajbh: 'A2' });
    const third = await pollOnce(restPoll, bench, second.cursor);
    expect(third.messages).toHaveLength(1);
  });

  test('values in an address are URL-encoded', async () => {
    const { origin, heard } = await serve(() => ({ body: '[]' }));
    const settings = { url: `${origin}/jqxx?from={from}&page={page}`, method: 'GET', historyDays: 0 };
    await pollOnce(restPoll, benchFor(restPoll, settings));
    expect(heard[0]?.query.get('from')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });
});

describe('tokens', () => {
  test('an expired token is renewed once and the call repeated', async () => {
    const service: Service = { rows: [], token: 't1' };
    const { settings, logins } = await resource(service);
    service.before = () => {
      if (logins.length === 1) service.token = 't2';
    };
    await pollOnce(restPoll, benchFor(restPoll, settings, { open }));
    expect(logins).toHaveLength(2);
  });

  test('an expired token may be told with HTTP 200', async () => {
    let calls = 0;
    const { origin, heard } = await serve(({ path }) => {
      if (path === '/token') return { body: '{"data":{"identitytoken":"t"}}' };
      calls += 1;
      return { body: calls === 1 ? '{"code":"10401"}' : '{"code":"10000","data":[{"totalSize":0}]}' };
    });
    const settings = {
      url: `${origin}/case`,
      tokenUrl: `${origin}/token`,
      expiredIf: '"code":"10401"',
      historyDays: 0,
    };
    await pollOnce(restPoll, benchFor(restPoll, settings, { open }));
    expect(heard.filter(({ path }) => path === '/token')).toHaveLength(2);
  });

  test('a fresh token that is refused pauses the source', async () => {
    const { origin } = await serve(({ path }) =>
      path === '/token' ? { body: '{"data":{"identitytoken":"t"}}' } : { status: 401 },
    );
    const bench = benchFor(restPoll, { url: `${origin}/case`, tokenUrl: `${origin}/token` }, { open });
    await expect(pollOnce(restPoll, bench)).rejects.toThrow(ConfigurationError);
  });

  test('a wrong password fails the check and is not told', async () => {
    const { settings } = await resource({ rows: [], token: 't1' });
    const { context } = benchFor(restPoll, { ...settings, password: 'wrong-one' }, { open });
    const error = await restPoll.check(context).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).not.toContain('wrong-one');
    expect(error).toMatchObject({ detail: { reply: '{"meta":{"status":0},"data":{}}' } });
  });

  test('a check counts rows, and shows a refusal that came with HTTP 200', async () => {
    let body = JSON.stringify({ code: 0, list: [{ id: '1' }, { id: '2' }] });
    const { origin } = await serve(() => ({ body }));
    const open = (message: RawMessage): Opened => {
      const document = JSON.parse(text(message)) as { list?: unknown[] };
      return { rows: document.list ?? [], document };
    };
    const { context } = benchFor(restPoll, { url: `${origin}/rows`, method: 'GET' }, { open });
    expect(await restPoll.check(context)).toMatchObject([{ step: 'call', ok: true, rows: 2 }]);
    body = '{"code":401,"msg":"no right"}';
    expect(await restPoll.check(context)).toMatchObject([{ ok: true, doubt: 'no-list', reply: body }]);
  });
});

describe('trouble', () => {
  test('the predicate of the mapping has the word: HTTP 200 proves nothing', async () => {
    const { origin } = await serve(() => ({ body: '{"code":"10500"}' }));
    const bench = benchFor(restPoll, { url: `${origin}/case` }, { open });
    await expect(pollOnce(restPoll, bench)).rejects.toThrow(/10500/);
  });

  test.each([
    [429, { 'retry-after': '3' }, RetriableError],
    [502, {}, RetriableError],
    [404, {}, ConfigurationError],
    [403, {}, ConfigurationError],
    [302, { location: 'http://elsewhere.invalid/' }, ConfigurationError],
  ])('HTTP %i', async (status, headers, expected) => {
    const { origin } = await serve(() => ({ status, headers: headers as Record<string, string> }));
    const bench = benchFor(restPoll, { url: `${origin}/case` }, { open });
    await expect(pollOnce(restPoll, bench)).rejects.toThrow(expected);
  });

  test('a server that gives the same page for every number is found out', async () => {
    const data = [{ totalSize: 100 }, { ajbh: 'A1' }, { ajbh: 'A2' }];
    const { origin } = await serve(() => ({ body: JSON.stringify({ code: '10000', data }) }));
    const bench = benchFor(restPoll, { url: `${origin}/case`, body: '{"p":{page}}', pageSize: 2 }, { open });
    await expect(pollOnce(restPoll, bench)).rejects.toThrow(/does not turn pages|earlier one/);
  });

  test('a full reply to a request that names its size and no page is not taken for all', async () => {
    const { origin } = await serve(() => ({
      body: JSON.stringify({ code: '10000', data: [{}, { ajbh: 'A1' }, { ajbh: 'A2' }] }),
    }));
    const bench = (pageSize: number) =>
      benchFor(
        restPoll,
        { url: `${origin}/case`, body: '{"a":"{from}","n":{size}}', historyDays: 0, pageSize },
        { open },
      );
    await expect(pollOnce(restPoll, bench(2))).rejects.toThrow(/more rows/);
    expect((await pollOnce(restPoll, bench(3))).messages).toHaveLength(1);
  });

  test('more rows than one reply holds, and no page in the request, pause the source', async () => {
    const data = [{ totalSize: 3 }, { ajbh: 'A1' }];
    const { origin } = await serve(() => ({ body: JSON.stringify({ code: '10000', data }) }));
    const bench = benchFor(
      restPoll,
      { url: `${origin}/case`, body: '{"a":"{from}"}', historyDays: 0, requestsPerSecond: 1000 },
      { open },
    );
    await expect(pollOnce(restPoll, bench)).rejects.toThrow(/more rows/);
  });

  test('an unknown placeholder names those that are known', async () => {
    const { origin } = await serve(() => ({ body: '{}' }));
    const { context } = benchFor(restPoll, { url: `${origin}/case`, body: '{"a":"{since}"}' }, { open });
    await expect(restPoll.check(context)).rejects.toMatchObject({ remedy: expect.stringContaining('{from}') });
  });
});
