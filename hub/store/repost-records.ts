import { and, between, eq, gt, inArray, sql } from 'drizzle-orm';
import { canonicalJson } from '../core/canonical-json.ts';
import type { PostedRecord } from '../core/record.ts';
import { keepFormer } from './former-contents.ts';
import type { Db } from './open.ts';
import { tell } from './outbox.ts';
import { postingsOfRecords } from './postings.ts';
import { recordOfficers, records } from './tables/catalogue.ts';

const pageRows = 500;

const read = (db: Db, ids: readonly number[]) =>
  db
    .select({ id: records.id, startAt: records.startAt, data: records.data })
    .from(records)
    .where(inArray(records.id, [...ids]))
    .orderBy(records.id);

/** Those of some rows whose officers served elsewhere than is written in them, with what should be. */
const movedOf = async (
  db: Db,
  rows: Awaited<ReturnType<typeof read>>,
): Promise<{ id: number; data: PostedRecord }[]> => {
  const found = await postingsOfRecords(db, rows);
  return rows.flatMap(({ id, data }, index) => {
    const { postings: before, ...own } = data;
    const postings = found[index];
    if (canonicalJson(before ?? {}) === canonicalJson(postings ?? {})) return [];
    return [{ id, data: postings === undefined ? own : { ...own, postings } }];
  });
};

/**
 * Write down where the officers of records served then; records that this changes are matched again.
 *
 * @param db a transaction
 */
export const repostRecords = async (db: Db, ids: readonly number[]): Promise<void> => {
  if (ids.length === 0) return;
  const moved = await movedOf(db, await read(db, ids).for('update'));
  await keepFormer(
    db,
    'record',
    moved.map(({ id }) => id),
  );
  for (const { id, data } of moved)
    await db
      .update(records)
      .set({ data, version: sql`${records.version} + 1`, changedAt: Date.now() })
      .where(eq(records.id, id));
  await tell(
    db,
    moved.map(({ id }) => ({ name: 'record.changed' as const, data: { id } })),
  );
};

/** Whether `repostRecords` would change any of these. */
export const areRecordsMoved = async (db: Db, ids: readonly number[]): Promise<boolean> =>
  (await movedOf(db, await read(db, ids))).length > 0;

/** `repostRecords` of all records of some officers that begin in a stretch of time, epoch ms. */
export const repostRecordsOf = async (
  db: Db,
  policeIds: readonly string[],
  from: number,
  to: number,
): Promise<void> => {
  for (let after = 0; ; ) {
    const rows = await db
      .selectDistinct({ id: recordOfficers.recordId })
      .from(recordOfficers)
      .where(
        and(
          inArray(recordOfficers.policeId, [...policeIds]),
          between(recordOfficers.startAt, from, to),
          gt(recordOfficers.recordId, after),
        ),
      )
      .orderBy(recordOfficers.recordId)
      .limit(pageRows);
    const ids = rows.map(({ id }) => id);
    await repostRecords(db, ids);
    if (ids.length < pageRows) return;
    after = ids.at(-1) ?? after;
  }
};
