import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadConnectors } from '../../../connectors/_kit/scan.ts';

const folderWith = async (files: Record<string, string>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-connectors-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
};

const connector =
  'export default { title: { zh: "测", en: "t" }, about: { zh: "", en: "" }, settings: {}, check: async () => [] };';

test('every connector file of the folder is found under its own name', async () => {
  const files = await readdir(new URL('../../../connectors', import.meta.url));
  const names = files.filter((file) => file.endsWith('.ts')).map((file) => file.replace('.ts', ''));
  expect([...(await loadConnectors()).keys()]).toEqual(names.sort());
});

test('parts and other files are passed over', async () => {
  const folder = await folderWith({ 'one-way.mjs': connector, '_part.mjs': 'throw new Error()', 'notes.md': '' });
  expect([...(await loadConnectors(folder)).keys()]).toEqual(['one-way']);
});

test.each([
  ['a name that stands twice', { 'one.mjs': connector, 'one.js': connector }, /one stands twice/],
  ['a name that is not kebab-case', { 'OneWay.mjs': connector }, /OneWay\.mjs is not a kebab-case name/],
  ['a file without a connector', { 'one.mjs': 'export const x = 1;' }, /one\.mjs has no connector/],
])('%s is refused', async (_, files, message) => {
  await expect(loadConnectors(await folderWith(files))).rejects.toThrow(message);
});
