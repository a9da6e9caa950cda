import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import iconv from 'iconv-lite';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import fileDrop from '../../connectors/file-drop.ts';
import type { RawMessage } from '../../hub/core/connector.ts';
import { ConfigurationError } from '../../hub/core/errors.ts';
import { benchFor, pollOnce, text } from './_context.ts';
import { cell, workbook } from './_workbook.ts';

const dropped = async (change: Record<string, unknown> = {}) => {
  const root = await mkdtemp(join(tmpdir(), 'hub-file-drop-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, 'in');
  await mkdir(folder);
  const put = async (path: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  const settings = { folder, settleSeconds: 0, ...change };
  const bench = benchFor(fileDrop, settings);
  return { root, folder, put, bench, settings };
};

const contentOf = (message: RawMessage | undefined) => (message ? JSON.parse(text(message)) : {});
const rowsOf = (messages: readonly RawMessage[]) => messages.flatMap((message) => contentOf(message).rows);

describe('tables', () => {
  test('rows of CSV in GBK come with the names of the first row, as text', async () => {
    const { put, bench } = await dropped();
    await put('接警单.csv', iconv.encode('接警单编号,警号,内容\r\nJ1,009901,"有人打架,\n测试"\r\nJ2,,\r\n\r\n', 'gbk'));
    const { messages } = await pollOnce(fileDrop, bench);
    expect(messages).toHaveLength(1);
    expect(contentOf(messages[0])).toEqual({
      file: { name: '接警单.csv', path: '接警单.csv', bytes: expect.any(Number), modifiedAt: expect.any(String) },
      from: 1,
      rows: [{ 接警单编号: 'J1', 警号: '009901', 内容: '有人打架,\n测试' }, { 接警单编号: 'J2' }],
    });
  });

  test.each([
    ['a byte-order mark', '\uFEFFa,b\n1,2\n', {}, [{ a: '1', b: '2' }]],
    ['another delimiter', 'a;b\n1,5;2\n', {}, [{ a: '1,5', b: '2' }]],
    ['titles above the names', '导出\n2024年1月\na,b\n1,2\n', { skipRows: 2 }, [{ a: '1', b: '2' }]],
    ['no names', '1,2\n', { hasHead: false }, [{ column1: '1', column2: '2' }]],
    ['names that repeat, or are missing', 'a,a,\n1,2,3\n', {}, [{ a: '1', a2: '2', column3: '3' }]],
    ['more cells than names', 'a\n1,2,3\n', {}, [{ a: '1', _beyond: ['2', '3'] }]],
    ['formulas', "a\n=cmd|' /C calc'!A0\n", {}, [{ a: "=cmd|' /C calc'!A0" }]],
    ['a column named like a trap', '__proto__,constructor\n1,2\n', {}, [{ constructor: '2' }]],
  ])('CSV with %s', async (_, content, change, rows) => {
    const { put, bench } = await dropped(change);
    await put('a.csv', content);
    const { messages } = await pollOnce(fileDrop, bench);
    expect(rowsOf(messages)).toMatchObject(rows);
  });

  test('rows come in bunches, and the names of two sheets stay apart', async () => {
    const { put, bench } = await dropped({ rowsPerMessage: 2 });
    const date = `<c r="C2" s="1"><v>45296.366770833331</v></c>`;
    await put(
      'a.xlsx',
      workbook({
        一月: `<row r="1">${cell('A1', '编号')}${cell('B1', '身份证')}${cell('C1', '时间')}</row><row r="2">${cell('A2', 'J1')}<c r="B2"><v>990106199001010012</v></c>${date}</row><row r="3">${cell('A3', 'J2')}</row><row r="4">${cell('A4', 'J3')}</row>`,
        二月: `<row r="1">${cell('A1', '编号')}</row><row r="2">${cell('A2', 'J4')}</row>`,
      }),
    );
    const { messages } = await pollOnce(fileDrop, bench);
    expect(messages.map(contentOf)).toMatchObject([
      {
        sheet: '一月',
        from: 1,
        rows: [{ 编号: 'J1', 身份证: '990106199001010012', 时间: '2024-01-05 08:48:09' }, { 编号: 'J2' }],
      },
      { sheet: '一月', from: 3, rows: [{ 编号: 'J3' }] },
      { sheet: '二月', from: 1, rows: [{ 编号: 'J4' }] },
    ]);
  });

  test('a line of JSON Lines that cannot be read costs no other line', async () => {
    const { put, bench } = await dropped();
    await put('a.jsonl', '{"a":1}\n{"a":\n\n{"a":9007199254740993}');
    const { messages } = await pollOnce(fileDrop, bench);
    expect(rowsOf(messages)).toMatchObject([{ a: 1 }, { unreadable: expect.stringContaining('line 2') }, {}]);
  });

  test('JSON and XML come as the bytes they are', async () => {
    const { put, bench } = await dropped();
    const gbk = iconv.encode('<?xml version="1.0" encoding="GBK"?><a>测试</a>', 'gbk');
    await put('a.xml', gbk);
    await put('b.json', '[{"a":1}]');
    const { messages } = await pollOnce(fileDrop, bench);
    expect(messages.map(({ contentType, subject }) => [contentType, subject])).toEqual(
      expect.arrayContaining([
        ['application/xml', 'a.xml'],
        ['application/json', 'b.json'],
      ]),
    );
    expect(Buffer.from(messages.find(({ subject }) => subject === 'a.xml')?.body ?? []).equals(gbk)).toBe(true);
  });
});

describe('when a file is taken', () => {
  test('not while it changes, not under the name of a file that is being written', async () => {
    const { put, bench } = await dropped({ settleSeconds: 3600, files: ['*'] });
    await put('a.csv', 'a\n1\n');
    expect((await pollOnce(fileDrop, bench)).messages).toEqual([]);

    const eager = await dropped({ files: ['*.csv*', '*.xlsx'] });
    for (const name of ['a.csv.part', 'b.csv.tmp', '~$c.xlsx', '.d.csv']) await eager.put(name, 'a\n1\n');
    await eager.put('empty.csv', '');
    expect((await pollOnce(fileDrop, eager.bench)).messages).toEqual([]);
  });

  test('when it was at rest since the last poll', async () => {
    const { put, bench } = await dropped({ settleSeconds: 10 });
    await put('a.csv', 'a\n1\n');
    const first = await pollOnce(fileDrop, bench);
    expect(first.messages).toEqual([]);
    const cursor = first.cursor as { waiting: Record<string, { since: number }> };
    for (const waiting of Object.values(cursor.waiting)) waiting.since -= 11_000;
    expect(rowsOf((await pollOnce(fileDrop, bench, cursor)).messages)).toEqual([{ a: '1' }]);
  });

  test('at the first look, when it lies there long enough: reading from the beginning finds it', async () => {
    const { put, bench } = await dropped({ settleSeconds: 10 });
    await put('a.csv', 'a\n1\n');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
    onTestFinished(() => void vi.useRealTimers());
    expect(rowsOf((await pollOnce(fileDrop, bench)).messages)).toEqual([{ a: '1' }]);
  });

  test('when its marker is there, where the other side writes one', async () => {
    const { put, bench, root, folder } = await dropped({ doneMarker: '.ok' });
    const moving = benchFor(fileDrop, {
      folder,
      settleSeconds: 0,
      doneMarker: '.ok',
      archiveFolder: join(root, 'done'),
    });
    await put('a.csv', 'a\n1\n');
    expect((await pollOnce(fileDrop, bench)).messages).toEqual([]);
    await put('a.csv.ok', '');
    expect((await pollOnce(fileDrop, moving)).messages).toHaveLength(1);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('afterwards', () => {
  test('a file is archived once all of it is stored, beside one of the same name', async () => {
    const { put, root, folder } = await dropped();
    const archiveFolder = join(root, 'done');
    const bench = benchFor(fileDrop, { folder, settleSeconds: 0, archiveFolder });
    await put('day/a.csv', 'a\n1\n');
    const first = await pollOnce(fileDrop, bench);
    await put('day/a.csv', 'a\n2\n');
    const second = await pollOnce(fileDrop, bench, first.cursor);
    expect([...rowsOf(first.messages), ...rowsOf(second.messages)]).toEqual([{ a: '1' }, { a: '2' }]);
    expect((await readdir(join(archiveFolder, 'day'))).sort()).toEqual(['a.2.csv', 'a.csv']);
    expect(await readdir(join(folder, 'day'))).toEqual([]);
  });

  test('one that stays is read again only when it changed', async () => {
    const { put, bench } = await dropped();
    await put('a.csv', 'a\n1\n');
    const first = await pollOnce(fileDrop, bench);
    const second = await pollOnce(fileDrop, bench, first.cursor);
    expect(second.messages).toEqual([]);
    await put('a.csv', 'a\n1\n22\n');
    expect(rowsOf((await pollOnce(fileDrop, bench, second.cursor)).messages)).toEqual([{ a: '1' }, { a: '22' }]);
  });

  test('a poll that was cut goes on in the middle of the file, and a crash before archiving is made good', async () => {
    const { put, root, folder } = await dropped();
    const archiveFolder = join(root, 'done');
    const bench = benchFor(fileDrop, { folder, settleSeconds: 0, archiveFolder, rowsPerMessage: 1 });
    await put('a.csv', 'a\n1\n2\n3\n');
    let cursor: unknown;
    for await (const page of fileDrop.poll?.(bench.context, undefined) ?? []) {
      cursor = JSON.parse(JSON.stringify(page.cursor));
      if (rowsOf(page.messages)[0]?.a === '2') break;
    }
    const rest: RawMessage[] = [];
    for await (const page of fileDrop.poll?.(bench.context, cursor) ?? []) {
      cursor = JSON.parse(JSON.stringify(page.cursor));
      rest.push(...page.messages);
      if (page.messages.length === 0) break;
    }
    expect(rowsOf(rest)).toEqual([{ a: '3' }]);
    expect(await readdir(folder)).toEqual(['a.csv']);
    expect((await pollOnce(fileDrop, bench, cursor)).messages).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    ['a workbook that is none', 'a.xlsx', 'no zip', /no \.xlsx/],
    ['a broken archive', 'a.xlsx', 'PK\u0003\u0004broken', /cannot be read/],
    ['CSV with a quote that never ends', 'a.csv', 'a\n"1\n', /quote/i],
    ['bytes of no charset', 'a.csv', Buffer.from([0x61, 0x0a, 0xff, 0xff, 0xff, 0x0a]), /not gb18030/],
  ])('%s goes aside with the reason, and the next file is read', async (_, name, content, reason) => {
    const { put, root, folder } = await dropped();
    const errorFolder = join(root, 'bad');
    const bench = benchFor(fileDrop, { folder, settleSeconds: 0, errorFolder });
    await put(name, content);
    await put('z.csv', 'a\n1\n');
    const { messages } = await pollOnce(fileDrop, bench);
    expect(messages.map(contentOf)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ unreadable: expect.stringMatching(reason) }),
        expect.objectContaining({ rows: [{ a: '1' }] }),
      ]),
    );
    expect((await readdir(errorFolder)).sort()).toEqual([name, `${name}.error.txt`]);
    expect(await readFile(join(errorFolder, `${name}.error.txt`), 'utf8')).toMatch(reason);
  });

  test('bytes that cannot be read far behind the beginning put the file aside, and end no process', async () => {
    const { put, root, folder } = await dropped();
    const errorFolder = join(root, 'bad');
    const bench = benchFor(fileDrop, { folder, settleSeconds: 0, errorFolder });
    const lines = Buffer.from(`a,b\n${'1,测试\n'.repeat(20_000)}`);
    await put('long.csv', Buffer.concat([lines, Buffer.from([0xff, 0xfe, 0x41, 0x0a])]));
    const { messages } = await pollOnce(fileDrop, bench);
    expect(messages.map(contentOf).at(-1)).toMatchObject({ unreadable: expect.stringContaining('the bytes are not') });
    expect((await readdir(errorFolder)).sort()).toEqual(['long.csv', 'long.csv.error.txt']);
  });

  test('a quote within a cell stays the letter it is', async () => {
    const { put, folder } = await dropped();
    await put('a.csv', 'id,said\n1,他说"你好"就走了\n2,"a ""b"""\n');
    const { messages } = await pollOnce(fileDrop, benchFor(fileDrop, { folder, settleSeconds: 0 }));
    expect(messages.map(contentOf)).toMatchObject([
      {
        rows: [
          { id: '1', said: '他说"你好"就走了' },
          { id: '2', said: 'a "b"' },
        ],
      },
    ]);
  });

  test('a workbook that unpacks to gigabytes, or names files outside, does no harm', async () => {
    const { put, root, folder } = await dropped();
    const errorFolder = join(root, 'bad');
    const bench = benchFor(fileDrop, { folder, settleSeconds: 0, errorFolder });
    await put('bomb.xlsx', zipSync({ 'xl/workbook.xml': [new Uint8Array(300 * 1024 * 1024), { level: 1 }] }));
    await put(
      'slip.xlsx',
      zipSync({ '../../slipped.xml': Buffer.from('<x/>'), '/tmp/hub-slipped.xml': Buffer.from('<x/>') }),
    );
    const before = process.memoryUsage().rss;
    const { messages } = await pollOnce(fileDrop, bench);
    expect(messages.map((message) => contentOf(message).unreadable)).toEqual(
      expect.arrayContaining([expect.stringMatching(/unpacks to more/), expect.any(String)]),
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
    await expect(stat('/tmp/hub-slipped.xml')).rejects.toThrow();
    expect(await readdir(root)).not.toContain('slipped.xml');
  });

  test('a folder that cannot be written to fails the check', async () => {
    const { settings, put, folder } = await dropped();
    await put('a.csv', 'a\n1\n');
    const change = { archiveFolder: join(folder, 'a.csv', 'done') };
    await expect(fileDrop.check(benchFor(fileDrop, { ...settings, ...change }).context)).rejects.toThrow(
      ConfigurationError,
    );
  });
});

test('a big file is read in bounded memory', async () => {
  const { put, bench } = await dropped({ rowsPerMessage: 1000 });
  const line = `${createHash('sha256').update('x').digest('hex')},009901,测试\n`;
  await put('big.csv', `a,b,c\n${line.repeat(200_000)}`);
  let [rows, most] = [0, 0];
  const before = process.memoryUsage().rss;
  for await (const page of fileDrop.poll?.(bench.context, undefined) ?? []) {
    rows += page.messages.reduce((sum, message) => sum + contentOf(message).rows.length, 0);
    most = Math.max(most, process.memoryUsage().rss - before);
  }
  expect(rows).toBe(200_000);
  expect(most).toBeLessThan(300 * 1024 * 1024);
});
