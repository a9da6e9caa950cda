import { and, asc, eq, gt, inArray, ne } from 'drizzle-orm';
import type { Db } from './open.ts';
import { footage, links, records } from './tables/catalogue.ts';

/** What the search index wants of a record: itself, and the officers who filmed it. */
export interface IndexedRecord {
  row: typeof records.$inferSelect;
  filmedBy: string[];
}

/** What it wants of a recording: itself, and the records it shows, best first. */
export interface IndexedFootage {
  row: typeof footage.$inferSelect;
  shows: {
    id: number;
    title: string | null;
    summary: string | undefined;
    numbers: string[];
    label: string | undefined;
  }[];
}

const counts = inArray(links.decision, ['linked', 'confirmed']);

export const recordsToIndex = async (db: Db, ids: readonly number[]): Promise<IndexedRecord[]> => {
  if (ids.length === 0) return [];
  const rows = await db
    .select()
    .from(records)
    .where(inArray(records.id, [...ids]));
  const filmed = await db
    .select({ recordId: links.recordId, policeId: footage.policeId })
    .from(links)
    .innerJoin(footage, eq(footage.id, links.footageId))
    .where(and(inArray(links.recordId, [...ids]), counts));
  return rows.map((row) => ({
    row,
    filmedBy: filmed.filter(({ recordId }) => recordId === row.id).flatMap(({ policeId }) => policeId ?? []),
  }));
};

export const footageToIndex = async (db: Db, ids: readonly number[]): Promise<IndexedFootage[]> => {
  if (ids.length === 0) return [];
  const rows = await db
    .select()
    .from(footage)
    .where(inArray(footage.id, [...ids]));
  const shown = await db
    .select({ footageId: links.footageId, probability: links.probability, record: records })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .where(and(inArray(links.footageId, [...ids]), counts));
  return rows.map((row) => ({
    row,
    shows: shown
      .filter(({ footageId }) => footageId === row.id)
      .sort((a, b) => b.probability - a.probability)
      .map(({ record }) => ({
        id: record.id,
        title: record.title,
        summary: record.data.summary,
        numbers: [record.externalId],
        label: record.data.category?.label,
      })),
  }));
};

/** Ids above `after` in order, for walking a whole table. */
export const recordIdsAfter = async (db: Db, after: number, limit: number): Promise<number[]> =>
  (
    await db.select({ id: records.id }).from(records).where(gt(records.id, after)).orderBy(asc(records.id)).limit(limit)
  ).map(({ id }) => id);

export const footageIdsAfter = async (db: Db, after: number, limit: number): Promise<number[]> =>
  (
    await db.select({ id: footage.id }).from(footage).where(gt(footage.id, after)).orderBy(asc(footage.id)).limit(limit)
  ).map(({ id }) => id);

/** The recordings whose documents name a record: they change when it does. */
export const footageLinkedTo = async (db: Db, recordId: number): Promise<number[]> =>
  (
    await db
      .select({ id: links.footageId })
      .from(links)
      .where(and(eq(links.recordId, recordId), ne(links.decision, 'review')))
  ).map(({ id }) => id);
