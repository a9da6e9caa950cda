import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ServerType, serve } from '@hono/node-server';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { tendOriginal } from '../../hub/media/volumes/tend-original.ts';
import { tendVolumes } from '../../hub/media/volumes/tend-volumes.ts';
import { createSource } from '../../hub/store/sources.ts';
import { logCopies } from '../../hub/workers/log-copies.ts';
import { north, openWorld } from '../api/world.ts';
import { buildBundles } from '../embed-widget/fixture/browser.ts';
import { openBrowser } from '../kit/browser.ts';

const world = await openWorld();
const { hub } = world;
const types: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' };
const watched = join(world.folder, 'watched');
let built: Awaited<ReturnType<typeof buildBundles>>;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let server: ServerType;
let url = '';

const bring = async (more: Record<string, unknown> = {}): Promise<number> => {
  const file = join(watched, `${randomBytes(4).toString('hex')}.bin`);
  await writeFile(file, randomBytes(50_000));
  const id = await world.makeClip(north, pathToFileURL(file).href, { mediaType: 'other', ...more });
  await fetchFootage(hub, id);
  await tendOriginal(hub, id, { note: logCopies });
  return id;
};

/** The console as it is built now, before the hub's own API. */
const answer = async (request: Request): Promise<Response> => {
  const { pathname } = new URL(request.url);
  if (/^\/(api|media)\//.test(pathname)) return world.app.fetch(request);
  const file = extname(pathname) === '' ? '/console/index.html' : pathname;
  const bytes = await readFile(join(built.dist, file)).catch(() => undefined);
  const headers = { 'content-type': types[extname(file)] ?? 'application/octet-stream' };
  return bytes ? new Response(new Uint8Array(bytes), { headers }) : new Response(null, { status: 404 });
};

const open = async (who: Record<string, string>, path: string): Promise<Page> => {
  const [name = '', value = ''] = (who.cookie ?? '').split('=');
  await browser.context.clearCookies();
  await browser.context.addCookies([{ name, value, url }]);
  const page = await browser.context.newPage();
  await page.goto(url + path);
  return page;
};

beforeAll(async () => {
  await mkdir(watched);
  await createSource(hub.store.db, {
    name: 'dock',
    connector: 'folder-watch',
    mapping: 'x',
    settings: { folder: watched },
  });
  built = await buildBundles();
  browser = await openBrowser();
  await new Promise<void>((resolve) => {
    server = serve({ fetch: answer, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
      url = `http://127.0.0.1:${port}`;
      resolve();
    });
  });
}, 240_000);

afterAll(async () => {
  await browser.close();
  server.close();
  await built.remove();
});

test('a volume is added by the form, and used', async () => {
  const admin = await world.signedIn('admin', 'admin', ['990000000000']);
  const page = await open(admin, '/storage');
  await page.getByRole('button', { name: '增加存储卷' }).click();
  await page.getByLabel('名称').fill('second');
  await page.locator('#setting-folder').fill('not-absolute');
  await page.getByRole('button', { name: '检测并保存' }).click();
  await page.getByRole('alert').getByText('不是绝对路径').waitFor();
  await page.locator('#setting-folder').fill(join(world.folder, 'second'));
  await page.getByLabel(/单位代码/).fill('990106000000');
  await page.getByRole('button', { name: '检测并保存' }).click();
  await page.locator('tbody').getByText('second').waitFor();
  const id = await bring();
  const clip = await open(admin, `/footage/${id}`);
  await clip.locator('hub-keeping').getByText('second').waitFor();
  await clip.getByText('SM3').first().waitFor();
  await clip.locator('hub-keeping').getByRole('button', { name: '保全', exact: true }).click();
  await clip.locator('hub-keeping').getByRole('textbox').fill('行政复议');
  await clip.locator('hub-keeping').getByRole('button', { name: '确定' }).click();
  await clip.locator('hub-keeping').getByText('行政复议').waitFor();
});

test('what has expired waits for a person, who looks twice before it goes', async () => {
  const id = await bring();
  await tendVolumes(hub, Date.now());
  const page = await open(await world.signedIn('chief', 'supervisor', [north]), '/storage');
  const deletions = page.locator('hub-deletions');
  await deletions.getByText('保存期限已满').first().waitFor();
  expect(await deletions.locator('li').count()).toBe(1);
  await deletions.getByRole('button', { name: '批准删除' }).click();
  await deletions.getByRole('button', { name: '确认删除' }).click();
  await deletions.getByText('没有待审批的删除').waitFor();
  await tendOriginal(hub, id, { note: logCopies });
  await deletions.getByRole('button', { name: '已删除' }).click();
  await deletions.getByText('SHA-256').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1280);
});

test('several that expired are approved together, after a second look', async () => {
  await bring();
  await bring();
  await tendVolumes(hub, Date.now());
  const page = await open(await world.signedIn('deputy', 'supervisor', [north]), '/storage');
  const deletions = page.locator('hub-deletions');
  await deletions.getByRole('button', { name: '批准以上 2 项' }).click();
  await deletions.getByRole('button', { name: '返回', exact: true }).click();
  expect(await deletions.locator('li').count()).toBe(2);
  await deletions.getByRole('button', { name: '批准以上 2 项' }).click();
  await deletions.getByRole('button', { name: '确认删除' }).click();
  await deletions.getByText('没有待审批的删除').waitFor();
});
