import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useStage } from './fixture/stage.ts';

const stage = useStage();

const open = async (path: string, viewport = { width: 1280, height: 860 }): Promise<Page> => {
  const { page } = await stage().open(stage().fixture.url + path, { signedIn: true, viewport });
  await page.locator('#content h1').first().waitFor();
  await page.locator('#content .bone').first().waitFor({ state: 'detached' });
  return page;
};

/** What has the focus: its tag, and its name or text. */
const focus = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at.localName + ' ' + (at.getAttribute('aria-label') ?? at.textContent).trim().replace(/\\s+/g, ' ');
  })()`);
const focusIs = (page: Page, what: string): Promise<void> =>
  expect.poll(() => focus(page), { timeout: 30_000 }).toBe(what);

test('the first Tab leads past the navigation; a page is begun at its beginning', async () => {
  const page = await open('/');
  await page.keyboard.press('Tab');
  await focusIs(page, 'a 跳到内容');
  await page.keyboard.press('Enter');
  await focusIs(page, 'main 总览');
  await page.locator('nav a[href="/records"]').focus();
  await page.keyboard.press('Enter');
  await focusIs(page, 'main 业务记录');
  // A link in a list leads on inside the console, which is not loaded anew.
  await page.evaluate('window.stillHere = true');
  await page.locator('tbody a').first().focus();
  await page.keyboard.press('Enter');
  await focusIs(page, 'main 记录');
  expect(await page.evaluate('window.stillHere')).toBe(true);
});

test('Escape gives up what is open, and the focus is where it was', async () => {
  const page = await open('/storage');
  const add = page.getByRole('button', { name: '增加存储卷' });
  await add.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await focusIs(page, 'input ');
  await page.keyboard.press('Escape');
  await page.locator('hub-volume-form').waitFor({ state: 'detached' });
  await focusIs(page, 'button 增加存储卷');

  // A question takes the place of the button that asked it, and begins with the harmless answer.
  await page.locator('hub-deletions').getByRole('button', { name: '批准删除', exact: true }).first().focus();
  await page.keyboard.press('Enter');
  await focusIs(page, 'button 返回');
  await page.keyboard.press('Escape');
  await focusIs(page, 'button 批准删除');
});

test('the keys of the player go away with Escape, as does the note of a mark', async () => {
  const page = await open('/records/1');
  const player = page.locator('footage-player');
  // What stands beside the picture comes after it.
  await page.locator('footage-tools').waitFor();
  await player.focus();
  for (const [key, opened] of [
    ['?', 'footage-key-help'],
    ['b', 'footage-tools form'],
  ] as const) {
    await page.keyboard.press(key);
    await page.locator(opened).waitFor();
    await page.keyboard.press('Escape');
    await page.locator(opened).waitFor({ state: 'detached' });
    await expect.poll(() => focus(page)).toContain('footage-player ');
  }
});

test('the menu of a telephone closes with Escape, and when the focus goes on to the page', async () => {
  const page = await open('/', { width: 390, height: 844 });
  const menu = page.getByRole('button', { name: '菜单' });
  await menu.focus();
  for (const leave of [() => page.keyboard.press('Escape'), () => page.locator('#content').focus()]) {
    await page.keyboard.press('Enter');
    await page.locator('aside.open').waitFor();
    await page.locator('aside nav a').first().focus();
    await leave();
    await expect.poll(() => page.locator('aside.open').count()).toBe(0);
    await expect.poll(() => focus(page)).toMatch(/^(button 菜单|main 总览)$/);
    await menu.focus();
  }
});

test('single keys act, until somebody switches them off', async () => {
  const page = await open('/review');
  const queue = page.locator('.queue li');
  await expect.poll(() => queue.count()).toBe(8);
  const chosen = page.locator('.queue [aria-current=true]');
  const before = await chosen.textContent();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => chosen.textContent()).not.toBe(before);
  await page.getByRole('button', { name: '单键快捷键' }).click();
  await page.locator('.actions kbd').first().waitFor({ state: 'detached' });
  await expect.poll(() => queue.count()).toBe(8);
  const now = await chosen.textContent();
  for (const key of ['y', 'n', 'x', 'ArrowDown', '/']) await page.keyboard.press(key);
  // By button it goes on; had the keys acted, more than one would be gone.
  await page.getByRole('button', { name: '跳过', exact: true }).click();
  await expect.poll(() => queue.count()).toBe(7);
  expect(await page.locator('.queue').textContent()).not.toContain(now);
  expect(new URL(page.url()).pathname).toBe('/review');
});

test('a dead letter is read where it is told, and Escape leads back to its row', async () => {
  const page = await open('/dead-letters');
  const row = page.locator('tbody button').nth(1);
  const words = ((await row.textContent()) ?? '').trim();
  await row.focus();
  await page.keyboard.press('Enter');
  await focusIs(page, `div ${words}`);
  await page.keyboard.press('Escape');
  await page.locator('.detail').waitFor({ state: 'detached' });
  await focusIs(page, `button ${words}`);
});
