import { eq } from 'drizzle-orm';
import type { Footage } from '../../../hub/core/footage.ts';
import type { BusinessRecord } from '../../../hub/core/record.ts';
import { everything } from '../../../hub/core/scope.ts';
import { matchFootage, matchRecord } from '../../../hub/match/online/online.ts';
import { saveFootage } from '../../../hub/store/footage.ts';
import { linksOfRecord } from '../../../hub/store/links.ts';
import { saveRecord } from '../../../hub/store/records.ts';
import { footage, records } from '../../../hub/store/tables/catalogue.ts';
import { database } from '../../kit/database.ts';
import { minute, rules, ten } from '../_fixtures.ts';

export const origin = { messageId: null, at: ten };

/** A database of one test file, into which records and clips come one at a time and are matched at once. */
export const openArriving = async () => {
  const { store } = await database();
  let day = 0;
  const putRecord = async (record: BusinessRecord): Promise<number> => {
    const { id } = await store.transaction((tx) => saveRecord(tx, record, origin));
    await store.transaction((tx) => matchRecord(tx, rules, id));
    return id;
  };
  const putClip = async (entry: Footage): Promise<number> => {
    const { id } = await store.transaction((tx) => saveFootage(tx, entry, origin));
    await store.transaction((tx) => matchFootage(tx, rules, id));
    return id;
  };
  const linksOf = async (recordId: number) =>
    (await linksOfRecord(store.db, everything, recordId, { rejected: true })).map(({ link }) => link);
  return {
    store,
    /** Every test has a week of its own, so that they share a database without meeting. */
    week: (): { at: number; day: number } => {
      day += 7;
      return { at: ten + day * 24 * 60 * minute, day };
    },
    putRecord,
    putClip,
    linksOf,
    decisionsOf: async (recordId: number) =>
      Object.fromEntries((await linksOf(recordId)).map(({ footageId, decision }) => [footageId, decision])),
    linkCounts: async (recordId: number, footageId: number) => {
      const [record] = await store.db
        .select({ count: records.linkCount })
        .from(records)
        .where(eq(records.id, recordId));
      const [entry] = await store.db
        .select({ count: footage.linkCount })
        .from(footage)
        .where(eq(footage.id, footageId));
      return [record?.count, entry?.count];
    },
  };
};
