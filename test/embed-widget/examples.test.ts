import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { records } from './fixture/data.ts';
import { textOf, useStage } from './fixture/stage.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const widget = join(root, 'embed-widget');
const stage = useStage();
const number = records[0]?.externalId ?? '';
let caseSystem = '';
let close: () => Promise<void> = async () => undefined;

/** Scripts of the page itself and of the hub, and nothing inline. */
const policy = (hub: string): string =>
  `default-src 'none'; script-src 'self' ${hub}; connect-src 'self' ${hub}; img-src ${hub}; media-src ${hub} blob:`;

beforeAll(async () => {
  const built = await mkdtemp(join(tmpdir(), 'hub-examples-'));
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  await run(
    process.execPath,
    [vite, 'build', '--config', join(widget, 'examples/vite.config.ts'), '--outDir', built, '--logLevel', 'error'],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  const app = new Hono();
  let grants = 0;
  app.post('/footage-grant', (c) => c.json({ token: `example-${++grants}` }));
  app.get('/*', async (c) => {
    const text = await readFile(join(built, c.req.path), 'utf8').catch(() => undefined);
    if (text === undefined) return c.notFound();
    c.header('Content-Security-Policy', policy(stage().fixture.url));
    c.header('Content-Type', extname(c.req.path) === '.html' ? 'text/html; charset=utf-8' : 'text/javascript');
    return c.body(
      text
        .replaceAll('https://hub.example', stage().fixture.url)
        .replaceAll('A990100000000', number)
        .replaceAll('system="case"', 'system="dispatch"'),
    );
  });
  await new Promise<void>((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info: AddressInfo) => {
      caseSystem = `http://127.0.0.1:${info.port}`;
      resolve();
    });
    close = async () => {
      await new Promise<void>((done) => void server.close(() => done()));
      await rm(built, { recursive: true, force: true });
    };
  });
}, 240_000);
afterAll(() => close());

test.each(['html', 'react', 'vue'])(
  'the example in %s plays, counts and cites in a page of another origin with a strict policy',
  async (name) => {
    const { page, complaints } = await stage().open(`${caseSystem}/${name}/index.html`);
    await expect.poll(() => textOf(page.locator('footage-badge button')), { timeout: 30_000 }).toContain('3 段');
    await page.locator('linked-footage').scrollIntoViewIfNeeded();
    await page.locator('footage-controls button.play').waitFor();
    const seconds = () => page.evaluate("document.querySelector('linked-footage').currentTime") as Promise<number>;
    await page.evaluate("void document.querySelector('linked-footage').play()");
    await expect.poll(seconds, { timeout: 30_000 }).toBeGreaterThan(12.2);
    await page.locator('footage-tools .cite').click();
    await expect.poll(() => page.locator('textarea').first().inputValue()).toContain(number);
    expect(complaints).toEqual([]);
  },
  90_000,
);

test('where scripts are forbidden the link inside the element is what is shown', async () => {
  const { page } = await stage().open(`${caseSystem}/html/index.html`, { javaScriptEnabled: false });
  const link = page.locator('linked-footage a');
  expect(await link.isVisible()).toBe(true);
  expect(await link.getAttribute('href')).toBe(`${stage().fixture.url}/embed/case/${number}`);
});

test('a plain link without a grant leads to the console, which looks for the number', async () => {
  const { page } = await stage().open(`${stage().fixture.url}/embed/dispatch/${number}`, { signedIn: true });
  await page.waitForURL((url) => url.pathname === '/search' && url.searchParams.get('q') === number);
});

test('the manifest is what the sources say', async () => {
  const outdir = await mkdtemp(join(tmpdir(), 'hub-elements-'));
  try {
    const cem = join(root, 'node_modules/@custom-elements-manifest/analyzer/cem.js');
    const config = 'embed-widget/custom-elements-manifest.config.mjs';
    // The analyzer takes paths from where it runs.
    await run(process.execPath, [cem, 'analyze', '--quiet', '--config', config, '--outdir', relative(root, outdir)], {
      cwd: root,
    });
    const made = JSON.parse(await readFile(join(outdir, 'custom-elements.json'), 'utf8'));
    const kept = JSON.parse(await readFile(join(widget, 'public/embed/custom-elements.json'), 'utf8'));
    expect(kept, 'run npm run elements').toEqual(made);
    const tags = made.modules.flatMap(({ declarations }: { declarations: { tagName: string }[] }) =>
      declarations.map(({ tagName }) => tagName),
    );
    expect(tags.sort()).toEqual(['footage-badge', 'linked-footage']);
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
});

test('the types name all that the manifest names, and the examples fit them', async () => {
  const types = await readFile(join(widget, 'public/embed/elements.d.ts'), 'utf8');
  const { modules } = JSON.parse(await readFile(join(widget, 'public/embed/custom-elements.json'), 'utf8'));
  for (const { declarations } of modules)
    for (const { attributes = [], members = [], events = [] } of declarations)
      for (const { name } of [...attributes, ...members, ...events]) expect(types).toMatch(new RegExp(`\\b${name}\\b`));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '--noEmit', '-p', join(widget, 'examples/tsconfig.json')]).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
});
