import { appendFile, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import iconv from 'iconv-lite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type FolderPosition, overlapMs } from '../../connectors/_folder-watch/position.ts';
import { fitsFolder } from '../../connectors/_kit/folder-walk.ts';
import folderWatch from '../../connectors/folder-watch.ts';
import type { RawMessage } from '../../hub/core/connector.ts';
import { ConfigurationError } from '../../hub/core/errors.ts';
import { benchFor, pollOnce, text } from './_context.ts';

const watched = async (change: Record<string, unknown> = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-folder-watch-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const put = async (path: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  const bench = benchFor(folderWatch, { folder, settleSeconds: 0, ...change });
  return { folder, put, bench };
};

const contentOf = (message: RawMessage | undefined): Record<string, unknown> =>
  message ? JSON.parse(text(message)) : {};

describe('a message', () => {
  test('is the sidecar with the facts of the file', async () => {
    const { folder, put, bench } = await watched();
    await put('20240105/room 1.mp4', 'video bytes');
    await put('20240105/room 1.json', '{"recordNo":"R1","officers":["009901"]}');
    const { messages } = await pollOnce(folderWatch, bench);
    expect(messages).toHaveLength(1);
    const path = join(folder, '20240105/room 1.mp4');
    expect(contentOf(messages[0])).toEqual({
      recordNo: 'R1',
      officers: ['009901'],
      file: {
        path,
        name: 'room 1.mp4',
        folder: '20240105',
        url: expect.stringMatching(/^file:\/\/.*room%201\.mp4$/),
        bytes: 11,
        modifiedAt: expect.stringMatching(/Z$/),
      },
    });
  });

  test.each([
    [
      'xml in GBK',
      'a.xml',
      iconv.encode('<?xml version="1.0" encoding="GBK"?><rec><jyxm>测试</jyxm></rec>', 'gbk'),
      { rec: { jyxm: '测试' } },
    ],
    [
      'lines',
      'a.txt',
      '; comment\n[room]\njyxm=测试\nkssj: 2024-01-05 08:48:09\n',
      { jyxm: '测试', kssj: '2024-01-05 08:48:09' },
    ],
    ['a list', 'a.json', '[1,2]', { sidecar: [1, 2] }],
    ['a name with both extensions', 'a.mp4.json', '{"x":1}', { x: 1 }],
  ])('reads a sidecar of %s', async (_, name, content, expected) => {
    const { put, bench } = await watched();
    await put('a.mp4', 'video');
    await put(name, content);
    const { messages } = await pollOnce(folderWatch, bench);
    expect(contentOf(messages[0])).toMatchObject(expected);
  });

  test('brings a sidecar that cannot be read, with what is wrong, for the mapping to refuse', async () => {
    const { put, bench } = await watched();
    await put('a.mp4', 'video');
    await put('a.json', '{"a":1,}');
    const { messages } = await pollOnce(folderWatch, bench);
    expect(contentOf(messages[0])).toMatchObject({ unreadable: expect.any(String), text: '{"a":1,}' });
  });
});

describe('waiting', () => {
  test('a file that still grows, a sidecar that is absent or half written, a .part: nothing comes yet', async () => {
    const { folder, put, bench } = await watched({ settleSeconds: 3600 });
    await put('growing.mp4', 'video');
    await put('growing.json', '{}');
    const { messages, cursor } = await pollOnce(folderWatch, bench);
    expect(messages).toEqual([]);
    await appendFile(join(folder, 'growing.mp4'), 'more');
    expect((await pollOnce(folderWatch, bench, cursor)).messages).toEqual([]);

    const eager = await watched();
    await eager.put('alone.mp4', 'video');
    await eager.put('half.mp4', 'video');
    await eager.put('half.json', '{"recordNo":"R1"');
    await eager.put('part.mp4.part', 'video');
    await eager.put('part.json', '{}');
    await eager.put('empty.mp4', '');
    await eager.put('empty.json', '{}');
    const first = await pollOnce(folderWatch, eager.bench);
    expect(first.messages).toEqual([]);
    await eager.put('half.json', '{"recordNo":"R1"}');
    const second = await pollOnce(folderWatch, eager.bench, first.cursor);
    expect(second.messages.map(contentOf)).toMatchObject([{ recordNo: 'R1' }]);
  });

  test('a recording that was quiet since the last poll comes with the next', async () => {
    const { put, bench } = await watched({ settleSeconds: 1 });
    await put('a.mp4', 'video');
    await put('a.json', '{}');
    const first = await pollOnce(folderWatch, bench);
    expect(first.messages).toEqual([]);
    const cursor = first.cursor as { waiting: Record<string, { facts: string; since: number }> };
    for (const waiting of Object.values(cursor.waiting)) waiting.since -= 2000;
    expect((await pollOnce(folderWatch, bench, cursor)).messages).toHaveLength(1);
  });

  test('a recording without sidecar comes by itself when the wait is over', async () => {
    const { put, bench } = await watched({ sidecarWaitMinutes: 5 });
    await put('a.mp4', 'video');
    const first = await pollOnce(folderWatch, bench);
    expect(first.messages).toEqual([]);
    const cursor = first.cursor as { waiting: Record<string, { since: number }> };
    for (const waiting of Object.values(cursor.waiting)) waiting.since -= 6 * 60_000;
    const second = await pollOnce(folderWatch, bench, cursor);
    expect(contentOf(second.messages[0])).toMatchObject({ file: { name: 'a.mp4' } });
  });
});

describe('the position', () => {
  test('brings each recording once, and again when it or its sidecar changed', async () => {
    const { put, bench } = await watched();
    await put('a.mp4', 'video');
    await put('a.json', '{"v":1}');
    const first = await pollOnce(folderWatch, bench);
    expect(first.messages).toHaveLength(1);
    const second = await pollOnce(folderWatch, bench, first.cursor);
    expect(second.messages).toEqual([]);
    await put('a.json', '{"v":22}');
    const third = await pollOnce(folderWatch, bench, second.cursor);
    expect(third.messages.map(contentOf)).toMatchObject([{ v: 22 }]);
  });

  test('finds a file that was copied in with an old time', async () => {
    const { folder, put, bench } = await watched();
    await put('new.mp4', 'video');
    await put('new.json', '{}');
    const { cursor } = await pollOnce(folderWatch, bench);
    await put('old.mp4', 'video');
    await put('old.json', '{"old":true}');
    const longAgo = new Date('2024-01-05T08:48:09+08:00');
    for (const name of ['old.mp4', 'old.json']) await utimes(join(folder, name), longAgo, longAgo);
    const { messages } = await pollOnce(folderWatch, bench, cursor);
    expect(messages.map(contentOf)).toMatchObject([{ old: true }]);
  });

  test('finds what lies in a folder that is moved in, whenever it was written', async () => {
    const { folder, put, bench } = await watched();
    const { folder: elsewhere, put: putElsewhere } = await watched();
    await put('day/a.mp4', 'video');
    await put('day/a.json', '{"recordNo":"R1"}');
    await putElsewhere('case/room/b.mp4', 'video');
    await putElsewhere('case/room/b.json', '{"recordNo":"R2"}');
    const { cursor } = await pollOnce(folderWatch, bench);
    await pause(20);
    const later = { ...(cursor as FolderPosition), at: Date.now() + overlapMs, seen: {} };
    expect((await pollOnce(folderWatch, bench, later)).messages).toEqual([]);
    await pause(20);
    await rename(join(elsewhere, 'case'), join(folder, 'case'));
    const { messages } = await pollOnce(folderWatch, bench, later);
    expect(messages.map((message) => contentOf(message).recordNo)).toEqual(['R2']);
  });

  test('a large folder comes in pages, and goes on from the last that was stored', async () => {
    const { put, bench } = await watched();
    for (let index = 0; index < 230; index += 1) {
      await put(`${index}.mp4`, 'video');
      await put(`${index}.json`, `{"n":${index}}`);
    }
    const came: unknown[] = [];
    let cursor: unknown;
    for await (const page of folderWatch.poll?.(bench.context, undefined) ?? []) {
      came.push(...page.messages.map((message) => contentOf(message).n));
      cursor = JSON.parse(JSON.stringify(page.cursor));
      break;
    }
    expect(came).toHaveLength(100);
    const rest = await pollOnce(folderWatch, bench, cursor);
    expect(rest.messages).toHaveLength(130);
    expect(new Set([...came, ...rest.messages.map((message) => contentOf(message).n)]).size).toBe(230);
  });

  test('looks into the folders of the pattern only, and follows no links out of it', async () => {
    const outside = await watched();
    await outside.put('secret.mp4', 'video');
    await outside.put('secret.json', '{"n":"outside"}');
    const { folder, put, bench } = await watched({ subfolders: 'media/*' });
    for (const path of ['media/20240105/a', 'media/20240105/deep/b', 'other/c', 'd']) {
      await put(`${path}.mp4`, 'video');
      await put(`${path}.json`, JSON.stringify({ n: path }));
    }
    await symlink(outside.folder, join(folder, 'media/link'));
    const { messages } = await pollOnce(folderWatch, bench);
    expect(messages.map(contentOf)).toMatchObject([{ n: 'media/20240105/a' }]);
  });
});

test.each([
  ['', '', true],
  ['a', '', false],
  ['a', '*', true],
  ['a/b', '*', false],
  ['', '**', true],
  ['a/b/c', '**', true],
  ['media/20240105/MP4', 'media/*/MP4', true],
  ['media/20240105', 'media/*/MP4', false],
  ['media/2024.1', 'media/2024?1', false],
])('folder "%s" and pattern "%s": %s', (folder, pattern, fits) => {
  expect(fitsFolder(folder, pattern)).toBe(fits);
});

test('a folder that is not there, or is a file, is a matter of configuration', async () => {
  const { folder, put } = await watched();
  await put('file', 'x');
  for (const wrong of [join(folder, 'nothing'), join(folder, 'file')]) {
    const bench = benchFor(folderWatch, { folder: wrong });
    await expect(folderWatch.check(bench.context)).rejects.toThrow(ConfigurationError);
    await expect(pollOnce(folderWatch, bench)).rejects.toThrow(ConfigurationError);
  }
});
