import { expect, test } from 'vitest';
import { textOf, useStage } from './fixture/stage.ts';

const stage = useStage();
const open = (name: string, options: Parameters<ReturnType<typeof stage>['open']>[1] = {}) =>
  stage().open(`${stage().fixture.url}/sources/${name}`, { signedIn: true, ...options });

test('a source that is told links shows counts, failures with their remedy, and tells again on demand', async () => {
  const { page, complaints } = await open('case-rest');
  const section = page.locator('hub-publications section');
  await section.waitFor();
  const said = await textOf(section);
  expect(said).toContain('1,284 已确认');
  expect(said).toContain('2 失败');
  expect(said).toContain('改正 linkColumns');
  const asked = page.waitForRequest((request) => request.url().endsWith('/sources/case-rest/publications/retry'));
  await section.getByRole('button', { name: '重试' }).click();
  expect((await asked).method()).toBe('POST');
  expect(await textOf(page.locator('dl.facts').first())).toContain('已熔断');
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('without failures there is nothing to retry, and where nothing is told no section', async () => {
  const { page } = await open('dispatch-icc', { language: 'en' });
  const section = page.locator('hub-publications section');
  await section.waitFor();
  expect(await textOf(section)).toContain('Links told');
  expect(await section.getByRole('button').allTextContents()).toEqual(['Reconcile']);
  await page.context().close();
  const other = await open('dock-donghu');
  await other.page.locator('main h1').first().waitFor();
  await other.page.waitForLoadState('networkidle');
  expect(await other.page.locator('hub-publications section').count()).toBe(0);
  await other.page.context().close();
});
