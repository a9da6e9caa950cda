import { asc, eq } from 'drizzle-orm';
import type { Db } from './open.ts';
import { marks } from './tables/marks.ts';

export type MarkRow = typeof marks.$inferSelect;

/** Marks of a record that are shown; more than a person would look through. */
const mostMarks = 500;

/** @returns its id. The caller has asked whether the record and the clip may be seen. */
export const insertMark = async (db: Db, row: Omit<MarkRow, 'id'>): Promise<number> => {
  const [{ insertId }] = await db.insert(marks).values(row);
  return insertId;
};

/** Marks of one record in the order of the clips. The caller has asked whether it may be seen. */
export const marksOfRecord = (db: Db, recordId: number): Promise<MarkRow[]> =>
  db
    .select()
    .from(marks)
    .where(eq(marks.recordId, recordId))
    .orderBy(asc(marks.footageId), asc(marks.offsetMs), asc(marks.id))
    .limit(mostMarks);
