import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { entryOf, startInventedSystem } from '../api/_invented-system.ts';
import { bodyOf } from '../api/world.ts';
import { openBrowser } from '../kit/browser.ts';
import { startConsole } from './_console.ts';

const hub = await startConsole();
/** Set to a folder to look at every step oneself. */
const pictures = process.env.HUB_TEST_PICTURES;

const picture = async (page: Page, name: string): Promise<void> => {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `mend-${name}.png`), fullPage: true });
};

const mapping = `name: park-log
title: { zh: 公园巡查, en: Park log }
connector: rest-poll
target: record
system: incident
decode: [json]
rows: log.entries
times: [yyyy/MM/dd HH:mm:ss]
fields:
  externalId: entryNo
  kind: =patrol
  title: headline
  summary: remark
  org: station
  time: { start: happened }
columns: [ranger, lng, lat]
`;

test('a field breaks upstream: the message is found, the field marked, the mapping mended, the message replayed', {
  timeout: 240_000,
}, async () => {
  const system = await startInventedSystem();
  const engineer = await hub.signedIn('engineer', 'admin', ['990000000000']);
  const { context, close } = await openBrowser();
  const api = <T>(method: string, path: string, body?: unknown) =>
    bodyOf<T>(hub.send(method, `/api/v1${path}`, engineer, body));
  const received = async (): Promise<number> => {
    const { today } = await api<{ today: { stored: number; dead: number } }>('GET', '/sources/park-log/status');
    return today.stored + today.dead;
  };
  try {
    await api('PUT', '/mappings/park-log', { yaml: mapping, note: 'the first' });
    await api('PUT', '/sources/park-log', {
      mapping: 'park-log',
      schedule: '*/2 * * * * *',
      settings: { url: system.url, method: 'GET', apiKeyHeader: 'x-park-key', apiKey: system.key },
      state: 'running',
    });
    await expect.poll(received, { timeout: 60_000 }).toBe(3);
    system.entries.push(entryOf(5, { happened: '05.01.2024 08:15' }));
    await expect.poll(received, { timeout: 60_000 }).toBe(4);
    await api('POST', '/sources/park-log/pause');

    await context.addCookies([{ name: 'hub_session', value: engineer.cookie?.split('=')[1] ?? '', url: hub.url }]);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));

    await page.goto(`${hub.url}/messages?number=PARK-0005`);
    await page.locator('.chip').getByText('部分拒收').waitFor();
    await page.locator('messages-page tbody tr').first().click();
    await page.locator('hub-message .pane').first().waitFor();
    await expect
      .poll(() => page.locator('hub-message mark').allTextContents())
      .toContain('  "happened": "05.01.2024 08:15",');
    await picture(page, '1-message');

    await page.getByRole('link', { name: '改映射' }).click();
    await page.getByText('1 行不符合').waitFor();
    const transform = page.getByRole('textbox', { name: '转换 开始时间 time.start' });
    await transform.fill('formats: [yyyy/MM/dd HH:mm:ss, "dd.MM.yyyy HH:mm"]');
    await transform.press('Enter');
    await page.getByLabel('改了什么').fill('对方改了时间写法');
    await page.getByRole('button', { name: '保存并生效' }).click();
    await page.getByText(/版已生效/).waitFor();
    await picture(page, '2-mapping');

    await page.goto(`${hub.url}/messages?source=park-log&state=dead`);
    await page.locator('messages-page tbody tr').first().waitFor();
    await page.getByRole('button', { name: '重放全部符合的' }).click();
    await page.getByText('按现行映射重放 1 条报文').waitFor();
    await page.getByRole('button', { name: '开始重放' }).click();
    await page.getByText('重放完成').waitFor();
    await page.getByText('没有符合的报文').waitFor();
    await picture(page, '3-replayed');

    expect(await api('GET', '/dead-letters?source=park-log&state=open')).toEqual({ items: [] });
    expect(await api('GET', '/messages?number=PARK-0005')).toMatchObject({ items: [{ state: 'stored' }] });
    const { items } = await api<{ items: { received: number; dead: number; balanced: boolean }[] }>(
      'GET',
      '/sources/park-log/reconciliation',
    );
    expect(items.every(({ balanced, dead }) => balanced && dead === 0)).toBe(true);
    await page.goto(`${hub.url}/sources/park-log`);
    await page.locator('hub-sums td').first().waitFor();
    await picture(page, '4-source');
    expect(complaints).toEqual([]);
  } finally {
    await close();
    await system.close();
    await hub.close();
  }
});
