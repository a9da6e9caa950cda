import { orgPrefix } from '../../core/org.ts';
import type { Scope } from '../../core/scope.ts';
import { numberKey } from '../document.ts';
import type { Query } from '../query/tree.ts';
import { findWithSlip, halvesOf, oneSlip } from '../slip.ts';
import { deletionsOf, fold, phrasesOf, runsOf } from '../tokens.ts';

/** SQL with its values. */
export interface Clause {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** What compiling needs to know of the index: small look-ups, answered at once. */
export interface Vocabulary {
  /** Terms that share a one-character deletion. */
  neighbours(deletions: readonly string[]): string[];
  /** Documents that match a full-text expression, with their texts, at most `limit`. */
  candidates(match: string, limit: number): { rowid: number; text: string }[];
}

const none: Clause = { sql: '0', values: [] };
const quote = (term: string): string => `"${term.replaceAll('"', '""')}"`;

const likeOf = (pattern: string): string => pattern.replace(/[%_\\]/g, (char) => `\\${char}`).replace(/\*+/g, '%');

/** `prefix <= column < next prefix`, which an index can use. */
const startsWith = (column: string, prefix: string): Clause => ({
  sql: `(${column} >= ? AND ${column} < ?)`,
  values: [prefix, `${prefix}\u{10ffff}`],
});

const phraseExpression = (text: string, whole: boolean): string | undefined => {
  const parts = phrasesOf(text, whole).map(({ terms, open }) =>
    open && terms.length === 1 ? `${quote(terms[0] as string)}*` : quote(terms.join(' ')),
  );
  return parts.length === 0 ? undefined : parts.join(' AND ');
};

/** Full-text expression of a text with a slip, where the index can express it by itself. */
const slipExpression = (word: string, vocabulary: Vocabulary): string => {
  const similar = vocabulary.neighbours([...deletionsOf(word)]).filter((term) => oneSlip(term, word));
  return [word, ...similar].map((term) => (term === word ? `${quote(term)}*` : quote(term))).join(' OR ');
};

const inWords = (match: string, field: string | undefined): Clause => ({
  sql: 'd.rowid IN (SELECT rowid FROM words WHERE words MATCH ?)',
  values: [field ? `{${field}} : (${match})` : match],
});

/** The candidates of a Chinese slip are looked at one by one; a word so common that there are more is cut off here. */
const mostCandidates = 5_000;

const fuzzyText = (text: string, field: string | undefined, vocabulary: Vocabulary): Clause => {
  const clauses = runsOf(text).map(({ chinese, text: word }): Clause => {
    if (!chinese) return inWords(slipExpression(word, vocabulary), field);
    if ([...word].length < 3) return inWords(phraseExpression(word, true) ?? '""', field);
    const halves = halvesOf(word).map((half) => `(${phraseExpression(half, true)})`);
    const expression = halves.join(' OR ');
    const match = field ? `{${field}} : (${expression})` : expression;
    const found = vocabulary
      .candidates(match, mostCandidates)
      .filter((candidate) => findWithSlip(candidate.text, word));
    return { sql: `d.rowid IN (${found.map(({ rowid }) => rowid).join(',')})`, values: [] };
  });
  return join('AND', clauses);
};

const join = (operator: 'AND' | 'OR', clauses: readonly Clause[]): Clause => {
  if (clauses.length === 0) return { sql: operator === 'AND' ? '1' : '0', values: [] };
  return {
    sql: `(${clauses.map(({ sql }) => sql).join(` ${operator} `)})`,
    values: clauses.flatMap(({ values }) => values),
  };
};

const textClause = (query: Extract<Query, { kind: 'text' }>, vocabulary: Vocabulary): Clause => {
  if (query.match === 'fuzzy') return fuzzyText(query.text, query.field, vocabulary);
  if (query.match !== 'pattern') {
    const expression = phraseExpression(query.text, query.match === 'whole');
    return expression ? inWords(expression, query.field) : none;
  }
  // A pattern over prose: the whole pieces narrow it down; a pattern over numbers is looked up among the numbers.
  const pieces = fold(query.text).split('*').filter(Boolean);
  const ends = query.text.endsWith('*') && pieces.length === 1 && !query.text.startsWith('*');
  const prose = pieces.map((piece) => phraseExpression(piece, false)).filter((piece) => piece !== undefined);
  const words = ends && prose.length === 1 ? [inWords(prose[0] as string, query.field)] : [];
  const pattern = likeOf(fold(query.text));
  const texts = { sql: `d.prose LIKE ? ESCAPE '\\'`, values: [`%${pattern}%`] };
  return join('OR', [
    ...words,
    ...(ends ? [] : [texts]),
    ...(query.field ? [] : [numberClause('number', query.text, 'pattern', vocabulary)]),
  ]);
};

const numberClause = (
  field: string,
  value: string,
  match: 'whole' | 'pattern' | 'fuzzy',
  vocabulary: Vocabulary,
): Clause => {
  const key = numberKey(value);
  const fields: Clause = field === 'number' ? { sql: '1', values: [] } : { sql: 'n.field = ?', values: [field] };
  const select = (test: Clause): Clause => ({
    sql: `d.rowid IN (SELECT n.doc FROM numbers n WHERE ${test.sql} AND ${fields.sql})`,
    values: [...test.values, ...fields.values],
  });
  if (match === 'pattern') {
    const prefix = /^([^*]+)\*$/.exec(key)?.[1];
    return select(
      prefix ? startsWith('n.number', prefix) : { sql: `n.number LIKE ? ESCAPE '\\'`, values: [likeOf(key)] },
    );
  }
  if (match === 'whole') return select({ sql: 'n.number = ?', values: [key] });
  const similar = vocabulary.neighbours([...deletionsOf(fold(value))]).filter((term) => oneSlip(term, fold(value)));
  const keys = [...new Set([key, ...similar.map(numberKey)])];
  return select({ sql: `n.number IN (${keys.map(() => '?').join(',')})`, values: keys });
};

const columns: Record<string, string> = {
  system: 'd.system',
  source: 'd.source',
  kind: 'd.kind',
  type: 'd.type',
  deviceKind: 'd.deviceKind',
};

/** A query as a condition on `docs d`. */
export const compile = (query: Query, vocabulary: Vocabulary): Clause => {
  switch (query.kind) {
    case 'everything':
      return { sql: '1', values: [] };
    case 'text':
      return textClause(query, vocabulary);
    case 'code': {
      const column = columns[query.field];
      if (!column) return numberClause(query.field, query.value, query.match, vocabulary);
      if (query.match === 'pattern') return { sql: `${column} LIKE ? ESCAPE '\\'`, values: [likeOf(query.value)] };
      return { sql: `${column} = ?`, values: [query.value] };
    }
    case 'org':
      return query.below ? startsWith('d.org', orgPrefix(query.value)) : { sql: 'd.org = ?', values: [query.value] };
    case 'flag':
      return { sql: 'd.linked = ?', values: [query.value ? 1 : 0] };
    case 'time':
      return join('AND', [
        ...(query.to === undefined ? [] : [{ sql: 'd.at < ?', values: [query.to] }]),
        ...(query.from === undefined ? [] : [{ sql: 'd.until >= ?', values: [query.from] }]),
      ]);
    case 'and':
    case 'or':
      return join(
        query.kind === 'and' ? 'AND' : 'OR',
        query.parts.map((part) => compile(part, vocabulary)),
      );
    case 'not': {
      const inner = compile(query.part, vocabulary);
      // A missing column compares as unknown, and "not unknown" would lose the row.
      return { sql: `NOT coalesce(${inner.sql}, 0)`, values: inner.values };
    }
  }
};

/** The condition that keeps everything outside the scope out. */
export const scopeClause = (scope: Scope): Clause => {
  switch (scope.kind) {
    case 'everything':
      return { sql: '1', values: [] };
    case 'orgs':
      return join(
        'OR',
        scope.orgs.map((org) => startsWith('d.org', orgPrefix(org))),
      );
    case 'records':
      return {
        sql: `(d.type = 'record' AND d.key IN (${scope.records.map(() => '?').join(',')}))`,
        values: scope.records,
      };
  }
};

/** One full-text expression of all words that have to be found, for ranking; undefined when nothing is ranked. */
export const rankExpression = (query: Query): string | undefined => {
  const parts = query.kind === 'and' ? query.parts : [query];
  const expressions = parts.flatMap((part) => {
    if (part.kind !== 'text' || (part.match !== 'word' && part.match !== 'whole')) return [];
    const expression = phraseExpression(part.text, part.match === 'whole');
    return expression ? [part.field ? `{${part.field}} : (${expression})` : `(${expression})`] : [];
  });
  return expressions.length === 0 ? undefined : expressions.join(' AND ');
};
