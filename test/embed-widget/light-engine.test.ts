import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { records } from './fixture/data.ts';
import { useStage } from './fixture/stage.ts';

const stage = useStage();
const number = records[0]?.externalId ?? '';
let grants = 0;

afterEach(() => {
  stage().fixture.outage = false;
});

const thinMs = 1_000;

const videoOf = (page: Page, property: 'readyState' | 'ended'): Promise<unknown> =>
  page
    .locator('footage-player')
    .evaluate((player, name) => player.shadowRoot?.querySelector('video')?.[name], property);
const stands = (page: Page): Promise<unknown> =>
  expect.poll(() => videoOf(page, 'readyState'), { timeout: 60_000 }).toBeGreaterThanOrEqual(2);

/** A host page in a browser that has nothing of the player yet: then the light engine begins. @param codeMs until that comes */
const openHost = async (codeMs: number): Promise<{ page: Page; asked: string[]; complaints: string[] }> => {
  const { page, complaints } = await stage().open('about:blank');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.route(/\/viewer-chunk-/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, codeMs));
    await route.continue();
  });
  const body = `<linked-footage system="dispatch" record="${number}" grant="light-${++grants}"></linked-footage>`;
  await page.goto(`${stage().fixture.hostUrl}/?body=${encodeURIComponent(body)}`);
  await page.locator('footage-controls button.play').waitFor();
  await stands(page);
  return { page, asked, complaints };
};

const ask = <T>(page: Page, expression: string): Promise<T> =>
  page.evaluate(`document.querySelector('linked-footage').${expression}`) as Promise<T>;
const secondOf = (page: Page): Promise<number> => ask<number>(page, 'currentTime');

test('what is asked for while the page is drawn is what it plays by: every address is asked for once', async () => {
  const { page, asked, complaints } = await openHost(0);
  await ask(page, 'play()');
  await expect.poll(() => secondOf(page), { timeout: 60_000 }).toBeGreaterThan(13);
  const media = asked.filter((url) => /\.(m3u8|m4s)$/.test(url));
  const library = asked.findIndex((url) => url.includes('shaka-engine'));
  expect(library === -1 || library > asked.findIndex((url) => url.endsWith('.m4s'))).toBe(true);
  expect(media.filter((url) => url.endsWith('master.m3u8'))).toHaveLength(1);
  expect(media.filter((url, at) => media.indexOf(url) !== at)).toEqual([]);
  expect(complaints).toEqual([]);
}, 240_000);

test('over a thin line it plays the linked second before the streaming library has come, and it may be sought', async () => {
  const { page, asked, complaints } = await openHost(thinMs);
  expect(await secondOf(page)).toBeCloseTo(12, 0);
  const first = asked.findIndex((url) => url.endsWith('.m4s'));
  const library = asked.findIndex((url) => url.includes('shaka-engine'));
  expect(first).toBeGreaterThan(0);
  expect(library === -1 || library > first).toBe(true);
  await ask(page, 'play()');
  await expect.poll(() => secondOf(page), { timeout: 60_000 }).toBeGreaterThan(13);
  await ask(page, 'pause()');
  await page.locator('footage-controls').getByText('全段').click();
  await page.evaluate("document.querySelector('linked-footage').currentTime = 70");
  await stands(page);
  await ask(page, 'play()');
  await expect.poll(() => secondOf(page), { timeout: 60_000 }).toBeGreaterThan(71);
  const media = asked.filter((url) => url.endsWith('.m4s'));
  expect(media.filter((url, at) => media.indexOf(url) !== at)).toEqual([]);
  expect(complaints).toEqual([]);
}, 240_000);

test('it goes on by itself after the line was down, and comes to the end of the clip', async () => {
  const { page } = await openHost(thinMs);
  await page.locator('footage-controls').getByText('全段').click();
  await ask(page, 'play()');
  stage().fixture.outage = true;
  await page.evaluate("document.querySelector('linked-footage').playbackRate = 8");
  await page.locator('footage-notice[phase=interrupted]').waitFor({ timeout: 60_000 });
  const stalledAt = await secondOf(page);
  stage().fixture.outage = false;
  await expect.poll(() => secondOf(page), { timeout: 60_000 }).toBeGreaterThan(stalledAt + 3);
  await expect.poll(() => videoOf(page, 'ended'), { timeout: 90_000 }).toBe(true);
}, 240_000);
