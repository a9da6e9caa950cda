import { expect, test } from 'vitest';
import { RetriableError } from '../../hub/core/errors.ts';
import { everything } from '../../hub/core/scope.ts';
import { matchFootage, matchRecord } from '../../hub/match/online/online.ts';
import { openRulesInForce } from '../../hub/match/rules/rules-in-force.ts';
import { saveFootage } from '../../hub/store/footage.ts';
import { linksOfRecord } from '../../hub/store/links.ts';
import type { Store } from '../../hub/store/open.ts';
import { saveRecord } from '../../hub/store/records.ts';
import type { Hub } from '../../hub/workers/hub.ts';
import { matchTogether } from '../../hub/workers/on/_match-together.ts';
import { database } from '../kit/database.ts';
import { call, clip, minute, rules, ten } from '../match/_fixtures.ts';

const origin = { messageId: 1, at: ten };
const pairs = 12;

/** A shift of calls with a clip each, some of them close enough to be rivals. */
const fill = async (store: Store) => {
  const ids: { records: number[]; clips: number[] } = { records: [], clips: [] };
  for (let index = 0; index < pairs; index += 1) {
    const at = ten + index * 25 * minute;
    ids.records.push((await saveRecord(store.db, call({ id: `call-${index}`, arrived: at }), origin)).id);
    ids.clips.push((await saveFootage(store.db, clip({ id: `clip-${index}`, start: at }), origin)).id);
  }
  return ids;
};

const linksIn = async (store: Store, recordIds: readonly number[]) => {
  const found = await Promise.all(recordIds.map((id) => linksOfRecord(store.db, everything, id, { rejected: true })));
  return found.flatMap((items, index) =>
    items.map(({ link }) => ({
      index,
      footage: link.footageId,
      decision: link.decision,
      from: link.segmentStart,
      to: link.segmentEnd,
    })),
  );
};

test('what waits together gets the links it would have got one after the other', async () => {
  const [{ store: grouped }, { store: single }] = [await database(), await database()];
  const ids = await fill(grouped);
  const same = await fill(single);
  expect(same).toEqual(ids);

  const hub = { store: grouped, rules: openRulesInForce(grouped, rules) } as unknown as Hub;
  await Promise.all([
    ...ids.records.map((id) => matchTogether(hub, { recordIds: [id], footageIds: [] })),
    ...ids.clips.map((id) => matchTogether(hub, { recordIds: [], footageIds: [id] })),
  ]);
  for (const id of ids.records) await single.transaction((tx) => matchRecord(tx, rules, id));
  for (const id of ids.clips) await single.transaction((tx) => matchFootage(tx, rules, id));

  const links = await linksIn(grouped, ids.records);
  expect(links.filter(({ decision }) => decision === 'linked')).toHaveLength(pairs);
  expect(links).toEqual(await linksIn(single, ids.records));
});

test('a group that fails is matched one by one; what fails alone is told to its own event', async () => {
  const { store } = await database();
  const ids = await fill(store);
  let calls = 0;
  const failing: Store = {
    ...store,
    journeys: {
      ...store.journeys,
      write: (statements) => {
        calls += 1;
        // The group, and later one of its members.
        const isCut = calls === 2 || calls === 4;
        return isCut ? Promise.reject(new RetriableError('the line broke')) : store.journeys.write(statements);
      },
    },
  };
  const hub = { store: failing, rules: openRulesInForce(store, rules) } as unknown as Hub;
  const outcomes = await Promise.allSettled(
    ids.records.slice(0, 4).map((id) => matchTogether(hub, { recordIds: [id], footageIds: [] })),
  );
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  const done = ids.records.filter((_, index) => outcomes[index]?.status === 'fulfilled');
  expect((await linksIn(store, done)).filter(({ decision }) => decision === 'linked')).toHaveLength(3);
});
