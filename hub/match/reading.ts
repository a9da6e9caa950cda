import type { Db } from '../store/open.ts';
import { type Answer, ask, type Question } from '../store/question.ts';

/** What was asked of the store and answered. Every question is asked once. */
export interface Reading {
  ask(questions: readonly Question[]): Promise<Answer[]>;
  ids(questions: readonly Question[]): Promise<number[]>;
  /** Remember an answer that came another way. */
  note(question: Question, answers: readonly Answer[]): void;
  /** Ask everything again: whether every answer is still the same, so that whoever read it would come to the same end. */
  isCurrent(): Promise<boolean>;
}

const written = (answers: readonly Answer[]): string =>
  answers
    .map(({ id, name, at, device }) => `${id} ${name} ${at} ${device}`)
    .sort()
    .join('\n');

export const openReading = (db: Db): Reading => {
  const known = new Map<Question, readonly Answer[]>();
  const askAll = async (questions: readonly Question[]): Promise<Answer[]> => {
    const unknown = [...new Set(questions)].filter((question) => !known.has(question));
    const answers = await ask(db, unknown);
    for (const [index, question] of unknown.entries()) known.set(question, answers[index] ?? []);
    return questions.flatMap((question) => known.get(question) ?? []);
  };
  return {
    ask: askAll,
    async ids(questions) {
      return [...new Set((await askAll(questions)).map(({ id }) => id))];
    },
    note(question, answers) {
      known.set(question, answers);
    },
    async isCurrent() {
      const questions = [...known.keys()];
      const answers = await ask(db, questions);
      return questions.every((question, index) => written(known.get(question) ?? []) === written(answers[index] ?? []));
    },
  };
};
