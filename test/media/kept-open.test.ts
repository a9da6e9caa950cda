import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { readKeptOpen, statKeptOpen } from '../../hub/media/kept-open.ts';

const folder = await mkdtemp(join(tmpdir(), 'hub-kept-open-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const fileOf = async (name: string, text: string): Promise<string> => {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
};
const textOf = async (file: string, start: number, end: number): Promise<string> =>
  Buffer.from(await readKeptOpen(file, start, end)).toString();

test('many read parts of one file at a time, each its own bytes', async () => {
  const text = Array.from({ length: 500 }, (_, at) => String(at).padStart(4, '0')).join('');
  const file = await fileOf('parts', text);
  const parts = await Promise.all(Array.from({ length: 500 }, (_, at) => textOf(file, at * 4, at * 4 + 3)));
  expect(parts.join('')).toBe(text);
  expect(await statKeptOpen(file)).toMatchObject({ bytes: text.length });
});

test('a part behind the end is an error, and the parts before it are still read', async () => {
  const file = await fileOf('short', 'abcdef');
  await expect(readKeptOpen(file, 4, 9)).rejects.toThrow('ends before byte 6');
  expect(await textOf(file, 4, 5)).toBe('ef');
});

test('what is not there is asked for anew each time', async () => {
  const file = join(folder, 'later');
  await expect(statKeptOpen(file)).rejects.toThrow('ENOENT');
  await fileOf('later', 'here');
  expect(await textOf(file, 0, 3)).toBe('here');
});

test('more files than are kept open at once are all read', async () => {
  const files = await Promise.all(Array.from({ length: 400 }, (_, at) => fileOf(`many-${at}`, `file ${at}`)));
  const texts = await Promise.all(files.map(async (file, at) => textOf(file, 0, `file ${at}`.length - 1)));
  expect(texts).toEqual(files.map((_, at) => `file ${at}`));
});

test('a file that took the place of another is read in the end', async () => {
  const file = await fileOf('replaced', 'old');
  expect(await textOf(file, 0, 2)).toBe('old');
  await rename(await fileOf('new', 'NEW'), file);
  while ((await textOf(file, 0, 2)) === 'old') await pause(100);
  expect(await textOf(file, 0, 2)).toBe('NEW');
}, 60_000);
