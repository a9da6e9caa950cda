import { fold } from './tokens.ts';

/**
 * Whether two words are at most one slip apart: one character more, less, other, or two neighbours swapped.
 */
export const oneSlip = (left: string, right: string): boolean => {
  const a = [...left];
  const b = [...right];
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
};

/** Where a word stands in a text with at most one slip, first place only: [from, to) in characters, or undefined. */
export const findWithSlip = (text: string, word: string): [number, number] | undefined => {
  const chars = [...fold(text)];
  const wanted = [...fold(word)];
  const wantedText = wanted.join('');
  for (let from = 0; from < chars.length; from += 1) {
    for (const length of [wanted.length, wanted.length + 1, wanted.length - 1]) {
      if (length < 1 || from + length > chars.length) continue;
      if (oneSlip(chars.slice(from, from + length).join(''), wantedText)) return [from, from + length];
    }
  }
  return undefined;
};

/**
 * The halves of a Chinese word: one slip leaves at least one of them whole, so documents with either half are all the
 * candidates there are.
 */
export const halvesOf = (word: string): [string, string] => {
  const chars = [...word];
  const middle = Math.ceil(chars.length / 2);
  return [chars.slice(0, middle).join(''), chars.slice(middle).join('')];
};
