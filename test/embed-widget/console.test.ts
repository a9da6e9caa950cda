import { expect, test } from 'vitest';
import { rightsOf } from '../../hub/access/roles.ts';
import { textOf, useStage } from './fixture/stage.ts';

const stage = useStage();

const paths = [
  '/',
  '/search?q=%E7%9B%97%E7%AA%83',
  '/records',
  '/records/1',
  '/footage',
  '/footage/1',
  '/review',
  '/rules',
  '/sources',
  '/sources/new',
  '/sources/case-rest/settings',
  '/upload',
  '/sources/case-rest',
  '/messages',
  '/messages/7000',
  '/dead-letters',
  '/storage',
  '/audit',
];

/** Words of the interface itself: what comes from records stays as it was written. */
const chrome =
  'nav a, nav h2, th, dt, .segments button:not([lang=zh]), header.top .button, .filters option:first-child, .facets h2';

for (const language of ['zh', 'en'] as const)
  for (const path of paths)
    test(`${path} in ${language}: drawn without a complaint, everything named`, async () => {
      const { page, complaints } = await stage().open(stage().fixture.url + path, { signedIn: true, language });
      await page.locator('main h1').first().waitFor();
      await page.locator('main [role=status][aria-label]').first().waitFor({ state: 'detached' });
      const words = (await page.evaluate(
        `deepAll(${JSON.stringify(chrome)}).map((e) => e.textContent.trim())`,
      )) as string[];
      expect(words.length).toBeGreaterThan(6);
      expect(words.filter((word) => word.includes('undefined'))).toEqual([]);
      if (language === 'en') expect(words.filter((word) => /[\u4e00-\u9fff]/.test(word))).toEqual([]);
      else expect(words.some((word) => /[\u4e00-\u9fff]/.test(word))).toBe(true);
      const nameless = await page.evaluate(
        "deepAll('button, a[href], select, input, [role=slider]').filter((e) => e.getAttribute('aria-hidden') !== 'true' && e.checkVisibility() && !(e.ariaLabel || e.title || e.textContent.trim() || e.labels?.length)).map((e) => e.outerHTML)",
      );
      expect(nameless).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    });

test('fits a telephone: no page scrolls sideways, the menu opens and closes', async () => {
  for (const path of paths) {
    const { page } = await stage().open(stage().fixture.url + path, {
      signedIn: true,
      viewport: { width: 390, height: 844 },
    });
    await page.locator('main h1').first().waitFor();
    await page.locator('main [role=status][aria-label]').first().waitFor({ state: 'detached' });
    expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 390]);
    if (path === '/') {
      await page.getByRole('button', { name: '菜单' }).click();
      await page.locator('aside').getByRole('link', { name: '业务记录' }).click();
      await expect.poll(() => new URL(page.url()).pathname).toBe('/records');
      await expect.poll(() => page.locator('aside.open').count()).toBe(0);
    }
    await page.context().close();
  }
});

test('signs in with a word about a wrong password, and out again', async () => {
  const { page } = await stage().open(`${stage().fixture.url}/records`);
  await page.getByLabel('账号').fill('zhou');
  await page.getByLabel('密码').fill('wrong');
  await page.getByRole('button', { name: '登录' }).click();
  await expect.poll(() => textOf(page.getByRole('alert'))).toContain('账号或密码不正确');
  await page.getByLabel('密码').fill('demo');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('heading', { name: '业务记录' }).waitFor();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByLabel('密码').waitFor();
});

test('language and colours are kept', async () => {
  const { page } = await stage().open(stage().fixture.url, { signedIn: true });
  await page.getByRole('button', { name: 'EN' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.getByRole('button', { name: 'Dark' }).click();
  await page.reload();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  expect(await page.evaluate('document.documentElement.lang')).toBe('en');
});

test('filters stand in the address and narrow the list', async () => {
  const { page } = await stage().open(`${stage().fixture.url}/records`, { signedIn: true });
  await page.locator('tbody tr').first().waitFor();
  await page.getByLabel('全部系统').selectOption('traffic');
  await expect.poll(() => new URL(page.url()).search).toBe('?system=traffic');
  await expect
    .poll(async () => new Set(await page.locator('tbody td:nth-child(3)').allInnerTexts()))
    .toEqual(new Set(['六合一平台']));
  await page.locator('tbody tr').first().click();
  await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/records\/\d+$/);
  await page.goBack();
  await expect.poll(() => new URL(page.url()).search).toBe('?system=traffic');
});

test('a record says why each clip is linked and plays the one that is chosen', async () => {
  const { page } = await stage().open(`${stage().fixture.url}/records/1`, { signedIn: true });
  await page.locator('hub-weight-waterfall').first().waitFor();
  const why = await textOf(page.locator('hub-link-why [role=table]'));
  expect(why).toContain('佩戴人就是出警人');
  expect(why).toContain('+7.7');
  await page.locator('footage-clips li button').nth(1).click();
  await expect
    .poll(
      () =>
        page
          .locator('footage-player')
          .evaluate((element) => element.shadowRoot?.querySelector('video')?.currentTime ?? 0),
      { timeout: 20_000 },
    )
    .toBeGreaterThan(18.1);
  // The other cameras of the event are there as well, and what is marked is kept.
  expect(await page.locator('footage-camera').count()).toBe(2);
  await page.locator('footage-tools .mark').click();
  await page.keyboard.type('车牌可见');
  await page.keyboard.press('Enter');
  await expect.poll(() => textOf(page.locator('footage-tools li').first())).toContain('车牌可见');
});

test('what the hub thinks of a clip is never cut off, however narrow the list', async () => {
  for (const width of [1280, 1100, 390, 320]) {
    const { page } = await stage().open(`${stage().fixture.url}/records/1`, {
      signedIn: true,
      language: 'en',
      viewport: { width, height: 860 },
    });
    const words = page.locator('footage-clips .end');
    await words.first().waitFor();
    const cut = await words.evaluateAll((all) =>
      all.filter((word) => {
        const [own, list] = [word, word.closest('button')].map((one) => one?.getBoundingClientRect());
        return word.scrollWidth > word.clientWidth || !own || !list || own.right > list.right;
      }),
    );
    expect(cut, `${width} px`).toEqual([]);
  }
});

test('review goes by keyboard: y takes the pair away, the arrows choose another', async () => {
  const { page } = await stage().open(`${stage().fixture.url}/review`, { signedIn: true });
  const queue = page.locator('.queue li');
  await expect.poll(() => queue.count()).toBe(8);
  const second = await textOf(queue.nth(1));
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => textOf(page.locator('.queue [aria-current=true]'))).toBe(second);
  await page.keyboard.press('y');
  await expect.poll(() => queue.count()).toBe(7);
  // The third pair was decided by somebody else: it is said, and the next one is there.
  await page.keyboard.press('n');
  await expect.poll(() => textOf(page.getByRole('alert'))).toContain('chen 已于');
  await expect.poll(() => queue.count()).toBe(6);
  await page.keyboard.press('n');
  await expect.poll(() => queue.count()).toBe(5);
  await page.keyboard.press('x');
  await expect.poll(() => queue.count()).toBe(4);
  await page.keyboard.press('u');
  await expect.poll(() => queue.count()).toBe(5);
  await page.keyboard.press('u');
  await expect.poll(() => queue.count()).toBe(6);
  await expect.poll(() => textOf(page.locator('.queue [aria-current=true]'))).toBe(second);
});

test('a draft of rules is checked, tried beside those in force, and published with a second yes', async () => {
  const { page, complaints } = await stage().open(`${stage().fixture.url}/rules`, { signedIn: true });
  const editor = page.locator('hub-yaml-editor .cm-content');
  await editor.waitFor();
  const publish = page.getByRole('button', { name: '发布', exact: true });
  expect(await publish.isDisabled()).toBe(true);
  await editor.click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# linked: 1.7\n');
  await expect.poll(() => textOf(page.locator('.problems'))).toContain('第 1 行');
  expect(await publish.isDisabled()).toBe(true);
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.type('# stricter');
  await expect.poll(() => page.locator('.problems').count()).toBe(0);
  await page.getByRole('button', { name: '试运行' }).click();
  await expect.poll(() => textOf(page.locator('hub-rules-trial .tabs'))).toContain('新增待确认 3');
  expect(await textOf(page.locator('hub-rules-trial table'))).toContain('100.0% (117/117)');
  await page.locator('hub-rules-trial summary').first().click();
  expect(await page.locator('hub-rules-trial details').first().locator('hub-weight-waterfall').count()).toBe(2);
  await page.getByRole('button', { name: '开始估计' }).click();
  await page.getByRole('button', { name: '采用为草稿' }).click();
  await expect.poll(() => textOf(editor)).toContain('prior: 0.142');
  await publish.click();
  await page.getByRole('button', { name: '确认', exact: true }).click();
  await expect.poll(() => textOf(page.getByRole('status').first())).toContain('第 1 版已生效');
  await expect.poll(() => page.locator('hub-rules-versions li').count()).toBe(2);
  expect(complaints).toEqual([]);
});

test('a dead letter shows field, rule and value, and beside them its message raw, decoded and stored', async () => {
  const { page } = await stage().open(`${stage().fixture.url}/dead-letters`, { signedIn: true });
  await page.locator('tbody tr').nth(1).click();
  const panes = page.locator('hub-message pre');
  await panes.first().waitFor();
  expect(await textOf(page.locator('.detail'))).toContain('time(yyyy-MM-dd HH:mm:ss)');
  const [raw, decoded, stored] = await panes.allTextContents();
  expect(raw).toContain('"code":"1"');
  expect(decoded).toContain('"SLSJ": "2026/3/2 8h44"');
  expect(stored).toContain('"title": "电动车被盗"');
});

test('an unknown record says so with a remedy, an unknown page leads home', async () => {
  const { page } = await stage().open(`${stage().fixture.url}/records/99999`, { signedIn: true });
  await expect.poll(() => textOf(page.getByRole('alert').first())).toContain('请核对编号');
  await page.goto(`${stage().fixture.url}/nowhere`);
  await page.getByRole('link', { name: '回到总览' }).click();
  await page.getByRole('heading', { name: '总览' }).waitFor();
});

test('nothing leads a case handler where only those who run the hub may look', async () => {
  const { page } = await stage().open(stage().fixture.url, { signedIn: true });
  await page.route('**/api/v1/me', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), rights: rightsOf.handler } });
  });
  await page.goto(`${stage().fixture.url}/records/1`);
  await page.locator('dt').filter({ hasText: '数据源' }).waitFor();
  expect(await page.locator('a[href^="/sources"], a[href^="/messages"]').count()).toBe(0);
  await page.goto(`${stage().fixture.url}/sources/case-rest`);
  await expect.poll(() => textOf(page.locator('main'))).toContain('您的角色不能查看此页面');
  await page.getByRole('link', { name: '回到总览' }).click();
  await page.getByRole('heading', { name: '总览' }).waitFor();
});
