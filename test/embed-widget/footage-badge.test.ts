import { expect, test } from 'vitest';
import { records } from './fixture/data.ts';
import { textOf, useStage } from './fixture/stage.ts';

const stage = useStage();

const badge = (record: string, grant: string, attributes = ''): string =>
  `<footage-badge system="dispatch" record="${record}" grant="${grant}" ${attributes}></footage-badge>`;

const openHost = (body: string) => stage().open(`${stage().fixture.hostUrl}/?body=${encodeURIComponent(body)}`);
const [first, second] = records.map(({ externalId }) => externalId);

test('many badges of a page ask once, and nothing of the player or the media is touched', async () => {
  const { fixture } = stage();
  const from = fixture.asked.length;
  const { page, complaints } = await openHost(
    badge(first ?? '', 'many') + badge(second ?? '', 'many') + badge('nothing', 'many'),
  );
  await expect.poll(() => textOf(page.locator('footage-badge').first().locator('button'))).toBe('3 段 · 2:54');
  expect(await textOf(page.locator('footage-badge').nth(2).locator('button'))).toBe('无关联视频');
  const asked = fixture.asked.slice(from);
  expect(asked.filter((path) => path === '/embed/v1/badges')).toHaveLength(1);
  expect(asked.filter((path) => path.startsWith('/embed/chunks/') || path.startsWith('/media/'))).toEqual([]);
  expect(complaints).toEqual([]);
});

test('a click loads the player and opens it in a dialog; Escape closes it', async () => {
  const { fixture } = stage();
  const { page } = await openHost(`<a href="/elsewhere">${badge(first ?? '', 'click')}</a>`);
  await expect.poll(() => textOf(page.locator('footage-badge').locator('button'))).toContain('3 段');
  const from = fixture.asked.length;
  await page.locator('footage-badge button').click();
  await page.locator('footage-dialog footage-controls button.play').waitFor();
  expect(fixture.asked.slice(from).some((path) => path.startsWith('/embed/chunks/viewer-chunk'))).toBe(true);
  expect(new URL(page.url()).pathname).toBe('/');
  await page.keyboard.press('k');
  await expect
    .poll(
      () =>
        page
          .locator('footage-dialog footage-player')
          .evaluate((element) => element.shadowRoot?.querySelector('video')?.paused),
      { timeout: 20_000 },
    )
    .toBe(false);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('footage-dialog').count()).toBe(0);
});

test('speaks English where the page does, and says so when it may not look', async () => {
  const { page } = await openHost(badge(first ?? '', 'english', 'lang="en"') + badge(first ?? '', 'bad', 'lang="en"'));
  await expect.poll(() => textOf(page.locator('footage-badge').nth(0).locator('button'))).toBe('3 clips · 2:54');
  await expect.poll(() => textOf(page.locator('footage-badge').nth(1).locator('button'))).toBe('Footage unavailable');
  expect(await page.locator('footage-badge').nth(0).locator('button').getAttribute('aria-label')).toContain(
    '3 linked clips',
  );
});
