import { lex, type Token } from './lex.ts';
import { timeRange } from './time-range.ts';
import { both, everythingQuery, type Query, type QueryField, type QueryProblem, queryFields } from './tree.ts';

export interface Parsed {
  query: Query;
  /** What could not be understood; the rest is searched all the same. */
  problems: QueryProblem[];
}

const fieldNames = new Map<string, QueryField>(
  Object.entries(queryFields).flatMap(([name, { zh }]) => [
    [name.toLowerCase(), name as QueryField],
    [zh, name as QueryField],
  ]),
);

/** `or` binds weaker than `and`, which may be left out; `not` binds strongest. */
class Reader {
  private position = 0;
  readonly problems: QueryProblem[];
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[], problems: QueryProblem[]) {
    this.tokens = tokens;
    this.problems = problems;
  }

  private get token(): Token | undefined {
    return this.tokens[this.position];
  }

  private take(kind: Token['kind']): Token | undefined {
    const token = this.token;
    if (token?.kind !== kind) return undefined;
    this.position += 1;
    return token;
  }

  all(): Query {
    const parts: Query[] = [];
    while (this.token) {
      parts.push(this.either());
      const stray = this.take('close');
      if (stray) this.problems.push({ at: stray.at, message: 'this bracket closes nothing' });
    }
    return both(...parts);
  }

  private either(): Query {
    const parts = [this.every()];
    while (this.take('or')) parts.push(this.every());
    const real = parts.filter((part) => part.kind !== 'everything');
    if (real.length > 1) return { kind: 'or', parts: real };
    return real[0] ?? everythingQuery;
  }

  private every(): Query {
    const parts: Query[] = [];
    while (this.token && this.token.kind !== 'or' && this.token.kind !== 'close') {
      if (!this.take('and')) parts.push(this.one());
    }
    return both(...parts);
  }

  private one(): Query {
    const token = this.token as Token;
    this.position += 1;
    switch (token.kind) {
      case 'not': {
        const next = this.token && !['or', 'close', 'and'].includes(this.token.kind) ? this.one() : everythingQuery;
        if (next.kind !== 'everything') return { kind: 'not', part: next };
        this.problems.push({ at: token.at, message: 'nothing follows "not"' });
        return everythingQuery;
      }
      case 'open': {
        const inner = this.either();
        if (!this.take('close')) this.problems.push({ at: token.at, message: 'this bracket is not closed' });
        return inner;
      }
      case 'quoted':
        return token.text.trim() === ''
          ? everythingQuery
          : { kind: 'text', text: token.text, match: this.fuzzy() ?? 'whole' };
      case 'word':
        return this.word(token);
      default:
        this.problems.push({ at: token.at, message: `"${token.text}" makes no sense here` });
        return everythingQuery;
    }
  }

  private fuzzy(): 'fuzzy' | undefined {
    return this.token?.glued && this.take('fuzzy') ? 'fuzzy' : undefined;
  }

  private word(token: Token): Query {
    const next = this.token;
    const operator = next?.kind === 'colon' || next?.kind === 'equals' || next?.kind === 'compare' ? next : undefined;
    const field = fieldNames.get(token.text.toLowerCase());
    if (operator && field) {
      this.position += 1;
      return this.valueOf(field, operator);
    }
    if (operator) {
      this.position += 1;
      const known = Object.keys(queryFields).join(', ');
      this.problems.push({
        at: token.at,
        message: `there is no field "${token.text}" (fields: ${known}); searched as text`,
      });
      const value = this.take('word') ?? this.take('quoted');
      return { kind: 'text', text: `${token.text}${operator.text}${value?.text ?? ''}`, match: 'whole' };
    }
    const match = this.fuzzy() ?? (token.text.includes('*') ? 'pattern' : 'word');
    return /^\*+$/.test(token.text) ? everythingQuery : { kind: 'text', text: token.text, match };
  }

  private valueOf(field: QueryField, operator: Token): Query {
    if (this.take('open')) {
      const parts: Query[] = [];
      while (this.token && !this.take('close')) if (!this.take('or')) parts.push(this.single(field, operator));
      return parts.length > 1 ? { kind: 'or', parts } : (parts[0] ?? everythingQuery);
    }
    const compare = operator.kind === 'colon' ? this.take('compare') : undefined;
    return this.single(field, compare ?? operator);
  }

  private single(field: QueryField, operator: Token): Query {
    const quoted = this.token?.kind === 'quoted';
    const token = this.take('word') ?? this.take('quoted');
    if (!token) {
      if (this.token) this.position += 1;
      this.problems.push({ at: operator.at, message: `a value is missing after ${field}` });
      return everythingQuery;
    }
    const exact = operator.kind === 'equals' || quoted;
    const match = this.fuzzy() ?? (token.text.includes('*') && !exact ? 'pattern' : exact ? 'whole' : 'word');
    return this.typed(field, token, operator, match, exact);
  }

  private typed(
    field: QueryField,
    token: Token,
    operator: Token,
    match: 'word' | 'whole' | 'fuzzy' | 'pattern',
    exact: boolean,
  ): Query {
    const { type } = queryFields[field];
    if (type === 'text') return { kind: 'text', text: token.text, match, field: field as never };
    if (type === 'flag') return { kind: 'flag', value: /^(true|yes|1|是)$/i.test(token.text) };
    if (type === 'org') return { kind: 'org', value: token.text.replace(/\*$/, ''), below: !exact };
    if (type === 'time') {
      const range = timeRange(token.text, operator.kind === 'compare' ? operator.text : '=');
      if (range) return { kind: 'time', ...range };
      this.problems.push({
        at: token.at,
        message: `"${token.text}" is no time; write 2024-01-05, 2024-01-05T08:48 or 2024-01-05..2024-01-07`,
      });
      return everythingQuery;
    }
    return { kind: 'code', field: field as never, value: token.text, match: match === 'word' ? 'whole' : match };
  }
}

/** Read a typed query. Every input gives a query; what was not understood is told in `problems`. */
export const parseQuery = (typed: string): Parsed => {
  const { tokens, problems } = lex(typed.slice(0, 2_000));
  const reader = new Reader(tokens, problems);
  return { query: reader.all(), problems };
};
