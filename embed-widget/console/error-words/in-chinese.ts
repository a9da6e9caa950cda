import { accessWords } from './access.ts';
import { catalogueWords } from './catalogue.ts';
import { connectionWords } from './connections.ts';
import { fetchingWords } from './fetching.ts';
import { mappingFileWords } from './mapping-files.ts';
import { mappingWords } from './mappings.ts';
import { receivingWords } from './receiving.ts';
import { sourceWords } from './sources.ts';
import { storageWords } from './storage.ts';
import { validationWords } from './validation.ts';

/** Everything the hub says of errors that is known in Chinese, by its English words. */
export const errorWords: Readonly<Record<string, string>> = {
  ...accessWords,
  ...catalogueWords,
  ...connectionWords,
  ...fetchingWords,
  ...mappingFileWords,
  ...mappingWords,
  ...receivingWords,
  ...sourceWords,
  ...storageWords,
  ...validationWords,
};

const escaped = (literal: string): string => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The most said first: a pattern with fewer words may fit what another says better. */
const phrases = Object.entries(errorWords)
  .map(([english, chinese]) => ({
    pattern: new RegExp(`^${english.split('{}').map(escaped).join('(.+?)')}$`, 's'),
    chinese,
    said: english.replaceAll('{}', '').length,
  }))
  .toSorted((one, other) => other.said - one.said);

const whole = (english: string): string | undefined => {
  for (const { pattern, chinese } of phrases) {
    const found = pattern.exec(english);
    if (found) return chinese.replace(/\{(\d)\}/g, (_, at) => putIn(found[Number(at) + 1] ?? ''));
  }
  return undefined;
};

/** What is put into a message may be one itself; a single word is a name. */
const putIn = (hole: string): string => (hole.includes(' ') ? (inChinese(hole) ?? hole) : hole);

/** A message of the hub, or `message; remedy`, in Chinese; undefined where its words are not known. */
export const inChinese = (english: string): string | undefined => {
  // The two parts before the whole: what is put in at the end of a message would take the remedy with it.
  for (let at = english.indexOf('; '); at >= 0; at = english.indexOf('; ', at + 1)) {
    const [first, second] = [whole(english.slice(0, at)), whole(english.slice(at + 2))];
    if (first && second) return `${first}；${second}`;
  }
  return whole(english);
};
