import type { SearchDocument } from './document.ts';
import { type Query, wantedTexts } from './query/tree.ts';
import { findWithSlip } from './slip.ts';
import { fold, runsOf } from './tokens.ts';

/** A field with the places to mark, [from, to) in characters (not UTF-16 units) of `text`. */
export interface Highlight {
  field: 'title' | 'summary' | 'address' | 'names' | 'labels' | 'numbers';
  text: string;
  ranges: [number, number][];
}

/** Folding may change lengths; only where it does not can places be told. */
const foldedChars = (text: string): string[] =>
  [...text].map((char) => (fold(char).length === char.length ? fold(char) : char));

const rangesIn = (text: string, words: readonly { word: string; fuzzy: boolean }[]): [number, number][] => {
  const chars = foldedChars(text);
  const ranges: [number, number][] = [];
  for (const { word, fuzzy } of words) {
    const wanted = [...word];
    for (let from = 0; from + wanted.length <= chars.length; from += 1) {
      if (wanted.every((char, offset) => chars[from + offset] === char)) ranges.push([from, from + wanted.length]);
    }
    const near = fuzzy && ranges.length === 0 ? findWithSlip(text, word) : undefined;
    if (near) ranges.push(near);
  }
  return merge(ranges);
};

const merge = (ranges: [number, number][]): [number, number][] => {
  const merged: [number, number][] = [];
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
};

/** Where in a document the words of a query stand: only fields with a hit. */
export const highlight = (document: SearchDocument, query: Query): Highlight[] => {
  const words = wantedTexts(query).flatMap(({ text, match }) =>
    runsOf(text.replaceAll('*', ' ')).map((run) => ({ word: run.text, fuzzy: match === 'fuzzy' })),
  );
  const fields: [Highlight['field'], string][] = [
    ['title', document.title],
    ['summary', document.summary],
    ['address', document.address],
    ...document.names.map((name): [Highlight['field'], string] => ['names', name]),
    ...document.labels.map((label): [Highlight['field'], string] => ['labels', label]),
    ...document.numbers.map((number): [Highlight['field'], string] => ['numbers', number]),
  ];
  return fields.flatMap(([field, text]) => {
    const ranges = rangesIn(text, words);
    return ranges.length > 0 ? [{ field, text, ranges }] : [];
  });
};
