import { and, asc, count, eq, gt, inArray, isNotNull, isNull, lt, notExists, or, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/mysql-core';
import { ConflictError, NotFoundError } from '../core/errors.ts';
import type { System } from '../core/vocabulary.ts';
import { insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { footage, links, records } from './tables/catalogue.ts';
import { deletions, holds, keeping, retentionClasses } from './tables/volumes.ts';

export type RetentionClass = typeof retentionClasses.$inferSelect;
export type KeepingRow = typeof keeping.$inferSelect;

/** What holds until somebody sets something else. */
const usual: readonly RetentionClass[] = [
  { name: 'general', label: { zh: '一般', en: 'General' }, days: 183, copies: 1, systems: [], rank: 0 },
  {
    name: 'evidence',
    label: { zh: '案件证据', en: 'Case evidence' },
    days: null,
    copies: 2,
    systems: ['case', 'incident'],
    rank: 100,
  },
];

/** All classes, the highest first. */
export const retentionClassesOf = async (db: Db): Promise<RetentionClass[]> => {
  const rows = await db.select().from(retentionClasses);
  const set = new Set(rows.map(({ name }) => name));
  return [...rows, ...usual.filter(({ name }) => !set.has(name))].sort((a, b) => b.rank - a.rank);
};

export const saveRetentionClass = async (db: Db, row: RetentionClass): Promise<void> => {
  await insertRows(db, retentionClasses, [row], { update: ['label', 'days', 'copies', 'systems', 'rank'] });
};

/** @throws ConflictError for one of those that are always there, NotFoundError */
export const deleteRetentionClass = async (db: Db, name: string): Promise<void> => {
  if (usual.some((one) => one.name === name)) {
    throw new ConflictError(`[hub] [media] the retention class ${name} is always there`, {
      remedy: 'change its days and copies instead',
    });
  }
  const [result] = await db.delete(retentionClasses).where(eq(retentionClasses.name, name));
  if (result.affectedRows > 0) return;
  throw new NotFoundError(`[hub] [media] there is no retention class ${name}`, { remedy: 'see the list of classes' });
};

/** Systems of the records that recordings are linked to, by recording. */
export const systemsLinkedTo = async (db: Db, footageIds: readonly number[]): Promise<Map<number, Set<System>>> => {
  const found = new Map<number, Set<System>>();
  if (footageIds.length === 0) return found;
  const rows = await db
    .selectDistinct({ footageId: links.footageId, system: records.system })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .where(and(inArray(links.footageId, [...footageIds]), inArray(links.decision, ['linked', 'confirmed'])));
  for (const { footageId, system } of rows) {
    found.set(footageId, (found.get(footageId) ?? new Set<System>()).add(system));
  }
  return found;
};

export const keepingOf = async (db: Db, footageIds: readonly number[]): Promise<Map<number, KeepingRow>> => {
  if (footageIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(keeping)
    .where(inArray(keeping.footageId, [...footageIds]));
  return new Map(rows.map((row) => [row.footageId, row]));
};

export const putKeeping = async (db: Db, rows: readonly KeepingRow[]): Promise<void> => {
  await insertRows(db, keeping, rows, { update: ['class', 'until', 'missing', 'changedAt'] });
};

export const dropKeeping = async (db: Db, footageId: number): Promise<void> => {
  await db.delete(keeping).where(eq(keeping.footageId, footageId));
};

/** Recordings with fewer copies than wanted, those not looked at since `before` (epoch ms). */
export const withMissingCopies = async (db: Db, before: number, limit: number): Promise<number[]> =>
  (
    await db
      .select({ id: keeping.footageId })
      .from(keeping)
      .where(and(gt(keeping.missing, 0), lt(keeping.changedAt, before)))
      .orderBy(asc(keeping.changedAt))
      .limit(limit)
  ).map(({ id }) => id);

/** How many recordings have fewer copies than wanted. */
export const countMissing = async (db: Db): Promise<number> => {
  const [row] = await db.select({ n: count() }).from(keeping).where(gt(keeping.missing, 0));
  return row?.n ?? 0;
};

/** Recordings of a class that were assessed before it was changed. */
export const assessedBefore = async (db: Db, before: number, after: number, limit: number): Promise<number[]> =>
  (
    await db
      .select({ id: keeping.footageId })
      .from(keeping)
      .where(and(gt(keeping.footageId, after), lt(keeping.changedAt, before)))
      .orderBy(asc(keeping.footageId))
      .limit(limit)
  ).map(({ id }) => id);

export interface KeepingSum {
  readonly class: string;
  readonly recordings: number;
  readonly missing: number;
  readonly expired: number;
}

/** How many recordings each class has, and how they are. */
export const keepingSums = async (db: Db, now = Date.now()): Promise<KeepingSum[]> =>
  db
    .select({
      class: keeping.class,
      recordings: count(),
      missing: sql<number>`coalesce(sum(${keeping.missing} > 0), 0)`.mapWith(Number),
      expired: sql<number>`coalesce(sum(${keeping.until} < ${now}), 0)`.mapWith(Number),
    })
    .from(keeping)
    .groupBy(keeping.class);

const held = () =>
  new QueryBuilder()
    .select({ one: sql`1` })
    .from(holds)
    .where(
      and(
        isNull(holds.releasedAt),
        or(
          sql`${holds.footageId} = ${keeping.footageId}`,
          sql`${holds.recordId} in (select ${links.recordId} from ${links} where ${links.footageId} = ${keeping.footageId})`,
        ),
      ),
    );

/** Stored recordings whose time is over, that no hold covers and nobody has proposed or refused to delete, oldest first. */
export const expired = async (db: Db, now: number, limit: number): Promise<number[]> =>
  (
    await db
      .select({ id: keeping.footageId })
      .from(keeping)
      .innerJoin(footage, eq(footage.id, keeping.footageId))
      .where(
        and(
          isNotNull(keeping.until),
          lt(keeping.until, now),
          eq(footage.mediaState, 'stored'),
          notExists(held()),
          notExists(
            new QueryBuilder()
              .select({ one: sql`1` })
              .from(deletions)
              .where(sql`${deletions.footageId} = ${keeping.footageId}`),
          ),
        ),
      )
      .orderBy(asc(keeping.until))
      .limit(limit)
  ).map(({ id }) => id);
