import { RecordError } from '../errors.ts';
import { limits } from './limits.ts';

const refuse = (what: string, cause?: unknown): RecordError =>
  new RecordError(`[hub] [json] ${what}`, {
    remedy: 'ask the other side for valid JSON (RFC 8259)',
    misfit: { field: '', rule: 'json', value: undefined },
    ...(cause === undefined ? {} : { cause }),
  });

/** How deep brackets lie, text in quotes left out. */
const isTooDeep = (text: string): boolean => {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === 34) {
      at = endOfText(text, at);
    } else if (sign === 91 || sign === 123) {
      depth += 1;
      if (depth > limits.depth) return true;
    } else if (sign === 93 || sign === 125) {
      depth -= 1;
    }
  }
  return false;
};

const endOfText = (text: string, from: number): number => {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== 34) at += text.charCodeAt(at) === 92 ? 2 : 1;
  return at;
};

/** Few brackets cannot lie deep: the walk over the text is for the rare large message. */
const hasManyBrackets = (text: string): boolean => {
  let count = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      count += 1;
      if (count > limits.depth) return true;
    }
  }
  return false;
};

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const longestSafe = 15;
const beforeNumber: ReadonlySet<string | undefined> = new Set([...':,[- \t\r\n', undefined]);

/**
 * Whether a number of sixteen digits may stand somewhere, told without going through the text: such a run covers at least
 * one position that is a multiple of sixteen, so only these are looked at.
 */
const mayLoseDigits = (text: string): boolean => {
  for (let at = 0; at < text.length; at += longestSafe + 1) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let from = at;
    while (from > 0 && isDigit(text.charCodeAt(from - 1))) from -= 1;
    let to = at + 1;
    while (to < text.length && isDigit(text.charCodeAt(to))) to += 1;
    if (to - from > longestSafe && beforeNumber.has(text[from - 1])) return true;
  }
  return false;
};

const textOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const isLong = /^-?\d{16,}$/;

/** Numbers of sixteen digits and more are business numbers that JSON.parse would round: they become texts. */
const keepDigits = (text: string): string =>
  mayLoseDigits(text) ? text.replace(textOrNumber, (token) => (isLong.test(token) ? `"${token}"` : token)) : text;

/**
 * Parse JSON; every digit of a long number is kept (as text).
 *
 * @throws RecordError when it is no JSON or lies too deep
 */
export const parseJson = (text: string): unknown => {
  if (hasManyBrackets(text) && isTooDeep(text)) throw refuse(`it lies more than ${limits.depth} deep`);
  try {
    return JSON.parse(keepDigits(text));
  } catch (error) {
    throw refuse(`it is no JSON: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`, error);
  }
};
