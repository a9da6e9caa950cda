import type { Settings } from 'meilisearch';
import { orgAndAbove } from '../../core/org.ts';
import { numberKey, type SearchDocument } from '../document.ts';
import { termsOf } from '../tokens.ts';

/** Counted up when the layout changes; part of the index's name, so that old and new live side by side. */
export const layout = 1;

const han = /\p{Script=Han}/u;

/**
 * Meilisearch cuts Chinese by dictionary, which misses substrings. Our own pairs go in as plain words of letters and
 * digits, so its tokenizer leaves them as they are and phrases of pairs work as in the embedded engine.
 */
export const encodeTerm = (term: string): string =>
  han.test(term) ? `z${[...term].map((char) => char.codePointAt(0)?.toString(16)).join('z')}` : term;

const textOf = (parts: readonly string[]): string => parts.flatMap(termsOf).map(encodeTerm).join(' ');

/** A document as Meilisearch keeps it: terms to search, keys to filter, and the whole to give back. */
export const toMeili = (doc: SearchDocument): Record<string, unknown> => ({
  id: doc.id,
  title: textOf([doc.title]),
  number: textOf(doc.numbers),
  name: textOf(doc.names),
  address: textOf([doc.address]),
  label: textOf(doc.labels),
  summary: textOf([doc.summary]),
  // Every Latin word, for "begins with" in any place of a query; single Chinese characters begin their pairs.
  terms: [
    ...new Set([doc.title, doc.summary, doc.address, ...doc.names, ...doc.labels, ...doc.numbers].flatMap(termsOf)),
  ],
  numbers: [...new Set(doc.numbers.map(numberKey))],
  officers: doc.officers.flatMap(({ policeId }) => (policeId ? [numberKey(policeId)] : [])),
  plates: doc.plates.map(numberKey),
  devices: doc.device ? [numberKey(doc.device)] : [],
  type: doc.type,
  key: doc.key,
  source: doc.source,
  system: doc.system,
  kind: doc.kind,
  deviceKind: doc.deviceKind,
  org: doc.org,
  orgs: doc.org ? orgAndAbove(doc.org) : [],
  at: doc.at,
  until: doc.end,
  linked: doc.linked,
  document: doc,
});

export const settings: Settings = {
  searchableAttributes: ['title', 'number', 'name', 'address', 'label', 'summary'],
  filterableAttributes: [
    ...['terms', 'numbers', 'officers', 'plates', 'devices', 'type', 'key', 'source', 'system', 'kind', 'deviceKind'],
    ...['org', 'orgs', 'at', 'until', 'linked'],
  ],
  sortableAttributes: ['at'],
  rankingRules: ['words', 'typo', 'attribute', 'proximity', 'sort', 'exactness'],
  displayedAttributes: ['document'],
  typoTolerance: { enabled: true, minWordSizeForTypos: { oneTypo: 3, twoTypos: 60 } },
  pagination: { maxTotalHits: 10_000 },
  faceting: { maxValuesPerFacet: 200 },
};
