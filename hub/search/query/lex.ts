import type { QueryProblem } from './tree.ts';

/** Pieces of a typed query. `word` may hold `*`; `quoted` was in quotation marks. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'open' | 'close' | 'and' | 'or' | 'not' | 'colon' | 'equals' | 'compare' | 'fuzzy';
  readonly text: string;
  readonly at: number;
  /** Directly after the token before it, without a space. */
  readonly glued: boolean;
}

/** Chinese keyboards give full-width marks: they mean the same. */
const halfWidth: Record<string, string> = {
  '：': ':',
  '（': '(',
  '）': ')',
  '“': '"',
  '”': '"',
  '～': '~',
  '＊': '*',
  '＞': '>',
  '＜': '<',
  '＝': '=',
  '　': ' ',
};

const words: Record<string, Token['kind']> = { and: 'and', or: 'or', not: 'not', 且: 'and', 或: 'or', 非: 'not' };

const single: Record<string, Token['kind']> = { '(': 'open', ')': 'close', '~': 'fuzzy' };

/** Cut a typed query into pieces. Never fails: an unclosed quotation runs to the end and is reported. */
export const lex = (typed: string): { tokens: Token[]; problems: QueryProblem[] } => {
  const text = [...typed].map((char) => halfWidth[char] ?? char).join('');
  const tokens: Token[] = [];
  const problems: QueryProblem[] = [];
  let at = 0;
  let spaced = true;
  const push = (kind: Token['kind'], value: string, from: number) => {
    tokens.push({ kind, text: value, at: from, glued: !spaced });
    spaced = false;
  };
  while (at < text.length) {
    const char = text[at] as string;
    const from = at;
    const kind = single[char];
    if (/\s/.test(char)) {
      spaced = true;
      at += 1;
    } else if (kind) {
      push(kind, char, from);
      at += 1;
    } else if (char === ':') {
      const equals = text[at + 1] === '=';
      push(equals ? 'equals' : 'colon', equals ? ':=' : ':', from);
      at += equals ? 2 : 1;
    } else if (char === '>' || char === '<') {
      const operator = text[at + 1] === '=' ? `${char}=` : char;
      push('compare', operator, from);
      at += operator.length;
    } else if (char === '"') {
      const end = text.indexOf('"', at + 1);
      if (end < 0) problems.push({ at, message: 'the quotation is not closed' });
      push('quoted', text.slice(at + 1, end < 0 ? text.length : end), from);
      at = end < 0 ? text.length : end + 1;
    } else if (char === '-' && spaced) {
      push('not', char, from);
      at += 1;
    } else {
      const word = /^[^\s():"~<>]+/.exec(text.slice(at))?.[0] ?? char;
      // A time like 08:48 holds a colon and is one value, where a field's name stands before it.
      const clock = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?/.exec(text.slice(at))?.[0];
      const value = clock && clock.length > word.length ? clock : word;
      push(words[value.toLowerCase()] ?? 'word', value, from);
      at += value.length;
    }
  }
  return { tokens, problems };
};
