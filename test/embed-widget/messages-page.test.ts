import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { textOf, useStage } from './fixture/stage.ts';

const stage = useStage();
const open = (path: string, options: Parameters<ReturnType<typeof stage>['open']>[1] = {}) =>
  stage().open(`${stage().fixture.url}${path}`, { signedIn: true, ...options });

/** Set to a folder to look at the pages oneself. */
const pictures = process.env.HUB_TEST_PICTURES;

const fits = async (page: Page, name: string): Promise<void> => {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 860 });
    await page.waitForTimeout(200);
    expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(width);
    for (const theme of pictures ? ['light', 'dark'] : []) {
      mkdirSync(pictures ?? '', { recursive: true });
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
      await page.screenshot({ path: join(pictures ?? '', `${name}-${width}-${theme}.png`), fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1280, height: 860 });
};

test('messages are filtered, chosen and replayed after a question, with progress and result', async () => {
  const { page, complaints } = await open('/messages?source=case-rest');
  const list = page.locator('messages-page');
  await list.locator('tbody tr').first().waitFor();
  expect(await list.locator('tbody tr').count()).toBe(4);
  await fits(page, 'messages');
  await list.getByRole('button', { name: '重放全部符合的' }).click();
  const replay = page.locator('hub-replay');
  await replay.getByText('120 条报文').waitFor();
  await replay.getByRole('button', { name: '开始重放' }).click();
  await replay.getByText('重放完成').waitFor();
  const said = await textOf(replay.locator('section'));
  expect(said).toContain('120 / 120');
  expect(said).toContain('不符合 2');
  await fits(page, 'messages-replayed');
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('a message shows raw, decoded, mapped and stored with the misfit marked, and can be edited', async () => {
  const { page, complaints } = await open('/messages/7000');
  const view = page.locator('hub-message');
  await view.locator('mark').first().waitFor();
  expect(await view.locator('mark').allTextContents()).toEqual(['2026/3/2 8h44', '  "SLSJ": "2026/3/2 8h44",']);
  expect(await textOf(view.locator('.why'))).toContain('correct fields.time.start');
  expect(await view.locator('.pane').count()).toBe(4);
  await fits(page, 'message');
  await view.getByRole('button', { name: '编辑后重发' }).click();
  await view.locator('textarea').fill('{}');
  await fits(page, 'message-edit');
  const sent = page.waitForRequest((request) => request.url().endsWith('/messages/7000/retry'));
  await view.getByRole('button', { name: '作为新报文入库' }).click();
  expect((await sent).postDataJSON()).toEqual({ text: '{}' });
  await expect.poll(() => new URL(page.url()).pathname).toBe('/messages/7021');
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('a source page shows arrivals, drift, sums that open their rows, and the backfill', async () => {
  const { page, complaints } = await open('/sources/case-rest');
  const source = page.locator('source-page');
  await source.locator('hub-drift li').first().waitFor();
  expect(await textOf(source.locator('hub-drift ul'))).toContain('时间 → 文字');
  expect(await source.locator('hub-drift').getByRole('link', { name: '加到映射' }).getAttribute('href')).toContain(
    'add=AJLY',
  );
  expect(await textOf(source.locator('hub-sums table'))).toContain('少 3');
  expect(await source.locator('hub-sums td a').first().getAttribute('href')).toBe(
    '/messages?source=case-rest&from=2026-03-02T07%3A44&to=2026-03-02T08%3A44',
  );
  expect(await textOf(source.locator('hub-backfill section'))).toContain('214 页');
  expect(await textOf(source.locator('dl.facts').first())).toContain('已读到 2026-03-02 08:44:10');
  await fits(page, 'source');
  await page.goto(`${stage().fixture.url}/sources`);
  await page.locator('sources-page tbody tr').first().waitFor();
  expect(await textOf(page.locator('sources-page tbody tr').first())).toContain('警综平台');
  await fits(page, 'sources');
  await page.goto(`${stage().fixture.url}/dead-letters`);
  await page.locator('dead-letters-page tbody tr').first().click();
  await page.locator('dead-letters-page hub-message mark').first().waitFor();
  await fits(page, 'dead-letters');
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('everything is there in English as well', async () => {
  const { page } = await open('/messages/7000', { language: 'en' });
  await page.locator('hub-message mark').first().waitFor();
  const said = await textOf(page.locator('hub-message section'));
  for (const word of ['Raw', 'Decoded', 'Mapped', 'Stored', 'Edit and retry', 'Replay']) expect(said).toContain(word);
  expect(said).not.toMatch(/原文|解码|映射结果/);
  await page.context().close();
});
