import type { Journey } from '../../store/journey.ts';
import type { Db } from '../../store/open.ts';
import { type Answer, ask, type Question } from '../../store/question.ts';

/** What was asked of the store and answered. Every question is asked once. */
export interface Reading {
  ask(questions: readonly Question[]): Promise<Answer[]>;
  ids(questions: readonly Question[]): Promise<number[]>;
}

export const openReading = (from: Db | Journey): Reading => {
  const known = new Map<Question, readonly Answer[]>();
  const askAll = async (questions: readonly Question[]): Promise<Answer[]> => {
    const unknown = [...new Set(questions)].filter((question) => !known.has(question));
    const answers = await ask(from, unknown);
    for (const [index, question] of unknown.entries()) known.set(question, answers[index] ?? []);
    return questions.flatMap((question) => known.get(question) ?? []);
  };
  return {
    ask: askAll,
    async ids(questions) {
      return [...new Set((await askAll(questions)).map(({ id }) => id))];
    },
  };
};
