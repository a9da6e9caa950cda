import { expect, test } from 'vitest';
import { watchDrift } from '../../../hub/core/mapping/drift-watch.ts';

const findings = (rows: readonly unknown[], known: string[], columns: string[] = []) => {
  const watch = watchDrift(new Set(known), new Set(columns));
  rows.forEach((row, index) => {
    watch.row(row, index + 1);
  });
  return watch.findings();
};
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

test('what nobody declared is new, with its first message and a sample', () => {
  expect(findings([{ a: '1' }, { a: '2', b: { c: 'x' } }, { a: '3', b: { c: 'y' }, d: 'z' }], ['a'], ['d'])).toEqual([
    { kind: 'new', path: 'b.c', since: 2, rows: 2, sample: 'x' },
  ]);
});

test('what is read and comes no more has vanished, a field that is often away has not', () => {
  const rows = [
    ...times(10, (i) => ({ a: '1', b: 'x', ...(i % 2 ? {} : { c: 'y' }) })),
    ...times(30, () => ({ a: '1' })),
  ];
  expect(findings(rows, ['a', 'b', 'c']).map(({ kind, path, since }) => ({ kind, path, since }))).toEqual([
    { kind: 'vanished', path: 'b', since: 10 },
    { kind: 'vanished', path: 'c', since: 9 },
  ]);
  const seldom = times(80, (i) => (i % 15 === 0 ? { a: '1', c: 'y' } : { a: '1' }));
  expect(findings(seldom, ['a', 'c'])).toEqual([]);
});

test('a look that replaces the one before is a changed type, a mixture is not', () => {
  const rows = [
    ...times(6, () => ({ at: '2024-01-05 08:48:09', n: 5, free: '12' })),
    ...times(3, () => ({ at: '1704415689', n: '5', free: 'twelve' })),
    { at: '1704415690', n: '6', free: '13' },
  ];
  expect(findings(rows, ['at', 'n', 'free'])).toEqual([
    { kind: 'retyped', path: 'at', since: 7, rows: 4, sample: '1704415689', was: 'time', is: 'digits' },
    { kind: 'retyped', path: 'n', since: 7, rows: 4, sample: '5', was: 'number', is: 'digits' },
  ]);
});

test('lists are gone through, and an empty value says nothing', () => {
  const rows = times(8, (i) => ({ list: [{ id: String(i) }, { id: '', more: null }] }));
  expect(findings(rows, ['list.id'])).toEqual([]);
});
