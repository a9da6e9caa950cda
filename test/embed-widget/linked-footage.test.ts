import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { records } from './fixture/data.ts';
import { type Opened, textOf, useStage } from './fixture/stage.ts';

const stage = useStage();
const number = records[0]?.externalId ?? '';
let grants = 0;

afterEach(() => {
  stage().fixture.outage = false;
});

const openHost = (attributes = '', grant = `grant-${++grants}`): Promise<Opened> => {
  const body = `<h3>案件</h3><button>本页按钮</button><linked-footage system="dispatch" record="${number}" grant="${grant}" ${attributes}></linked-footage>`;
  return stage().open(`${stage().fixture.hostUrl}/?body=${encodeURIComponent(body)}`);
};

/** Ask the element as a host page would. */
const ask = <T>(page: Page, expression: string): Promise<T> =>
  page.evaluate(`document.querySelector('linked-footage').${expression}`) as Promise<T>;

const ready = (page: Page): Promise<unknown> => page.locator('footage-controls button.play').waitFor();
const stands = (page: Page): Promise<unknown> =>
  expect
    .poll(
      () =>
        page
          .locator('footage-player')
          .evaluate((element) => element.shadowRoot?.querySelector('video')?.readyState ?? 0),
      { timeout: 30_000 },
    )
    .toBeGreaterThanOrEqual(2);

test('opens at the linked segment, plays there, and the picture is not black', async () => {
  const { page, complaints } = await openHost();
  await ready(page);
  await stands(page);
  expect(await ask<number>(page, 'currentTime')).toBeCloseTo(12, 0);
  expect(await ask<boolean>(page, 'paused')).toBe(true);
  await page.evaluate(`window.heard = []; for (const name of ['play', 'playing', 'timeupdate', 'pause'])
    document.querySelector('linked-footage').addEventListener(name, (event) => window.heard.push(event.type))`);
  await ask(page, 'play()');
  await expect.poll(() => ask<number>(page, 'currentTime'), { timeout: 20_000 }).toBeGreaterThan(13);
  const brightness = await page.locator('footage-player').evaluate((element) => {
    const video = element.shadowRoot?.querySelector('video');
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 36 });
    const pen = canvas.getContext('2d');
    if (!video || !pen) return 0;
    pen.drawImage(video, 0, 0, 64, 36);
    const { data } = pen.getImageData(0, 0, 64, 36);
    return data.reduce((sum, value, i) => (i % 4 === 3 ? sum : sum + value), 0) / (64 * 36 * 3);
  });
  expect(brightness).toBeGreaterThan(15);
  await ask(page, 'pause()');
  await expect
    .poll(() => page.evaluate('window.heard'))
    .toEqual(expect.arrayContaining(['play', 'playing', 'timeupdate', 'pause']));
  expect(complaints).toEqual([]);
});

test('nothing is asked for twice on the way to the first picture, and no segment before the linked part', async () => {
  const { page } = await openHost();
  await ready(page);
  await stands(page);
  const asked = (await page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")) as string[];
  const master = asked.filter((url) => url.endsWith('/master.m3u8'));
  expect(master).toHaveLength(1);
  const folder = (master[0] ?? '').replace(/master\.m3u8$/, '');
  const pieces = asked.filter((url) => url.startsWith(folder) && /\.(m3u8|m4s)$/.test(url));
  expect(pieces.filter((url, at) => pieces.indexOf(url) !== at)).toEqual([]);
  let before = 0;
  for (const playlist of pieces.filter((url) => /media_\d+\.m3u8$/.test(url))) {
    let end = 0;
    for (const [, seconds, name] of (await (await fetch(playlist)).text()).matchAll(/#EXTINF:([\d.]+),\n(\S+)/g)) {
      end += Number(seconds);
      if (end > 12) break;
      before += 1;
      expect(pieces).not.toContain(folder + name);
    }
  }
  expect(before).toBeGreaterThan(0);
});

test('shows the clips with probability in words, and the clock of the camera at the playhead', async () => {
  const { page } = await openHost();
  await ready(page);
  await stands(page);
  const clips = page.locator('footage-clips li');
  expect(await clips.count()).toBe(3);
  expect(await textOf(clips.nth(0))).toContain('几乎确定');
  expect(await textOf(clips.nth(2))).toContain('待确认');
  expect(await textOf(page.locator('footage-controls .wall b'))).toBe('08:44:22');
  expect(await textOf(page.locator('footage-watermark span').first())).toContain('009902 周示二');
  await clips.nth(1).locator('button').click();
  await expect.poll(() => ask<number>(page, 'currentTime'), { timeout: 20_000 }).toBeGreaterThan(18.2);
});

test('keys work as in every player', async () => {
  const { page } = await openHost();
  await ready(page);
  await stands(page);
  await page.locator('footage-player').focus();
  await page.keyboard.press('l');
  await expect.poll(() => ask<number>(page, 'currentTime')).toBeCloseTo(22, 0);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => ask<number>(page, 'currentTime')).toBeCloseTo(17, 0);
  await page.keyboard.press('j');
  await expect.poll(() => ask<number>(page, 'currentTime')).toBeCloseTo(12, 0);
  await page.keyboard.press('m');
  expect(await ask<boolean>(page, 'muted')).toBe(true);
  await page.keyboard.press('>');
  await expect.poll(() => ask<number>(page, 'playbackRate')).toBe(1.5);
  await page.keyboard.press('k');
  await expect.poll(() => ask<boolean>(page, 'paused')).toBe(false);
  await page.keyboard.press(' ');
  await expect.poll(() => ask<boolean>(page, 'paused')).toBe(true);
});

test('keeps to the linked segment until the whole clip is asked for', async () => {
  const { page } = await openHost();
  await ready(page);
  await stands(page);
  await page.locator('footage-player').focus();
  await page.keyboard.press('End');
  await expect.poll(() => ask<number>(page, 'currentTime')).toBeCloseTo(70, 0);
  await page.keyboard.press('l');
  await expect.poll(() => ask<number>(page, 'currentTime')).toBeCloseTo(70, 0);
  await page.locator('footage-controls').getByText('全段').click();
  await page.keyboard.press('l');
  await expect.poll(() => ask<number>(page, 'currentTime')).toBeCloseTo(80, 0);
  expect(await page.locator('footage-seek-bar .bar').getAttribute('aria-valuemax')).toMatch(/^9[56]$/);
});

test('goes on by itself after the line was down', async () => {
  const { page } = await openHost();
  await ready(page);
  await stands(page);
  await page.locator('footage-controls').getByText('全段').click();
  await ask(page, 'play()');
  stage().fixture.outage = true;
  await page.evaluate("document.querySelector('linked-footage').playbackRate = 8");
  await page.locator('footage-notice[phase=interrupted]').waitFor({ timeout: 40_000 });
  const stalledAt = await ask<number>(page, 'currentTime');
  stage().fixture.outage = false;
  await expect.poll(() => ask<number>(page, 'currentTime'), { timeout: 40_000 }).toBeGreaterThan(stalledAt + 3);
});

test('a file that does not come at first plays when it does', async () => {
  const { page } = await openHost();
  await ready(page);
  await stands(page);
  stage().fixture.outage = true;
  await page.locator('footage-clips li button').nth(1).click();
  await page.locator('footage-notice[phase=interrupted]').waitFor({ timeout: 20_000 });
  stage().fixture.outage = false;
  await expect.poll(() => ask<number>(page, 'currentTime'), { timeout: 40_000 }).toBeGreaterThan(18.2);
});

test('where the volume of a rendition is away, the original is played from its copy', async () => {
  const { page, complaints } = await stage().open('about:blank');
  await page.route(/\.(m3u8|m4s)$/, (route) => route.fulfill({ status: 404, body: 'the volume is away' }));
  const body = `<linked-footage system="dispatch" record="${number}" grant="copy-${++grants}"></linked-footage>`;
  await page.goto(`${stage().fixture.hostUrl}/?body=${encodeURIComponent(body)}`);
  await ready(page);
  await stands(page);
  await ask(page, 'play()');
  await expect.poll(() => ask<number>(page, 'currentTime'), { timeout: 40_000 }).toBeGreaterThan(12.5);
  expect(complaints.filter((one) => !one.includes('404'))).toEqual([]);
  await page.context().close();
});

test('says why there is nothing, and what to do about a refused grant', async () => {
  const none = await stage().open(
    `${stage().fixture.hostUrl}/?body=${encodeURIComponent(`<linked-footage system="dispatch" record="nothing" grant="g-${++grants}"></linked-footage>`)}`,
  );
  await none.page.locator('footage-viewer .message').waitFor();
  expect(await textOf(none.page.locator('footage-viewer .message'))).toContain('暂无关联的音视频');
  const refused = await openHost('', 'bad-grant');
  await refused.page.locator('footage-viewer [role=alert]').waitFor();
  expect(await textOf(refused.page.locator('footage-viewer [role=alert]'))).toContain('请刷新所在页面');
});

test('a page with several elements exchanges its grant once', async () => {
  const before = stage().fixture.asked.filter((path) => path === '/embed/v1/session').length;
  const one = `<linked-footage system="dispatch" record="${number}" grant="shared"></linked-footage>`;
  const { page } = await stage().open(
    `${stage().fixture.hostUrl}/?body=${encodeURIComponent(`<footage-badge system="dispatch" record="${number}" grant="shared"></footage-badge>${one}${one}`)}`,
  );
  await page.locator('footage-clips').first().waitFor();
  // The second one loads when it is about to be seen.
  await page.locator('linked-footage').nth(1).scrollIntoViewIfNeeded();
  await expect.poll(() => page.locator('footage-clips').count()).toBe(2);
  await expect.poll(() => textOf(page.locator('footage-badge').locator('button'))).toContain('3 段');
  expect(stage().fixture.asked.filter((path) => path === '/embed/v1/session').length - before).toBe(1);
});

test('every control has a name, and styles leak neither way', async () => {
  const { page } = await openHost();
  await ready(page);
  const nameless = await page.evaluate(
    "deepAll('button, select, input, [role=slider], video', document.querySelector('linked-footage').shadowRoot).filter((e) => e.getAttribute('aria-hidden') !== 'true' && !(e.ariaLabel || e.textContent.trim())).map((e) => e.outerHTML)",
  );
  expect(nameless).toEqual([]);
  expect(await page.evaluate("deepAll('img:not([alt])').length")).toBe(0);
  const inside = await page
    .locator('footage-controls button.play')
    .evaluate((element) => getComputedStyle(element).borderTopStyle);
  expect(inside).toBe('none');
  const outside = await page.locator('body > button').evaluate((element) => getComputedStyle(element).borderTopStyle);
  expect(outside).toBe('dashed');
  expect(await page.evaluate('document.styleSheets.length + document.adoptedStyleSheets.length')).toBe(1);
});

test('works in a page whose policy forbids everything inline', async () => {
  const body = `<footage-badge system="dispatch" record="${number}" grant="strict"></footage-badge><linked-footage system="dispatch" record="${number}" grant="strict"></linked-footage>`;
  const { page, complaints } = await stage().open(
    `${stage().fixture.hostUrl}/?strict=1&body=${encodeURIComponent(body)}`,
  );
  await ready(page);
  await stands(page);
  await ask(page, 'play()');
  await expect.poll(() => ask<number>(page, 'currentTime'), { timeout: 20_000 }).toBeGreaterThan(13);
  expect(
    await page.locator('footage-badge button').evaluate((element) => getComputedStyle(element).borderTopLeftRadius),
  ).toBe('12px');
  // The host page's own inline style is what the policy stops, and nothing of ours.
  expect(complaints).toEqual([expect.stringContaining('inline style')]);
});

test('the iframe page shows the record of its address and speaks with the page around it', async () => {
  const source = `${stage().fixture.url}/embed/dispatch/${number}?grant=frame-${++grants}`;
  const listener = "<script>window.heard=[];addEventListener('message',(e)=>heard.push(e.data.event))</script>";
  const { page } = await stage().open(
    `${stage().fixture.hostUrl}/?body=${encodeURIComponent(`${listener}<iframe width="800" height="700" allow="fullscreen; autoplay" src="${source}"></iframe>`)}`,
  );
  const frame = page.frameLocator('iframe');
  await frame.locator('footage-controls button.play').waitFor();
  await expect.poll(() => page.evaluate('window.heard')).toEqual(expect.arrayContaining(['links', 'resize']));
  await page.evaluate(
    `document.querySelector('iframe').contentWindow.postMessage({ method: 'play' }, '${stage().fixture.url}')`,
  );
  await expect
    .poll(() => page.evaluate('window.heard'), { timeout: 20_000 })
    .toEqual(expect.arrayContaining(['play', 'timeupdate']));
});
