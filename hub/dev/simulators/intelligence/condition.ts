import type { ClueRow } from './clues.ts';

/** The query cannot be answered; the text says why. */
export class QueryRefused extends Error {
  override name = 'QueryRefused';
}

const comparison = /^\(*\s*([A-Z_]+)\s*(>=|<=|<>|=|>|<|like)\s*'([^']*)'\s*\)*$/i;

const compare: Record<string, (value: string, wanted: string) => boolean> = {
  '=': (value, wanted) => value === wanted,
  '<>': (value, wanted) => value !== wanted,
  '>=': (value, wanted) => value >= wanted,
  '<=': (value, wanted) => value <= wanted,
  '>': (value, wanted) => value > wanted,
  '<': (value, wanted) => value < wanted,
  like: (value, wanted) => {
    const parts = wanted.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 's').test(value);
  },
};

/**
 * The Condition of a query: comparisons with a quoted text, joined by AND, e.g. `(GXSJ>='20260302000000') AND XM='测'`.
 * All columns are texts, so times compare as texts. An empty condition takes every row.
 */
export const parseCondition = (text: string, columns: readonly string[]): ((row: ClueRow) => boolean) => {
  if (!text.trim()) return () => true;
  const tests = text
    .trim()
    .split(/\s+and\s+/i)
    .map((part) => {
      const [, name = '', operator = '', wanted = ''] = comparison.exec(part.trim()) ?? [];
      const column = name.toUpperCase();
      const test = compare[operator.toLowerCase()];
      if (!test || !columns.includes(column)) throw new QueryRefused(`查询条件不合法：${part}`);
      return (row: ClueRow): boolean => test(row[column] ?? '', wanted);
    });
  return (row) => tests.every((test) => test(row));
};
