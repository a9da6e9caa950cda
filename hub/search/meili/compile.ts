import { BadRequestError } from '../../core/errors.ts';
import type { Scope } from '../../core/scope.ts';
import { numberKey } from '../document.ts';
import type { Query } from '../query/tree.ts';
import { halvesOf } from '../slip.ts';
import { fold, phrasesOf, runsOf } from '../tokens.ts';
import { encodeTerm } from './layout.ts';

/** One search of Meilisearch: everything in it has to hold. A query with "or" becomes several. */
export interface Conjunction {
  /** What goes into `q`: phrases, words with slips, and phrases that must not be there. */
  readonly words: readonly string[];
  readonly filters: readonly string[];
  /** The one text field the words are looked for in; absent: all. */
  readonly field?: string;
}

/** More alternatives than this are no question a person asks. */
const mostAlternatives = 64;

const text = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;
const filter = (expression: string): Conjunction[] => [{ words: [], filters: [expression] }];
const nothing = filter('type = "none"');

const codeFields: Record<string, string> = {
  number: 'numbers',
  officer: 'officers',
  plate: 'plates',
  device: 'devices',
};

const product = (left: readonly Conjunction[], right: readonly Conjunction[]): Conjunction[] => {
  if (left.length * right.length > mostAlternatives) {
    throw new BadRequestError('[hub] [search] the query has too many alternatives', { remedy: 'use fewer "or"' });
  }
  return left.flatMap((a) =>
    right.map((b): Conjunction => {
      const field = a.field ?? b.field;
      return { words: [...a.words, ...b.words], filters: [...a.filters, ...b.filters], ...(field ? { field } : {}) };
    }),
  );
};

const all = (parts: readonly Conjunction[][]): Conjunction[] => parts.reduce(product, [{ words: [], filters: [] }]);

const phrase = (terms: readonly string[]): string => `"${terms.map(encodeTerm).join(' ')}"`;

const textConjunctions = (query: Extract<Query, { kind: 'text' }>): Conjunction[] => {
  const field = query.field ? { field: query.field } : {};
  if (query.match === 'fuzzy') {
    return all(
      runsOf(query.text).map(({ chinese, text: word }) => {
        if (!chinese) return [{ words: [word], filters: [], ...field }];
        const pieces = [...word].length < 3 ? [word] : halvesOf(word);
        return pieces.flatMap((piece) => wordConjunctions(piece, true, field));
      }),
    );
  }
  if (query.match === 'pattern') {
    const pieces = fold(query.text).split('*').filter(Boolean);
    const key = numberKey(query.text);
    const begins = /^([^*]+)\*$/.exec(key)?.[1];
    const numbers = begins ? filter(`numbers STARTS WITH ${text(begins)}`) : [];
    return [...all(pieces.map((piece) => wordConjunctions(piece, false, field))), ...numbers];
  }
  return wordConjunctions(query.text, query.match === 'whole', field);
};

const wordConjunctions = (value: string, whole: boolean, field: { field?: string }): Conjunction[] => {
  const parts = phrasesOf(value, whole);
  if (parts.length === 0) return nothing;
  return all(
    parts.map(({ terms, open }): Conjunction[] =>
      open
        ? filter(`terms STARTS WITH ${text(terms[0] as string)}`)
        : [{ words: [phrase(terms)], filters: [], ...field }],
    ),
  );
};

const codeConjunctions = (query: Extract<Query, { kind: 'code' }>): Conjunction[] => {
  const attribute = codeFields[query.field];
  const name = attribute ?? query.field;
  const value = attribute ? numberKey(query.value) : query.value;
  if (query.match === 'fuzzy') return textConjunctions({ kind: 'text', text: query.value, match: 'fuzzy' });
  if (query.match === 'whole') return filter(`${name} = ${text(value)}`);
  const begins = /^([^*]+)\*$/.exec(value)?.[1];
  if (begins) return filter(`${name} STARTS WITH ${text(begins)}`);
  throw new BadRequestError(`[hub] [search] "${query.value}": here "*" may stand at the end only`, {
    remedy: 'write the beginning and "*"',
  });
};

const negate = (query: Query): Conjunction[] => {
  switch (query.kind) {
    case 'everything':
      return nothing;
    case 'not':
      return conjunctions(query.part);
    case 'and':
      return query.parts.flatMap(negate);
    case 'or':
      return all(query.parts.map(negate));
    default: {
      const alternatives = conjunctions(query);
      return all(
        alternatives.map((one) => [
          ...one.words.map((word): Conjunction => ({ words: [`-${word}`], filters: [] })),
          ...one.filters.map((expression): Conjunction => ({ words: [], filters: [`NOT (${expression})`] })),
        ]),
      );
    }
  }
};

/** A query as alternatives, each of which Meilisearch can answer by itself. */
export const conjunctions = (query: Query): Conjunction[] => {
  switch (query.kind) {
    case 'everything':
      return [{ words: [], filters: [] }];
    case 'text':
      return textConjunctions(query);
    case 'code':
      return codeConjunctions(query);
    case 'org':
      return filter(`${query.below ? 'orgs' : 'org'} = ${text(query.value.padEnd(12, '0'))}`);
    case 'flag':
      return filter(`linked = ${query.value}`);
    case 'time': {
      const bounds = [
        ...(query.to === undefined ? [] : [`at < ${query.to}`]),
        ...(query.from === undefined ? [] : [`until >= ${query.from}`]),
      ];
      return [{ words: [], filters: bounds }];
    }
    case 'and':
      return all(query.parts.map(conjunctions));
    case 'or':
      return query.parts.flatMap(conjunctions);
    case 'not':
      return negate(query.part);
  }
};

/** The filter that keeps everything outside the scope out; undefined when everything is inside. */
export const scopeFilter = (scope: Scope): string | undefined => {
  switch (scope.kind) {
    case 'everything':
      return undefined;
    case 'orgs':
      return scope.orgs.length === 0 ? 'type = "none"' : `orgs IN [${scope.orgs.map((org) => text(org)).join(', ')}]`;
    case 'records':
      return `type = "record" AND key IN [${scope.records.join(', ')}]`;
  }
};
