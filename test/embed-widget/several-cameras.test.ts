import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { records } from './fixture/data.ts';
import { type Opened, textOf, useStage } from './fixture/stage.ts';

const stage = useStage();
const number = records[0]?.externalId ?? '';
let grants = 0;

const openHost = (strict = ''): Promise<Opened> => {
  const body = `<linked-footage system="dispatch" record="${number}" grant="cameras-${++grants}"></linked-footage>`;
  return stage().open(`${stage().fixture.hostUrl}/?strict=${strict}&body=${encodeURIComponent(body)}`);
};

const ask = <T>(page: Page, expression: string): Promise<T> =>
  page.evaluate(`document.querySelector('linked-footage').${expression}`) as Promise<T>;

/** Seconds the clip of each small picture is ahead of the large one's, were all cameras one: the first two began together. */
const aheadOf = { BC_0103: 0, BC_0104: 20 };

const ready = async (page: Page): Promise<void> => {
  await page.locator('footage-controls button.play').waitFor();
  await expect.poll(() => ask<number>(page, 'readyState'), { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
};

/** Read all clocks in one turn of the page, so that nothing passes between them. Seconds each is off true time. */
const drifts = (page: Page): Promise<number[]> =>
  page.evaluate(`(() => {
    const [main] = deepAll('footage-player').map((e) => e.media);
    const others = deepAll('footage-camera').map((e) => e.media);
    return others.map((video, i) => video.currentTime - main.currentTime - ${JSON.stringify(Object.values(aheadOf))}[i]);
  })()`) as Promise<number[]>;

test('a second camera and the audio recorder stay within 100 ms of true time for ten seconds', {
  timeout: 90_000,
}, async () => {
  const { page, complaints } = await openHost('1');
  await ready(page);
  await page.locator('footage-camera').nth(1).waitFor();
  expect(await page.locator('footage-camera').count()).toBe(2);
  await ask(page, 'play()');
  // Ten seconds in a row. A browser on a busy machine may stop for a moment; then the stretch begins anew.
  let [from, worst] = [await ask<number>(page, 'currentTime'), 0];
  while ((await ask<number>(page, 'currentTime')) < from + 10) {
    const drift = Math.max(...(await drifts(page)).map(Math.abs));
    [from, worst] = drift < 0.1 ? [from, Math.max(worst, drift)] : [await ask<number>(page, 'currentTime'), 0];
  }
  console.log(`worst drift over 10 s: ${Math.round(worst * 1000)} ms`);
  expect(complaints).toEqual([expect.stringContaining('inline style')]);
});

test('another camera becomes the main one and the moment stays', async () => {
  const { page } = await openHost();
  await ready(page);
  await ask(page, 'pause()');
  await page.evaluate("document.querySelector('linked-footage').currentTime = 31");
  await expect.poll(() => ask<number>(page, 'currentTime')).toBeCloseTo(31, 1);
  await page.locator('footage-camera').nth(1).locator('button.picture').click();
  // The recorder began twenty seconds before the camera.
  await expect.poll(() => ask<number>(page, 'currentTime'), { timeout: 30_000 }).toBeCloseTo(51, 1);
  expect(await ask<boolean>(page, 'paused')).toBe(true);
  await page.locator('footage-camera').nth(0).locator('button.picture').click();
  await expect.poll(() => ask<number>(page, 'currentTime'), { timeout: 30_000 }).toBeCloseTo(31, 1);
});

test('one of them is heard, and the main one again when it is unmuted', async () => {
  const { page } = await openHost();
  await ready(page);
  await ask(page, 'play()');
  const muted = () => page.evaluate("deepAll('video').map((video) => video.muted)");
  await expect.poll(muted).toEqual([false, true, true]);
  await page.locator('footage-camera').nth(1).locator('button.sound').click();
  await expect.poll(muted).toEqual([true, true, false]);
  await page.evaluate("document.querySelector('linked-footage').muted = false");
  await expect.poll(muted).toEqual([false, true, true]);
});

test('a camera that recorded nothing at the moment shows a gap', async () => {
  const { page } = await openHost();
  await ready(page);
  await page.locator('footage-controls').getByText('全段').click();
  // The recorder began twenty seconds earlier and ended as much earlier.
  await page.evaluate("document.querySelector('linked-footage').currentTime = 90");
  await page.locator('footage-camera').nth(1).locator('.gap').waitFor();
  expect(await textOf(page.locator('footage-camera').nth(1).locator('.gap'))).toContain('此刻无画面');
  expect(await page.locator('footage-camera').nth(0).locator('.gap').count()).toBe(0);
});

test('the timeline leads to a milestone and to a camera', async () => {
  const { page } = await openHost();
  await ready(page);
  await page.locator('footage-timeline').getByText('到达现场').click();
  await expect.poll(() => ask<number>(page, 'currentTime'), { timeout: 20_000 }).toBeCloseTo(12, 0);
  const lane = page.locator('footage-timeline .lane').nth(1);
  const box = await lane.locator('.linked').first().boundingBox();
  const whole = await lane.boundingBox();
  if (!box || !whole) throw new Error('the lane is not drawn');
  await lane.click({ position: { x: box.x - whole.x + box.width / 2, y: 9 } });
  await expect.poll(() => page.locator('footage-clips [aria-current=true]').count()).toBe(1);
  await expect.poll(() => ask<number>(page, 'currentTime'), { timeout: 30_000 }).toBeCloseTo(47, 0);
});

test('a moment is marked, snapped, linked to and cited', async () => {
  const { page } = await openHost();
  await ready(page);
  await page.evaluate("document.querySelector('linked-footage').currentTime = 20.5");
  await expect.poll(() => ask<number>(page, 'currentTime')).toBeCloseTo(20.5, 1);
  await page.locator('footage-tools .mark').click();
  await page.keyboard.type('红色外套');
  await page.keyboard.press('Enter');
  await expect.poll(() => textOf(page.locator('footage-tools li').first())).toBe('08:44:30 红色外套');
  const saved = page.waitForEvent('download');
  await page.locator('footage-tools .snapshot').click();
  expect((await saved).suggestedFilename()).toMatch(/_20260302084430_[0-9a-f]{12}\.png$/);
  await page.evaluate("window.cited = []; addEventListener('cite', (event) => window.cited.push(event.detail.text))");
  await page.locator('footage-tools .cite').click();
  await expect
    .poll(() => page.evaluate('window.cited[0]'))
    .toMatch(new RegExp(`${number}；音视频编号 .*相机时间 2026-03-02 08:44:30；片内 0:20；原始文件 SHA-256 b{64}$`));
  const body = `<linked-footage system="dispatch" record="${number}" grant="cameras-${++grants}"></linked-footage>`;
  const again = await stage().open(`${stage().fixture.hostUrl}/?body=${encodeURIComponent(body)}#footage=2&t=33.50`);
  await ready(again.page);
  expect(await ask<number>(again.page, 'currentTime')).toBeCloseTo(33.5, 1);
});
