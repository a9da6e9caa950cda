import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { records } from './fixture/data.ts';
import { textOf, useStage } from './fixture/stage.ts';

const stage = useStage();
const [first = '', second = ''] = records.map(({ externalId }) => externalId);
let grants = 0;

const openHost = (body: string) => stage().open(`${stage().fixture.hostUrl}/?body=${encodeURIComponent(body)}`);
const element = (before = ''): string =>
  `${before}<linked-footage system="dispatch" record="${first}" grant="changes-${++grants}"></linked-footage>`;
/** Out of sight, so that nothing loads by itself. */
const far = '<div style="height:3000px"></div>';

/** What a host page does with the element `e`. */
const host = <T>(page: Page, script: string): Promise<T> =>
  page.evaluate(`((e) => { ${script} })(document.querySelector('linked-footage'))`) as Promise<T>;
const heading = (page: Page): Promise<string | undefined> =>
  page.evaluate("deepAll('header b')[0]?.textContent") as Promise<string | undefined>;
const stands = (page: Page): Promise<unknown> =>
  expect.poll(() => host<number>(page, 'return e.readyState'), { timeout: 30_000 }).toBeGreaterThanOrEqual(2);

/** What the hub answers of a record that this person may not see. */
const refuse = (page: Page, address: string, status: number): Promise<unknown> =>
  page.route(address, (route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      headers: { 'access-control-allow-origin': '*' },
      body: JSON.stringify({ type: 'x/not-found', detail: 'this session does not open the record' }),
    }),
  );

test('a record that is refused shows nothing of the one before it', async () => {
  const { page } = await openHost(element());
  await page.locator('footage-controls button.play').waitFor();
  await refuse(page, '**/embed/v1/records/dispatch/REFUSED*', 404);
  await host(page, "e.setAttribute('record', 'REFUSED')");
  await expect.poll(() => page.locator('footage-viewer [role=alert]').count()).toBe(1);
  expect(await heading(page)).toBeUndefined();
  expect(await page.locator('footage-player').count()).toBe(0);
});

test('another record opens paused, with the sound and the speed that were set', async () => {
  const { page } = await openHost(element());
  await stands(page);
  await host(page, 'e.muted = true; e.playbackRate = 2; return e.play()');
  await expect.poll(() => host<boolean>(page, 'return e.paused')).toBe(false);
  const before = await heading(page);
  await host(page, `e.setAttribute('record', '${second}')`);
  await expect.poll(() => heading(page)).not.toBe(before);
  await stands(page);
  const now = await host<object>(page, 'return { paused: e.paused, muted: e.muted, playbackRate: e.playbackRate }');
  expect(now).toEqual({ paused: true, muted: true, playbackRate: 2 });
});

test('a badge that is given another record forgets the count of the one before', async () => {
  const { page } = await openHost(
    `<footage-badge system="dispatch" record="${first}" grant="changes-badge"></footage-badge>`,
  );
  const button = page.locator('footage-badge button');
  await expect.poll(() => textOf(button)).toBe('3 段 · 2:54');
  await page.evaluate(
    "window.needed = 0; document.addEventListener('grantneeded', (event) => { window.needed += event.target.localName === 'footage-badge'; })",
  );
  await refuse(page, '**/embed/v1/badges*', 401);
  await page.evaluate("document.querySelector('footage-badge').setAttribute('record', 'ANOTHER')");
  await expect.poll(() => textOf(button)).toBe('视频不可用');
  expect(await page.evaluate('window.needed')).toBe(1);
});

test('paused while it loads, it stays paused', async () => {
  const { page } = await openHost(element(far));
  await page.waitForFunction("customElements.get('linked-footage')");
  await host(page, 'void e.play(); e.pause()');
  await stands(page);
  await page.waitForTimeout(1_000);
  expect(await host<boolean>(page, 'return e.paused')).toBe(true);
});

test('what is set before a clip is open holds for it', async () => {
  const { page } = await openHost(element(far));
  await page.waitForFunction("customElements.get('linked-footage')");
  const read =
    'return { muted: e.muted, volume: e.volume, playbackRate: e.playbackRate, at: Math.round(e.currentTime) }';
  const set = { muted: true, volume: 0.5, playbackRate: 2, at: 20 };
  expect(await host(page, `e.muted = true; e.volume = 0.5; e.playbackRate = 2; e.currentTime = 20; ${read}`)).toEqual(
    set,
  );
  await host(page, 'return e.load()');
  await stands(page);
  expect(await host(page, read)).toEqual(set);
});

test('a page that goes past the linked part is shown the clip there', async () => {
  const { page } = await openHost(element());
  await stands(page);
  await host(page, 'e.muted = true; e.currentTime = 80; return e.play()');
  await expect.poll(() => host<number>(page, 'return e.currentTime'), { timeout: 20_000 }).toBeGreaterThan(81);
  await host(page, 'e.currentTime = 5');
  await expect.poll(() => host<number>(page, 'return e.currentTime'), { timeout: 20_000 }).toBeGreaterThan(6);
  expect(await host<number>(page, 'return e.currentTime')).toBeLessThan(12);
});

test('colours and language follow the element while it is shown', async () => {
  const { page } = await openHost(element());
  await page.locator('footage-controls button.play').waitFor();
  const shown = (): Promise<unknown> =>
    page.locator('footage-viewer').evaluate((viewer) => [getComputedStyle(viewer).color, viewer.getAttribute('theme')]);
  const before = await shown();
  await host(page, "e.setAttribute('theme', 'dark'); e.setAttribute('lang', 'en')");
  await expect.poll(() => page.locator('footage-controls button.play').getAttribute('aria-label')).toMatch(/^[ -~]+$/);
  expect(await shown()).not.toEqual(before);
});

test('taken out of the page and put back, it stands paused where it was', async () => {
  const { page, complaints } = await openHost(element());
  await stands(page);
  await host(page, 'return e.play()');
  await expect.poll(() => host<number>(page, 'return e.currentTime'), { timeout: 20_000 }).toBeGreaterThan(14);
  const at = await host<number>(
    page,
    'const { currentTime, parentElement } = e; e.remove(); setTimeout(() => parentElement.append(e), 300); return currentTime',
  );
  await page.waitForTimeout(1_000);
  await stands(page);
  await page.waitForTimeout(1_000);
  expect(await host<boolean>(page, 'return e.paused')).toBe(true);
  expect(await host<number>(page, 'return e.currentTime')).toBeCloseTo(at, 0);
  await host(page, 'return e.play()');
  await expect.poll(() => host<number>(page, 'return e.currentTime'), { timeout: 20_000 }).toBeGreaterThan(at + 1);
  expect(complaints).toEqual([]);
});
