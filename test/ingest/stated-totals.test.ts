import { expect, test } from 'vitest';
import { statedTotals } from '../../hub/ingest/stated-totals.ts';
import { hourMs } from '../../hub/store/tallies.ts';

const at = (minute: number, rows: number, stated: number | null, source = 'a') => ({
  source,
  receivedAt: minute * 60_000,
  rows,
  stated,
});

test('pages of one answer are held against its total once', () => {
  const totals = statedTotals([at(0, 50, 120), at(1, 50, 120), at(2, 20, 120), at(3, 7, 7), at(4, 3, null)]);
  expect(totals.get('a\n0')).toEqual({ stated: 127, came: 127 });
});

test('what is missing shows in the hour in which the answer began', () => {
  const totals = statedTotals([at(59, 50, 120), at(61, 40, 120), at(62, 5, 6), at(62, 6, 6, 'b')]);
  expect(totals.get('a\n0')).toEqual({ stated: 120, came: 90 });
  expect(totals.get(`a\n${hourMs}`)).toEqual({ stated: 6, came: 5 });
  expect(totals.get(`b\n${hourMs}`)).toEqual({ stated: 6, came: 6 });
});

test('two answers with the same total are two', () => {
  expect(statedTotals([at(0, 5, 5), at(1, 5, 5)]).get('a\n0')).toEqual({ stated: 10, came: 10 });
});
