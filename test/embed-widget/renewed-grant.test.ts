import { expect, test } from 'vitest';
import { records } from './fixture/data.ts';
import { useStage } from './fixture/stage.ts';

const stage = useStage();
const number = records[0]?.externalId ?? '';
const headers = { 'access-control-allow-origin': '*' };

test('a new grant after the right to look has ended goes on from where it stopped', async () => {
  const { page } = await stage().open('about:blank');
  // The hub's addresses of media carry the session; the fixture's do not, so they are given it here.
  let ended = '';
  const refusal = {
    status: 401,
    headers,
    contentType: 'application/problem+json',
    body: '{"type":"x","detail":"ended"}',
  };
  await page.route('**/embed/v1/records/**', async (route) => {
    const token = new URL(route.request().url()).searchParams.get('p') ?? '';
    if (token === ended) return route.fulfill(refusal);
    const response = await route.fetch();
    const body = (await response.text()).replace(/\/media\/(\d+)\//g, `/media/$1/p/${token}/`);
    return route.fulfill({ response, body });
  });
  await page.route(/\/media\/\d+\/p\//, async (route) => {
    const url = route.request().url();
    const [part = '', token = ''] = /\/p\/([^/]+)/.exec(url) ?? [];
    if (token === ended) return route.fulfill(refusal);
    return route.fulfill({ response: await route.fetch({ url: url.replace(part, '') }) });
  });
  const body = `<linked-footage system="dispatch" record="${number}" grant="g1"></linked-footage>`;
  await page.goto(`${stage().fixture.hostUrl}/?body=${encodeURIComponent(body)}`);
  await page.locator('footage-controls button.play').waitFor();
  const element = "document.querySelector('linked-footage')";
  await page.evaluate(`window.grants = 1; ${element}.addEventListener('grantneeded', () => {
    setTimeout(() => { ${element}.grant = 'g' + ++window.grants; }, 50);
  })`);
  await page.evaluate(`${element}.play()`);
  await expect.poll(() => page.evaluate(`${element}.currentTime`), { timeout: 20_000 }).toBeGreaterThan(13);
  ended = 'play-g1';
  // What is far ahead is not loaded yet.
  await page
    .locator('footage-player')
    .evaluate((player) => (player as unknown as { jump(seconds: number): void }).jump(85));
  const standing = (): Promise<unknown> =>
    page.evaluate(
      `${element}.grant !== 'g1' && ${element}.readyState > 1 && !${element}.paused && ${element}.currentTime > 85`,
    );
  await expect.poll(standing, { timeout: 60_000 }).toBe(true);
  expect(await page.evaluate(`${element}.currentTime`)).toBeLessThan(100);
}, 120_000);

test.each([
  ['as browsers do', '', ''],
  ['that forbids the referrer', '<meta name="referrer" content="no-referrer">', ''],
])(
  'a frame is heard by a page %s',
  async (_, meta) => {
    const source = `${stage().fixture.url}/embed/dispatch/${number}?grant=frame-${meta.length}`;
    const listener = "<script>window.heard=[];addEventListener('message',(e)=>heard.push(e.data.event))</script>";
    const frame = `<iframe width="800" height="700" src="${source}"></iframe>`;
    const { page } = await stage().open(
      `${stage().fixture.hostUrl}/?body=${encodeURIComponent(meta + listener + frame)}`,
    );
    await page.frameLocator('iframe').locator('footage-controls button.play').waitFor();
    await expect.poll(() => page.evaluate('window.heard')).toContain('links');
  },
  60_000,
);
