import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildBundles } from './fixture/browser.ts';

const source = fileURLToPath(new URL('../../embed-widget', import.meta.url));
let built: Awaited<ReturnType<typeof buildBundles>>;

beforeAll(async () => {
  built = await buildBundles();
});
afterAll(() => built.remove());

/** The file and everything it imports before it runs. */
const staticClosure = async (file: string, seen = new Map<string, string>()): Promise<Map<string, string>> => {
  if (seen.has(file)) return seen;
  const code = await readFile(file, 'utf8');
  seen.set(file, code);
  for (const [, path] of code.matchAll(
    /(?:^|[;}\s])(?:import|export)\s*(?:[\w${},*\s]+?from\s*)?["'`](\.[^"'`]+)["'`]/g,
  ))
    if (path) await staticClosure(join(dirname(file), path), seen);
  return seen;
};

test('the script for a page with badges stays within 10 KB gzip, all it imports included', async () => {
  const closure = await staticClosure(join(built.dist, 'embed/v1.js'));
  const bytes = [...closure.values()].reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length, 0);
  expect(bytes).toBeGreaterThan(5_000);
  expect(bytes).toBeLessThan(10_000);
});

test('the script defines both elements and leaves the player for later', async () => {
  const code = await readFile(join(built.dist, 'embed/v1.js'), 'utf8');
  expect(code).toContain('footage-badge');
  expect(code).toContain('linked-footage');
  expect(code).toMatch(/import\(["'`]\.\/chunks\/viewer-chunk-/);
  expect(code).not.toContain('retryStreaming');
});

test('shaka-player is imported in exactly one file', async () => {
  const files = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const importing: string[] = [];
  for (const name of files)
    if (/from\s+'shaka-player|import\('shaka-player/.test(await readFile(join(source, name), 'utf8')))
      importing.push(name);
  expect(importing).toEqual([join('player', 'engine', 'shaka-engine.ts')]);
});

test('the iframe page and the console are built where their addresses are', async () => {
  const frame = await readFile(join(built.dist, 'embed/frame.html'), 'utf8');
  expect(frame).toContain('/embed/v1.js');
  expect(frame).not.toMatch(/<script>|style=/);
  const page = await readFile(join(built.dist, 'console/index.html'), 'utf8');
  const script = /src="(\/console\/assets\/[^"]+)"/.exec(page)?.[1] ?? '';
  expect((await readFile(join(built.dist, script), 'utf8')).length).toBeGreaterThan(10_000);
});

test('the console begins without the YAML editor and its engine', async () => {
  const page = await readFile(join(built.dist, 'console/index.html'), 'utf8');
  const script = /src="\/(console\/assets\/[^"]+)"/.exec(page)?.[1] ?? '';
  const begun = [...(await staticClosure(join(built.dist, script))).values()].join('');
  expect(begun).toContain('hub-yaml-change');
  expect(begun).not.toContain('cm-content');
  expect(begun).not.toContain('tag:yaml.org');
});
