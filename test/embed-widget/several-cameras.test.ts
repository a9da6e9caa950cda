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

const ready = async (page: Page): Promise<void> => {
  await page.locator('footage-controls button.play').waitFor();
  await expect.poll(() => ask<number>(page, 'readyState'), { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
};

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

test('captions are shown by the key and the button where there are some', async () => {
  const { page } = await openHost('1');
  await ready(page);
  expect(await page.locator('footage-captions').count()).toBe(0);
  await page.locator('footage-player').focus();
  await page.keyboard.press('c');
  await expect.poll(() => textOf(page.locator('footage-captions span'))).toBe('请出示证件');
  await page.evaluate("document.querySelector('linked-footage').currentTime = 21");
  await expect.poll(() => textOf(page.locator('footage-captions span'))).toBe('好的');
  await page.locator('footage-controls button.captions').click();
  await expect.poll(() => page.locator('footage-captions').count()).toBe(0);
  await page.locator('footage-clips li button').nth(1).click();
  await expect.poll(() => page.locator('footage-controls button.captions').count()).toBe(0);
});

test('the tools have keys, which the help names', async () => {
  const { page } = await openHost();
  await ready(page);
  await page.locator('footage-player').focus();
  await page.keyboard.press('?');
  const help = await textOf(page.locator('footage-key-help dl'));
  for (const words of ['标记此刻', '截图', '引用到案卷', '下一 / 上一设备', '字幕']) expect(help).toContain(words);
  await page.keyboard.press('?');
  await page.evaluate("window.cited = []; addEventListener('cite', (event) => window.cited.push(event.detail.text))");
  await page.keyboard.press('r');
  await expect.poll(() => page.evaluate('window.cited[0]')).toContain('片内 0:12');
  await page.keyboard.press('b');
  await page.locator('footage-tools input').waitFor();
  // Letters belong to the note while it is written.
  await page.keyboard.type('nbr');
  expect(await page.locator('footage-tools input').inputValue()).toBe('nbr');
  await page.keyboard.press('Escape');
  await page.locator('footage-player').focus();
  await page.keyboard.press('n');
  await expect.poll(() => page.locator('footage-clips li').nth(1).locator('[aria-current=true]').count()).toBe(1);
  await expect.poll(() => ask<number>(page, 'readyState'), { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
  await page.locator('footage-player').focus();
  await page.keyboard.press('N');
  await expect.poll(() => page.locator('footage-clips li').nth(0).locator('[aria-current=true]').count()).toBe(1);
});

test('a photograph is shown and looked at closely, a document opens in a window of its own', async () => {
  const body = `<linked-footage system="dispatch" record="stills" grant="cameras-${++grants}"></linked-footage>`;
  const { page, complaints } = await stage().open(
    `${stage().fixture.hostUrl}/?strict=1&body=${encodeURIComponent(body)}`,
  );
  const picture = page.locator('footage-picture');
  await picture.locator('img').waitFor();
  const width = () => picture.locator('img').evaluate((image) => image.getBoundingClientRect().width);
  const fitted = await width();
  await picture.focus();
  await page.keyboard.press('+');
  await expect.poll(width).toBeCloseTo(fitted * 1.5, 0);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('0');
  await expect.poll(width).toBeCloseTo(fitted, 0);
  expect(await page.locator('footage-player').count()).toBe(0);
  await page.locator('footage-clips li button').nth(1).click();
  const link = page.locator('footage-document a');
  await link.waitFor();
  expect(await link.getAttribute('href')).toBe(`${stage().fixture.url}/media/92/original`);
  expect(await link.getAttribute('rel')).toContain('noopener');
  expect(complaints).toEqual([expect.stringContaining('inline style')]);
});

test('of a clip that is open in part, nothing outside is offered, shown or asked for', async () => {
  const body = `<linked-footage system="dispatch" record="narrow" grant="cameras-${++grants}"></linked-footage>`;
  const { page, complaints } = await stage().open(
    `${stage().fixture.hostUrl}/?strict=1&body=${encodeURIComponent(body)}`,
  );
  await ready(page);
  expect(await ask<number>(page, 'currentTime')).toBeCloseTo(40, 0);
  expect(await page.locator('footage-controls').getByText('全段').count()).toBe(0);
  // Small pictures along the bar come from the linked part as well, 40 s to 44 s.
  const bar = await page.locator('footage-seek-bar .bar').boundingBox();
  if (!bar) throw new Error('the seek bar is not drawn');
  for (const share of [0.01, 0.5, 0.99]) await page.mouse.move(bar.x + bar.width * share, bar.y + bar.height / 2);
  await page.locator('footage-seek-bar .preview i').waitFor();
  await page.mouse.move(0, 0);
  await ask(page, 'play()');
  await expect.poll(() => ask<number>(page, 'currentTime'), { timeout: 30_000 }).toBeGreaterThan(43.9);
  await expect.poll(() => ask<boolean>(page, 'paused')).toBe(true);
  expect(await ask<number>(page, 'currentTime')).toBeLessThan(45);
  // The key for the whole clip does not lead out of it.
  await page.locator('footage-player').focus();
  await page.keyboard.press('s');
  await page.keyboard.press('Home');
  await expect.poll(() => ask<number>(page, 'currentTime')).toBeCloseTo(40, 0);
  const segments = stage().fixture.asked.flatMap((path) => /^\/media\/93\/chunk-stream\d+-(\d+)/.exec(path)?.[1] ?? []);
  expect(segments.length).toBeGreaterThan(1);
  // Segments of four seconds, counted from 1. Those from 28 s to 56 s touch what may be seen; what is linked ends at
  // 44 s, and nothing beyond the segment that ends it is loaded.
  for (const segment of segments.map(Number)) expect(segment >= 8 && segment <= 12, `${segment}`).toBe(true);
  const stills = stage().fixture.asked.flatMap((path) => /^\/media\/93\/still-(\d+)/.exec(path)?.[1] ?? []);
  expect(stills.length).toBeGreaterThan(1);
  for (const still of stills.map(Number)) expect(still >= 40 && still <= 44, `${still}`).toBe(true);
  expect(complaints).toEqual([expect.stringContaining('inline style')]);
});

test('only the linked part is loaded ahead, until the whole clip is asked for', async () => {
  const { page } = await openHost();
  await ready(page);
  await page.evaluate("document.querySelector('linked-footage').currentTime = 60");
  // Linked is up to 70 s, in segments of four; the clip goes on to 96 s.
  const end = () =>
    page.evaluate(
      "(() => { const { buffered } = deepAll('footage-player')[0].media; return buffered.length ? buffered.end(buffered.length - 1) : 0; })()",
    ) as Promise<number>;
  await expect.poll(end, { timeout: 30_000 }).toBeGreaterThan(69);
  await page.waitForLoadState('networkidle');
  expect(await end()).toBeLessThan(73);
  await page.locator('footage-controls').getByText('全段').click();
  await expect.poll(end, { timeout: 30_000 }).toBeGreaterThan(80);
});
