import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers } from '../kit/barriers.ts';
import { openBrowser } from '../kit/browser.ts';
import { type DemoUnderTest, demoUnderTest, eventually } from '../kit/demo.ts';

let demo: DemoUnderTest;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let page: Page;

/** Addresses of all pages of the console, as the console finds them: by its folder. */
const folder = new URL('../../embed-widget/console/pages/', import.meta.url);
const paths = readdirSync(folder)
  .filter((file) => file.endsWith('-page.ts'))
  .map((file) => {
    const path = /^ {2}path: '([^']+)',$/m.exec(readFileSync(new URL(file, folder), 'utf8'))?.[1];
    if (path === undefined) throw new Error(`${file} has no path: a page says it in a line of its own`);
    return path;
  });

interface Items {
  items: { id: number; name: string; title?: string }[];
}
const first = async (list: string): Promise<Items['items'][number]> =>
  eventually(async () => (await demo.get<Items>(list)).items[0]);

/** What stands for the parameters of a path. */
const examples: Readonly<Record<string, () => Promise<string>>> = {
  '/records/:id': async () => `/records/${(await first('/api/v1/records?system=dispatch&linked=true&limit=1')).id}`,
  '/footage/:id': async () => `/footage/${(await first('/api/v1/footage?linked=true&limit=1')).id}`,
  '/messages/:id': async () => `/messages/${(await first('/api/v1/messages?state=dead&limit=1')).id}`,
  '/mappings/:name': async () => `/mappings/${(await first('/api/v1/mappings')).name}`,
  '/sources/:name': async () => `/sources/${(await first('/api/v1/sources')).name}`,
  '/sources/:name/settings': async () => `/sources/${(await first('/api/v1/sources')).name}/settings`,
  '/search': async () => `/search?q=${encodeURIComponent((await first('/api/v1/records?limit=1')).title ?? '')}`,
};

/** What is opened on a page before it is looked at a second time. */
const openers: Readonly<Record<string, string>> = {
  '/search': 'search-page button[aria-expanded]',
  '/records/:id': 'hub-evidence button, hub-record-holds button',
  '/dead-letters': 'tbody button',
  '/messages/:id': 'hub-message button[aria-pressed]',
  '/sources/new': '.card',
  '/storage': 'header button.primary',
  '/keys': 'header button.primary',
};

const send = async (method: string, path: string, key: string, body: unknown): Promise<void> => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const answer = await fetch(demo.facts.url + path, { method, headers, body: JSON.stringify(body) });
  expect(answer.status, await answer.text()).toBeLessThan(300);
};

const settled = async (): Promise<void> => {
  await page.locator('#content h1, #content hub-message h2').first().waitFor();
  await page.locator('#content .bone').first().waitFor({ state: 'detached' });
};

/** In both colour schemes at both sizes; nothing scrolls sideways. */
const isFree = async (what: string): Promise<void> => {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 860 });
    // The bar of a telephone would lie over what happens to be under it.
    await page.evaluate('window.scrollTo(0, 0)');
    for (const theme of ['light', 'dark']) {
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
      const only = theme === 'dark' ? ({ only: 'colours' } as const) : {};
      expect(await barriers(page, only), `${what}, ${width} px, ${theme}`).toEqual([]);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth'), what).toBe(width);
  }
};

const open = async (path: string): Promise<void> => {
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.goto(demo.facts.url + path);
};

beforeAll(async () => {
  demo = await demoUnderTest({ days: 1, speed: 1, seed: 5 });
  browser = await openBrowser();
  page = await browser.context.newPage();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await demo?.dispose();
}, 60_000);

test('the sign-in is free of barriers; who has signed in begins at the page', async () => {
  await open('/');
  await page.getByLabel('账号').waitFor();
  await isFree('sign-in');
  const admin = demo.facts.accounts.find(({ role }) => role === 'admin');
  await page.getByLabel('账号').fill(admin?.user ?? '');
  await page.getByLabel('密码').fill(admin?.password ?? '');
  await page.keyboard.press('Enter');
  await settled();
  await expect
    .poll(() => page.evaluate("document.querySelector('hub-console').shadowRoot.activeElement?.localName"), {
      timeout: 60_000,
    })
    .toBe('main');
});

test('there is something on every page', { timeout: 300_000 }, async () => {
  // Somebody sends what does not fit, so that there are dead letters, and a source in trouble.
  const { id } = await first('/api/v1/messages?source=intelligence-push&limit=1');
  const { text } = await demo.get<{ text: string }>(`/api/v1/messages/${id}`);
  const secret = 'a-secret-of-the-test-long-enough';
  await send('PUT', '/api/v1/sources/odd-push', demo.facts.apiKey, {
    connector: 'http-push',
    mapping: 'intelligence-push',
    settings: { authentication: 'bearer', secret },
    state: 'running',
  });
  await send('POST', '/receive/odd-push', secret, JSON.parse(text.replaceAll(/\d{4}-\d{2}-\d{2}/g, 'soon')));
  await first('/api/v1/dead-letters?state=open&limit=1');
  await first('/api/v1/links?decision=review&limit=1');
});

test.each(paths)('%s is free of barriers, by day and by night, wide and narrow', { timeout: 240_000 }, async (path) => {
  if (path.includes(':') && !examples[path]) throw new Error(`say in examples what stands for the name in ${path}`);
  await open((await examples[path]?.()) ?? path);
  await settled();
  await isFree(path);
  const opener = openers[path];
  if (opener === undefined) return;
  await page.setViewportSize({ width: 1280, height: 860 });
  for (const button of await page.locator(opener).all()) if (await button.isVisible()) await button.click();
  for (const details of await page.locator('#content summary').all()) await details.click();
  await settled();
  await isFree(`${path}, opened`);
});
