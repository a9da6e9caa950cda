/**
 * Text cut into terms the same way for indexing and for asking, whatever the engine.
 *
 * Chinese has no spaces, and dictionaries cut "东湖分局" now one way, now another. Runs of Chinese become all their
 * pairs of characters, so every substring of two or more characters is a phrase of pairs: nothing is missed. The last
 * character of a run stands alone, so that one character can be found as the beginning of a term.
 */
const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const run = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{N}_]/gu;

/** Full-width letters and digits become the plain ones, case goes. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

export interface Run {
  readonly chinese: boolean;
  /** Terms in the order they stand. */
  readonly terms: readonly string[];
  readonly text: string;
}

/** The runs of one text: Chinese ones as pairs, others as single words. */
export const runsOf = (text: string): Run[] => {
  const runs: Run[] = [];
  let latin = '';
  let end = -1;
  const flush = () => {
    if (latin) runs.push({ chinese: false, terms: [latin], text: latin });
    latin = '';
  };
  for (const match of fold(text).matchAll(run)) {
    const [piece] = match;
    if (cjk.test(piece)) {
      flush();
      const chars = [...piece];
      const pairs = chars.map((char, index) => char + (chars[index + 1] ?? ''));
      runs.push({ chinese: true, terms: pairs, text: piece });
    } else {
      if (match.index !== end) flush();
      latin += piece;
      end = match.index + piece.length;
    }
  }
  flush();
  return runs;
};

/** Terms of a text, to be written into an index separated by spaces. */
export const termsOf = (text: string): string[] => runsOf(text).flatMap((run) => run.terms);

/** One thing to look for: terms that follow each other; `open` when the last one may go on. */
export interface Phrase {
  readonly terms: readonly string[];
  readonly open: boolean;
}

/**
 * What to look for so that a text is found as it stands. A Chinese run of two or more characters is closed by its
 * pairs; a single character and the end of a Latin word may be the beginning of a longer term.
 */
export const phrasesOf = (text: string, whole: boolean): Phrase[] => {
  const runs = runsOf(text);
  return runs.map(({ chinese, terms, text: own }) => {
    if (!chinese) return { terms, open: !whole };
    return [...own].length === 1 ? { terms, open: true } : { terms: terms.slice(0, -1), open: false };
  });
};

/** All one-character deletions of a term, itself included: two terms one slip apart share at least one. */
export const deletionsOf = (term: string): Set<string> => {
  const chars = [...term];
  return new Set([term, ...chars.map((_, index) => [...chars.slice(0, index), ...chars.slice(index + 1)].join(''))]);
};
