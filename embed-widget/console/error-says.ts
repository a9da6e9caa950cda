import { plain } from '../client/request.ts';
import { inChinese } from './error-words/in-chinese.ts';
import { language } from './preferences.ts';

/** What went wrong or can be done, `message; remedy` too, in the language of the moment; in English where it is not known. */
export const errorSays = (message: string): string => {
  const english = plain(message);
  return language() === 'en' ? english : (inChinese(english) ?? english);
};
