import { expect, test } from 'vitest';
import type { Preview } from '../../embed-widget/client/mapping.ts';
import { hasMisfits, isUsable, together } from '../../embed-widget/console/mapping-bench/preview-all.ts';

const good = { row: {}, problems: [] };
const bad = { row: {}, problems: [{ message: 'no time' }] };
const previewOf = (...rows: Omit<Preview['rows'][number], 'at'>[]): Preview => ({
  problems: [],
  rows: rows.map((row, at) => ({ at, ...row })),
  rowCount: rows.length,
  triedCount: rows.length,
  misfitCount: rows.filter(({ problems }) => problems.length > 0).length,
});
const refused: Preview = { ...previewOf(), error: { message: 'no right', next: 'pause' } };

test('what does not fit in any message is found, not in the first alone', () => {
  expect(hasMisfits(previewOf(good))).toBe(false);
  expect(hasMisfits(previewOf(good, bad))).toBe(true);
  expect(hasMisfits(refused)).toBe(true);
  expect(together([previewOf(good), previewOf(bad, good)])).toMatchObject({
    ...{ rowCount: 3, triedCount: 3, misfitCount: 1 },
    rows: [
      { at: 0, ...good },
      { at: 1, ...bad },
      { at: 2, ...good },
    ],
  });
  expect(together([previewOf(good), refused]).error).toBe(refused.error);
});

test('a mapping may go live when a row fits, or when there is none to tell', () => {
  expect(isUsable(previewOf(bad, good))).toBe(true);
  expect(isUsable(previewOf())).toBe(true);
  expect(isUsable(previewOf(bad, bad))).toBe(false);
  expect(isUsable(refused)).toBe(false);
  expect(isUsable(undefined)).toBe(false);
});
