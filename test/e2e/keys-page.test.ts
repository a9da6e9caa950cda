import { afterAll, expect, test } from 'vitest';
import { createApiKey } from '../../hub/access/api-key.ts';
import { findViewsKey, noteViewsTrouble } from '../../hub/store/api-keys.ts';
import { north } from '../api/world.ts';
import { openBrowser } from '../kit/browser.ts';
import { startConsole } from './_console.ts';

const hub = await startConsole();
const browser = await openBrowser();

const open = async (role: 'admin' | 'supervisor', path: string) => {
  const { cookie } = await hub.signedIn(`${role}-of-${path.split('/')[1]}`, role, [north]);
  await browser.context.clearCookies();
  await browser.context.addCookies([{ name: 'hub_session', value: cookie?.split('=')[1] ?? '', url: hub.url }]);
  const page = await browser.context.newPage();
  await page.goto(hub.url + path);
  return page;
};

afterAll(async () => {
  await browser.close();
  await hub.close();
});

test('a key of a business system is made, told once, and ended on its page', async () => {
  const page = await open('admin', '/keys');
  await page.getByRole('button', { name: '接入业务系统' }).click();
  await page.getByLabel('名称').fill('案件页面');
  await page.getByLabel(/来源/).fill('https://case.example/page');
  await page.getByRole('button', { name: '生成密钥' }).click();
  // A path is no origin: said with the remedy, and what was written stays.
  await page.getByRole('alert').waitFor();
  expect(await page.getByLabel('名称').inputValue()).toBe('案件页面');
  await page.getByLabel(/来源/).fill('https://case.example');
  await page.getByLabel(/告知地址/).fill('https://case.example/views');
  await page.getByRole('button', { name: '生成密钥' }).click();
  const told = page.getByRole('status').filter({ hasText: '只显示这一次' });
  const key = (await told.locator('code').first().textContent()) ?? '';
  expect(await told.locator('code').count()).toBe(2);
  const records = () => fetch(`${hub.url}/api/v1/records`, { headers: { authorization: `Bearer ${key}` } });
  expect((await records()).status).toBe(200);

  await page.reload();
  await page.locator('tbody').getByText('案件页面').waitFor();
  expect(await page.getByText(key).count()).toBe(0);
  await page.getByRole('button', { name: '停用 案件页面', exact: true }).click();
  await page.getByRole('button', { name: '确认停用 案件页面', exact: true }).click();
  await page.getByRole('button', { name: '启用 案件页面', exact: true }).waitFor();
  expect((await records()).status).toBe(401);
});

test('a system that does not get its views told is seen with reason and remedy, until it does', async () => {
  const name = '交通页面';
  const views = { url: 'https://traffic.example/views', sealedSecret: 'sealed' };
  await createApiKey(hub.db, { name, role: 'handler', orgs: [north], origins: ['https://traffic.example'], views });
  const key = await findViewsKey(hub.db, name);
  if (!key) throw new Error('the key is not there');
  const at = Date.parse('2024-01-05T08:48:09+08:00');
  const reason = '[hub] [views] the receiver of views at 交通页面 answered 401';
  const remedy = 'check its key';
  await noteViewsTrouble(hub.db, key, { message: reason, remedy, refused: true, attempts: 4, since: at, at });
  const page = await open('admin', '/keys');
  const row = page.locator('td.trouble');
  await row.waitFor();
  const said = ((await row.textContent()) ?? '').replaceAll(/\s+/g, ' ');
  expect(said).toContain(
    '告知受阻 01-05 08:48:09 起失败 4 次 the receiver of views at 交通页面 answered 401 — check its key',
  );
  await noteViewsTrouble(hub.db, key, null);
  await page.reload();
  await page.locator('tbody').getByText(name).waitFor();
  expect(await row.count()).toBe(0);
});

test('the footage of a record is held and released with reasons on the page of the record', async () => {
  const id = await hub.makeRecord(north);
  const page = await open('supervisor', `/records/${id}`);
  const holds = page.locator('hub-record-holds');
  await holds.getByRole('button', { name: '保全', exact: true }).click();
  await page.keyboard.press('Escape');
  await holds.getByRole('button', { name: '保全', exact: true }).click();
  await holds.getByRole('textbox').fill('行政复议');
  await page.keyboard.press('Enter');
  await holds.getByText('行政复议').waitFor();
  await holds.getByRole('button', { name: '解除保全' }).click();
  await holds.getByRole('textbox').fill('复议已结');
  await page.keyboard.press('Enter');
  await expect.poll(() => holds.getByText('行政复议').count()).toBe(0);
});
