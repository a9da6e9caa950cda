import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { seenDrifts } from './fixture/burnt-in.ts';
import { records } from './fixture/data.ts';
import { type Opened, textOf, useStage } from './fixture/stage.ts';

const stage = useStage();
const number = records[0]?.externalId ?? '';
const patience = { timeout: 90_000 };
let grants = 0;
let opened: Opened | undefined;

afterEach(async () => {
  stage().fixture.failing.clear();
  await opened?.page.context().close();
  opened = undefined;
});

const openHost = async (record = number, before?: (page: Page) => Promise<unknown>): Promise<Page> => {
  const body = `<linked-footage system="dispatch" record="${record}" grant="in-step-${++grants}"></linked-footage>`;
  const address = `${stage().fixture.hostUrl}/?strict=1&body=${encodeURIComponent(body)}`;
  opened = await stage().open(before ? 'about:blank' : address);
  const { page } = opened;
  if (before) {
    await before(page);
    await page.goto(address);
  }
  await page.locator('footage-controls button.play').waitFor();
  await expect.poll(() => ask<number>(page, 'readyState'), patience).toBeGreaterThanOrEqual(2);
  return page;
};

const ask = <T>(page: Page, expression: string): Promise<T> =>
  page.evaluate(`document.querySelector('linked-footage').${expression}`) as Promise<T>;

/** The line as a page before has measured it. */
const measured = (bits: number) => (page: Page) =>
  page.addInitScript({ content: `localStorage.setItem('footage-bandwidth', '${bits}')` });

/** Play, from the beginning of the linked part again where that has come to its end. */
const keepPlaying = async (page: Page): Promise<void> => {
  if (await ask<boolean>(page, 'paused')) await ask(page, 'play()');
};

/** Which small cameras move, told by their own clocks. */
const moving = async (page: Page): Promise<boolean[]> => {
  await keepPlaying(page);
  const times = () => page.evaluate("deepAll('footage-camera').map((e) => e.media.currentTime)") as Promise<number[]>;
  const before = await times();
  await page.waitForTimeout(300);
  return (await times()).map((at, n) => at > (before[n] ?? 0));
};

const says = (page: Page, camera: number) => page.locator('footage-camera').nth(camera).locator('.says');

/** Seconds the clip of each small picture is ahead of the large one's, were all cameras one: the first two began together. */
const aheadOf = [0, 20];

interface Drift {
  /** By the clocks of the media, read in one turn of the page. */
  readonly clock: number;
  /** By the frames that are shown. */
  readonly frames: number;
}

/** The worst of all cameras, milliseconds; undefined while one of them does not play. */
const driftOf = (page: Page): Promise<Drift | undefined> =>
  page.evaluate(`(() => {
    const [main] = deepAll('footage-player').map((e) => e.media);
    const others = deepAll('footage-camera');
    const worst = (all) => Math.max(...all.map(Math.abs));
    if (others.some((e) => e.drift === undefined)) return undefined;
    return {
      clock: worst(others.map((e, n) => (e.media.currentTime - main.currentTime - ${JSON.stringify(aheadOf)}[n]) * 1000)),
      frames: worst(others.map((e) => e.drift)),
    };
  })()`) as Promise<Drift | undefined>;

test('cameras start however late the code of their engine comes', { timeout: 240_000 }, async () => {
  for (let time = 0; time < 3; time++) {
    const page = await openHost(number, (page) =>
      page.route(/file-engine/, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 900));
        await route.continue();
      }),
    );
    await expect.poll(() => moving(page), patience).toEqual([true, true]);
    await opened?.page.context().close();
  }
});

test('a second camera and the audio recorder stay within 100 ms of true time for ten seconds', {
  timeout: 240_000,
}, async () => {
  const page = await openHost();
  await page.locator('footage-camera').nth(1).waitFor();
  expect(await page.locator('footage-camera').count()).toBe(2);
  // Ten seconds in a row. A browser on a busy machine may stop for a moment; then the stretch begins anew, and the clip
  // as well when its linked part is over.
  let stretch: { readonly from: number; readonly drifts: Drift[] } = { from: 0, drifts: [] };
  await expect
    .poll(
      async () => {
        await keepPlaying(page);
        const [at, drift] = [await ask<number>(page, 'currentTime'), await driftOf(page)];
        // What is seen has to keep step. Where frames come late, as on a busy machine without a graphics card, clocks are
        // moved apart for it, but not far.
        const good = drift && drift.frames < 100 && drift.clock < 200 && at >= stretch.from;
        stretch = good && stretch.drifts.length > 0 ? stretch : { from: at, drifts: [] };
        if (good) stretch.drifts.push(drift);
        return at - stretch.from;
      },
      { timeout: 200_000, interval: 50 },
    )
    .toBeGreaterThan(10);
  const shares = (by: keyof Drift): string => {
    const sorted = stretch.drifts.map((drift) => drift[by]).sort((a, b) => a - b);
    const [half, most, all] = [0.5, 0.95, 1].map((share) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
    return `p50 ${half?.toFixed(0)} ms, p95 ${most?.toFixed(0)} ms, worst ${all?.toFixed(0)} ms by ${by}`;
  };
  console.log(`drift over 10 s: ${shares('frames')}; ${shares('clock')}; ${stretch.drifts.length} looks`);
  expect(stretch.drifts.length).toBeGreaterThan(10);
  expect(opened?.complaints).toEqual([expect.stringContaining('inline style')]);
});

test('what the two pictures show at one moment is of one moment, by the numbers of their frames', {
  timeout: 240_000,
}, async () => {
  const page = await openHost();
  await expect.poll(() => moving(page), patience).toEqual([true, true]);
  const pictures = "[...deepAll('footage-player'), ...deepAll('footage-camera').slice(0, 1)].map((e) => e.media)";
  const evaluate = (expression: string): Promise<unknown> => page.evaluate(expression);
  const seen: number[] = [];
  await expect
    .poll(
      async () => {
        await keepPlaying(page);
        const drifts = await seenDrifts(evaluate, pictures, aheadOf[0] ?? 0, 2_000);
        seen.push(...drifts);
        return seen.length;
      },
      { timeout: 120_000 },
    )
    .toBeGreaterThan(100);
  const sorted = seen.map(Math.abs).sort((a, b) => a - b);
  const [half = Number.NaN, most, all] = [0.5, 0.95, 1].map((share) => sorted[Math.ceil(share * sorted.length) - 1]);
  console.log(`pictures apart: p50 ${half.toFixed(0)} ms, p95 ${most?.toFixed(0)} ms, worst ${all?.toFixed(0)} ms`);
  expect(half).toBeLessThan(100);
});

test('a camera whose line is down says so while the main one plays on, and catches up', {
  timeout: 300_000,
}, async () => {
  const page = await openHost(number, measured(10_000_000));
  // The one that is streamed in segments becomes a small one.
  await page.locator('footage-camera').nth(0).locator('button.picture').click();
  await expect.poll(() => moving(page), patience).toEqual([true, true]);
  stage().fixture.failing.set(1, 503);
  await page.evaluate("document.querySelector('linked-footage').currentTime = 60");
  await expect.poll(() => says(page, 0).allTextContents(), patience).toEqual(['网络中断，正在重新连接']);
  expect(await says(page, 1).count()).toBe(0);
  await expect.poll(async () => (await moving(page))[1], patience).toBe(true);
  expect(await page.locator('footage-notice[phase=interrupted]').count()).toBe(0);
  stage().fixture.failing.clear();
  await expect.poll(() => says(page, 0).count(), patience).toBe(0);
  await expect
    .poll(async () => {
      await keepPlaying(page);
      return (await driftOf(page))?.frames ?? Number.POSITIVE_INFINITY;
    }, patience)
    .toBeLessThan(100);
});

test('a camera whose media is missing says so, and plays when it is there again', { timeout: 240_000 }, async () => {
  stage().fixture.failing.set(2, 404);
  const page = await openHost(number, measured(10_000_000));
  await expect.poll(() => says(page, 0).allTextContents(), patience).toEqual(['原始视频已不存在，将自动重试']);
  await expect.poll(async () => (await moving(page))[1], patience).toBe(true);
  stage().fixture.failing.clear();
  await expect.poll(() => moving(page), patience).toEqual([true, true]);
  expect(await says(page, 0).count()).toBe(0);
});

test('a camera the browser does not let play says so, and plays when it may', { timeout: 240_000 }, async () => {
  const page = await openHost(number, async (page) => {
    await measured(10_000_000)(page);
    // As of a page nobody has clicked in yet, with a policy that wants a click for every video that is muted too.
    await page.addInitScript({
      content: `const { play } = HTMLMediaElement.prototype;
        HTMLMediaElement.prototype.play = function () {
          return this.muted && !window.clicked ? Promise.reject(new DOMException('', 'NotAllowedError')) : play.call(this);
        };`,
    });
  });
  const blocked = '浏览器未允许播放，请点一下页面';
  await expect
    .poll(async () => {
      await keepPlaying(page);
      return Promise.all([0, 1].map(async (camera) => (await says(page, camera).allTextContents()).join()));
    }, patience)
    .toEqual([blocked, blocked]);
  await page.evaluate('window.clicked = true');
  await expect.poll(() => moving(page), patience).toEqual([true, true]);
  await expect.poll(() => page.locator('footage-camera .says').count(), patience).toBe(0);
});

test('cameras whose bytes are not here say where they are', async () => {
  const page = await openHost('unready');
  await page.locator('footage-camera').nth(2).waitFor();
  await expect
    .poll(() => Promise.all([0, 1, 2].map((camera) => textOf(says(page, camera)))))
    .toEqual(['正在调取原始视频', '正在转码，完成后自动播放', '原始文件已按规定删除']);
});

test('on a thin line the others show stills and say so, and the one that is heard runs', {
  timeout: 240_000,
}, async () => {
  // Measured thin before, and thin now: the main picture's own measure would soon say otherwise.
  const page = await openHost(number, async (page) => {
    await measured(250_000)(page);
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 80, downloadThroughput: 500_000 / 8, uploadThroughput: 250_000 / 8 },
    });
  });
  await expect
    .poll(() => Promise.all([0, 1].map((camera) => textOf(says(page, camera)))), patience)
    .toEqual(['线路较慢，显示静帧', '线路较慢，点喇叭收听']);
  const asked = () => stage().fixture.asked.filter((path) => path === '/media/2/original').length;
  const before = asked();
  await page.locator('footage-camera').nth(1).locator('button.sound').click();
  await expect.poll(() => moving(page), patience).toEqual([false, true]);
  expect(asked()).toBe(before);
});
