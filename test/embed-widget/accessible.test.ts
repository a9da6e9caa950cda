import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { barriers } from '../kit/barriers.ts';
import { records } from './fixture/data.ts';
import { useStage } from './fixture/stage.ts';

const stage = useStage();
const number = records[0]?.externalId ?? '';
let grants = 0;

const sizes = [
  { width: 1280, height: 860 },
  { width: 390, height: 844 },
];

/** A page of a business system with our elements in it, in both colour schemes of theirs. */
const openHost = async (body: (attributes: string) => string, theme: 'light' | 'dark'): Promise<Page> => {
  grants += 1;
  const ground = theme === 'dark' ? '<style>body{background:#0b0e13;color:#e7ebf1}</style>' : '';
  const inside = `${ground}<main><h1>案件</h1>${body(`system="dispatch" grant="a11y-${grants}" theme="${theme}"`)}</main>`;
  return (await stage().open(`${stage().fixture.hostUrl}/?body=${encodeURIComponent(inside)}`)).page;
};

const player = (record: string) => (attributes: string) =>
  `<linked-footage record="${record}" ${attributes}></linked-footage>`;

/** Nothing is in the way at either size. */
const isFree = async (page: Page, part: string): Promise<void> => {
  for (const size of sizes) {
    await page.setViewportSize(size);
    expect(await barriers(page, { part }), `${part} at ${size.width}`).toEqual([]);
  }
};

for (const theme of ['light', 'dark'] as const) {
  test(`the player in a page of another system, ${theme}`, async () => {
    const page = await openHost(player(number), theme);
    await page.locator('footage-controls button.play').waitFor();
    await page.locator('footage-camera').nth(1).waitFor();
    await isFree(page, 'linked-footage');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.locator('footage-tools .mark').click();
    await page.locator('footage-player').press('?');
    await page.locator('footage-key-help').waitFor();
    await isFree(page, 'linked-footage');
  });

  test(`what is not there yet, has no course of time, or is nothing at all, ${theme}`, async () => {
    for (const [record, there] of [
      ['unready', 'footage-camera'],
      ['stills', 'footage-clips li'],
      ['nothing', 'linked-footage'],
    ] as const) {
      const page = await openHost(player(record), theme);
      await page.locator(there).first().waitFor();
      await page.locator('footage-viewer .bone').first().waitFor({ state: 'detached' });
      await isFree(page, 'linked-footage');
    }
  });

  test(`badges in a table, and the dialog one opens, ${theme}`, async () => {
    const page = await openHost(
      (attributes) =>
        `<table>${[number, records[1]?.externalId, 'nothing'].map((record) => `<tr><td><footage-badge record="${record}" ${attributes}></footage-badge></td></tr>`).join('')}</table>`,
      theme,
    );
    const badge = page.locator('footage-badge button').first();
    await expect.poll(() => badge.textContent()).toContain('3 段');
    await isFree(page, 'table');
    await badge.focus();
    await page.keyboard.press('Enter');
    await page.locator('footage-dialog footage-controls button.play').waitFor();
    await isFree(page, 'footage-dialog');
    // The dialog holds the focus; what was opened last is closed first, and the focus goes back to the badge.
    for (let i = 0; i < 40; i += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.localName')).toMatch(/^(footage-dialog|body)$/);
    }
    await page.locator('footage-dialog footage-player').focus();
    await page.keyboard.press('?');
    await page.locator('footage-key-help').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('footage-key-help').waitFor({ state: 'detached' });
    expect(await page.locator('footage-dialog').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.locator('footage-dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.localName')).toBe('footage-badge');
  });

  test(`the page for an iframe, ${theme}`, async () => {
    grants += 1;
    const { page } = await stage().open(
      `${stage().fixture.url}/embed/dispatch/${number}?grant=a11y-${grants}&theme=${theme}`,
    );
    await page.locator('footage-controls button.play').waitFor();
    await isFree(page, 'html');
  });
}
