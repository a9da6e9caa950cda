import { expect, test, vi } from 'vitest';

vi.stubGlobal('window', { matchMedia: () => ({ matches: false, addEventListener: () => undefined }) });
vi.stubGlobal('document', { documentElement: { dataset: {} } });
const { cursorSays } = await import('../../embed-widget/console/parts/cursor-words.ts');

test.each([
  [null, '从最早的数据开始'],
  [{ v: 1, tables: { jcj_jjxx: { at: '20240105', key: 7 } } }, 'jcj_jjxx：已读到 20240105，主键 7'],
  [{ v: 1, done: { '1.csv': { facts: '5266.1' } }, waiting: {} }, '已读 1 个文件'],
  [
    {
      v: 1,
      done: { 'a.csv': { facts: '1' }, 'b.xlsx': { facts: '2', error: 'no workbook' } },
      waiting: { 'half.csv': { facts: '3', since: 0 } },
      reading: { path: 'c.csv', facts: '4', messages: 12 },
    },
    '已读 1 个文件，1 个读不了，1 个待写完，正在读 c.csv，已取 12 批',
  ],
  [{ v: 1, token: 'x' }, 'token x'],
])('%j', (cursor, words) => {
  expect(cursorSays(cursor)).toBe(words);
});
