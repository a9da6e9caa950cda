import { beforeAll, expect, test } from 'vitest';
import { type Journey, together } from '../../hub/store/journey.ts';
import type { Store } from '../../hub/store/open.ts';
import { database } from '../kit/database.ts';

let store: Store;
beforeAll(async () => {
  ({ store } = await database());
});

/** The journeys of a store, and what each of them asked. */
const watched = (): { ask: Journey; journeys: (readonly string[])[] } => {
  const journeys: (readonly string[])[] = [];
  const ask: Journey = (statements) => {
    journeys.push(statements);
    return store.journeys.ask(statements);
  };
  return { ask: together(ask), journeys };
};

test('what several ask before any of them waits is one journey, and everybody gets his own answers', async () => {
  const { ask, journeys } = watched();
  const later = async () => {
    await Promise.resolve();
    return ask(['SELECT 4']);
  };
  const answers = await Promise.all([ask(['SELECT 1', 'SELECT 2 UNION SELECT 3']), ask([]), later()]);
  expect(answers).toEqual([[[[1]], [[2], [3]]], [], [[[4]]]]);
  expect(journeys).toEqual([['SELECT 1', 'SELECT 2 UNION SELECT 3', 'SELECT 4']]);
  expect(await ask(['SELECT 5'])).toEqual([[[5]]]);
  expect(journeys).toHaveLength(2);
});

test('a journey that fails fails for all that travelled, and for nobody after them', async () => {
  const { ask } = watched();
  const outcomes = await Promise.allSettled([ask(['SELECT 1']), ask(['SELECT nothing FROM nowhere'])]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await ask(['SELECT 6'])).toEqual([[[6]]]);
});
