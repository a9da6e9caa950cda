import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { everything } from '../../hub/core/scope.ts';
import { findFootage } from '../../hub/store/footage.ts';
import { north } from '../api/world.ts';
import { openBrowser } from '../kit/browser.ts';
import { startConsole } from './_console.ts';

const hub = await startConsole();
const browser = await openBrowser();
afterAll(async () => {
  await browser.close();
  await hub.close();
});

/** Bytes a second up from the page. */
const thinLine = 2_000_000;

test('a file chosen on the upload page survives a reload and arrives whole', { timeout: 120_000 }, async () => {
  const bytes = randomBytes(12_000_000);
  const file = join(hub.folder, 'chosen.mp4');
  await writeFile(file, bytes);
  const { cookie = '' } = await hub.signedIn('uploader', 'handler', [north]);
  const [name = '', value = ''] = cookie.split('=');
  await browser.context.addCookies([{ name, value, url: hub.url }]);
  const page = await browser.context.newPage();
  const offsets: number[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  const devtools = await browser.context.newCDPSession(page);
  await devtools.send('Network.enable');
  const line = (uploadThroughput: number) =>
    devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });

  const choose = async () => {
    await page.getByLabel('警号').fill('009901');
    await page.getByLabel('选择文件').setInputFiles(file);
    await page.getByText('chosen.mp4', { exact: true }).waitFor();
  };
  await page.goto(`${hub.url}/upload`);
  await choose();
  await page.getByLabel('开始时间').fill('2024-01-05T08:47:00');
  await page.getByLabel('结束时间').fill('2024-01-05T08:57:00');
  await line(thinLine);
  await page.getByRole('button', { name: '上传', exact: true }).click();
  const sent = () => page.locator('progress.send').evaluate((bar) => (bar as HTMLProgressElement).value);
  await expect.poll(sent, { timeout: 30_000 }).toBeGreaterThan(4_000_000);
  await page.getByRole('button', { name: '暂停' }).click();
  await page.getByText('已暂停').waitFor();

  await line(-1);
  await page.reload();
  await page.getByText('上次未传完：chosen.mp4').waitFor();
  await choose();
  await page.getByRole('button', { name: '上传', exact: true }).click();
  await page.getByText('已入库').waitFor({ timeout: 30_000 });
  expect(offsets[0]).toBe(0);
  expect(offsets.at(-1)).toBeGreaterThan(1_000_000);

  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const row = await findFootage(hub.db, everything, 'upload', `${north}-${sha256}`);
  expect(row).toMatchObject({ mediaState: 'stored', sha256, policeId: '009901', deviceKind: 'body-camera' });
  expect(row?.startAt).toBe(Date.parse('2024-01-05T08:47:00+08:00'));
  await page.getByRole('link', { name: '查看' }).click();
  await expect.poll(() => new URL(page.url()).pathname).toBe(`/footage/${row?.id}`);
  expect(complaints).toEqual([]);
  await page.close();
});
