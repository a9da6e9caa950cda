import type { Query } from './tree.ts';

const quoted = (text: string): string => (/[\s():"~<>]/.test(text) || text === '' ? JSON.stringify(text) : text);
const day = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 19);

/** The query as it was understood, in the language itself: shown to the person who typed it. */
export const printQuery = (query: Query): string => {
  switch (query.kind) {
    case 'everything':
      return '*';
    case 'text': {
      const text = query.match === 'whole' ? JSON.stringify(query.text) : quoted(query.text);
      return `${query.field ? `${query.field}:` : ''}${text}${query.match === 'fuzzy' ? '~' : ''}`;
    }
    case 'code':
      return `${query.field}:${query.match === 'whole' ? '=' : ''}${quoted(query.value)}${query.match === 'fuzzy' ? '~' : ''}`;
    case 'org':
      return `org:${query.below ? '' : '='}${query.value}`;
    case 'flag':
      return `linked:${query.value}`;
    case 'time':
      return [
        query.from === undefined ? '' : `at:>=${day(query.from)}`,
        query.to === undefined ? '' : `at:<${day(query.to)}`,
      ]
        .filter(Boolean)
        .join(' and ');
    case 'and':
    case 'or':
      return `(${query.parts.map(printQuery).join(` ${query.kind} `)})`;
    case 'not':
      return `not ${printQuery(query.part)}`;
  }
};
