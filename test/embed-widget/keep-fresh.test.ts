import { expect, test } from 'vitest';
import { useStage } from './fixture/stage.ts';

const stage = useStage();

test('a page nobody sees asks for nothing, and is looked at again the moment it is seen', async () => {
  const { page } = await stage().open(`${stage().fixture.url}/sources`, { signedIn: true });
  await page.clock.install();
  await page.reload();
  await page.locator('main table').waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const lists = (): string[] => asked.filter((path) => path.endsWith('/sources'));
  const show = (hidden: boolean): Promise<void> =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);

  await page.clock.runFor('00:10');
  await expect.poll(() => lists().length).toBeGreaterThan(0);

  await show(true);
  asked.length = 0;
  await page.clock.runFor('01:00');
  expect(lists()).toEqual([]);

  const again = page.waitForRequest((request) => new URL(request.url()).pathname.endsWith('/sources'));
  await show(false);
  await again;
  await page.context().close();
});
