import { plain } from '../../client/request.ts';
import { language } from '../preferences.ts';
import { errorWords } from './error-words.ts';

const escaped = (literal: string): string => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The most said first: a pattern with fewer words may fit what another says better. */
const phrases = Object.entries(errorWords)
  .map(([english, chinese]) => ({
    pattern: new RegExp(`^${english.split('{}').map(escaped).join('(.+?)')}$`, 's'),
    chinese,
    said: english.replaceAll('{}', '').length,
  }))
  .toSorted((one, other) => other.said - one.said);

const inChinese = (english: string): string | undefined => {
  for (const { pattern, chinese } of phrases) {
    const found = pattern.exec(english);
    if (found) return chinese.replace(/\{(\d)\}/g, (_, at) => found[Number(at) + 1] ?? '');
  }
  return undefined;
};

/** What went wrong or can be done, `message; remedy` too, in the language of the moment; in English where it is not known. */
export const errorSays = (message: string): string => {
  const english = plain(message);
  if (language() === 'en') return english;
  // The two parts before the whole: what is put in at the end of a message would take the remedy with it.
  for (let at = english.indexOf('; '); at >= 0; at = english.indexOf('; ', at + 1)) {
    const [first, second] = [inChinese(english.slice(0, at)), inChinese(english.slice(at + 2))];
    if (first && second) return `${first}；${second}`;
  }
  return inChinese(english) ?? english;
};
