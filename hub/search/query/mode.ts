import type { Label } from '../../core/vocabulary.ts';
import { type Parsed, parseQuery } from './parse.ts';
import { both, type Query } from './tree.ts';

/** The four switches people asked for, and the language as it is typed. */
export const searchModes = {
  all: { zh: '综合', en: 'All' },
  exact: { zh: '精确', en: 'Exact' },
  fuzzy: { zh: '模糊', en: 'Fuzzy' },
  unique: { zh: '唯一', en: 'Unique' },
  combination: { zh: '组合', en: 'Combination' },
} as const satisfies Record<string, Label>;
export type SearchMode = keyof typeof searchModes;

const rewrite = (query: Query, change: (text: Extract<Query, { kind: 'text' }>) => Query): Query => {
  switch (query.kind) {
    case 'text':
      return change(query);
    case 'and':
    case 'or':
      return { kind: query.kind, parts: query.parts.map((part) => rewrite(part, change)) };
    case 'not':
      return { kind: 'not', part: rewrite(query.part, change) };
    default:
      return query;
  }
};

/**
 * The query a switch makes of what was typed.
 * - exact: words are found as they stand, nothing longer, nothing similar
 * - fuzzy: every bare word may have a slip
 * - unique: the whole text is a number that names one thing
 * - all, combination: the language as typed
 */
export const queryOf = (typed: string, mode: SearchMode): Parsed => {
  if (mode === 'unique') {
    const parts = typed.trim().split(/\s+/).filter(Boolean);
    return {
      query: both(...parts.map((value): Query => ({ kind: 'code', field: 'number', value, match: 'whole' }))),
      problems: [],
    };
  }
  const parsed = parseQuery(typed);
  if (mode === 'exact') {
    return {
      ...parsed,
      query: rewrite(parsed.query, (text) => (text.match === 'word' ? { ...text, match: 'whole' } : text)),
    };
  }
  if (mode === 'fuzzy') {
    return {
      ...parsed,
      query: rewrite(parsed.query, (text) => (text.match === 'word' ? { ...text, match: 'fuzzy' } : text)),
    };
  }
  return parsed;
};
