import mysql from 'mysql2';
import { type Journey, journeyOn } from './journey.ts';
import type { Db } from './open.ts';

/**
 * A question to the catalogue: what follows SELECT, with the columns `id`, `name`, `at` and `device` in this order. Written
 * as text, so that many of them travel as one statement: on the way to an answer the journeys take most of the time.
 */
export type Question = string;

export interface Answer {
  readonly id: number;
  readonly name: string | null;
  readonly at: number | null;
  readonly device: string | null;
}

/** Text as SQL writes it. */
export const quoted = (text: string): string => mysql.escape(text);
export const listed = (items: readonly (string | number)[]): string =>
  items.map((item) => (typeof item === 'number' ? String(item) : quoted(item))).join(',');
export const onlyIds = (column: string): string => `${column} AS id, NULL AS name, NULL AS at, NULL AS device`;

/** Statements stay short enough to be planned in a moment. */
const questionsAtOnce = 120;
const statementLength = 400_000;

const inStatements = (questions: readonly Question[]): [from: number, to: number][] => {
  const parts: [number, number][] = [];
  let [begin, length] = [0, 0];
  for (const [index, { length: own }] of questions.entries()) {
    if (index > begin && (index - begin >= questionsAtOnce || length + own > statementLength)) {
      parts.push([begin, index]);
      [begin, length] = [index, 0];
    }
    length += own;
  }
  if (begin < questions.length) parts.push([begin, questions.length]);
  return parts;
};

const numberOf = (value: unknown): number => Number(value);
const textOf = (value: unknown): string | null => (value === null ? null : String(value));

/** Ask several questions in one journey. @returns the answers of each, in the order of the questions */
export const ask = async (from: Db | Journey, questions: readonly Question[]): Promise<Answer[][]> => {
  const journey = typeof from === 'function' ? from : journeyOn(from);
  const answers: Answer[][] = questions.map(() => []);
  for (const [first, end] of inStatements(questions)) {
    // A first row that is no answer gives the columns their types, whichever question comes first.
    const head = "SELECT -1 AS question, 0 AS id, '' AS name, 0 AS at, '' AS device FROM DUAL WHERE 1 = 0";
    const rest = questions.slice(first, end).map((question, index) => {
      const isDistinct = question.startsWith('DISTINCT ');
      const body = isDistinct ? question.slice('DISTINCT '.length) : question;
      return `SELECT ${isDistinct ? 'DISTINCT ' : ''}${first + index}, ${body}`;
    });
    const [rows = []] = await journey([[head, ...rest].join(' UNION ALL ')]);
    for (const [question, id, name, at, device] of rows) {
      answers[numberOf(question)]?.push({
        id: numberOf(id),
        name: textOf(name),
        at: at === null ? null : numberOf(at),
        device: textOf(device),
      });
    }
  }
  return answers;
};

/** The contents of the clips that some questions find: `name` is JSON in its version (`at`), `device` the estimate of the clock. */
export const contentsOfFound = (questions: readonly Question[]): Question => {
  const found = questions.map((question) => `SELECT ${question}`).join(' UNION ');
  return `footage.id, footage.data, footage.version, footage.clockErrorMs FROM (${found}) found JOIN footage ON footage.id = found.id`;
};

/** Ask for ids; every id once. */
export const idsOf = async (from: Db | Journey, questions: readonly Question[]): Promise<number[]> => [
  ...new Set((await ask(from, questions)).flat().map(({ id }) => id)),
];
