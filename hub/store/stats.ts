import { and, count, eq, gt, gte, inArray, lte, sql, sum } from 'drizzle-orm';
import type { Scope } from '../core/scope.ts';
import type { System } from '../core/vocabulary.ts';
import type { Db } from './open.ts';
import { footageWithin, recordsWithin } from './scope.ts';
import { footage, links, records } from './tables/catalogue.ts';
import { hourMs } from './tallies.ts';

/** Numbers of what somebody may see. */
export interface Stats {
  records: { total: number; linked: number; bySystem: { system: System; total: number; linked: number }[] };
  footage: { total: number; linked: number; stored: number; bytes: number };
  /** What happened by hour (epoch ms), by the time of the event itself, oldest first; quiet hours are missing. */
  byHour: { hour: number; records: number; footage: number; links: number }[];
  /** Pairs that wait for a person. */
  review: number;
}

const counted = ['linked', 'confirmed'] as const;

/** Records with at least one clip that the scope shows, too. */
const linkedRecords = (scope: Scope) =>
  scope.kind === 'everything'
    ? sql`${records.linkCount} > 0`
    : sql`exists (select 1 from ${links} inner join ${footage} on ${footage.id} = ${links.footageId}
        where ${links.recordId} = ${records.id} and ${inArray(links.decision, [...counted])} and ${footageWithin(scope)})`;

const linkedFootage = (scope: Scope) =>
  scope.kind === 'everything'
    ? sql`${footage.linkCount} > 0`
    : sql`exists (select 1 from ${links} inner join ${records} on ${records.id} = ${links.recordId}
        where ${links.footageId} = ${footage.id} and ${inArray(links.decision, [...counted])} and ${recordsWithin(scope)})`;

const bySystem = (db: Db, scope: Scope) =>
  db
    .select({
      system: records.system,
      total: count(),
      linked:
        sql<number>`coalesce(sum(case when ${and(gt(records.linkCount, 0), linkedRecords(scope))} then 1 else 0 end), 0)`.mapWith(
          Number,
        ),
    })
    .from(records)
    .where(recordsWithin(scope))
    .groupBy(records.system);

const ofFootage = async (db: Db, scope: Scope) => {
  const [row] = await db
    .select({
      total: count(),
      linked:
        sql<number>`coalesce(sum(case when ${and(gt(footage.linkCount, 0), linkedFootage(scope))} then 1 else 0 end), 0)`.mapWith(
          Number,
        ),
      stored: sql<number>`coalesce(sum(case when ${footage.mediaState} = 'stored' then 1 else 0 end), 0)`.mapWith(
        Number,
      ),
      bytes: sum(footage.bytes).mapWith(Number),
    })
    .from(footage)
    .where(footageWithin(scope));
  return { total: row?.total ?? 0, linked: row?.linked ?? 0, stored: row?.stored ?? 0, bytes: row?.bytes ?? 0 };
};

const hourOfColumn = (column: typeof records.startAt) => sql<number>`floor(${column} / ${sql.raw(String(hourMs))})`;

/** A camera whose clock is ahead films in the future: that is no hour of this chart. */
const byHour = async (db: Db, scope: Scope, from: number, to = Date.now()): Promise<Stats['byHour']> => {
  const recordHour = hourOfColumn(records.startAt).mapWith(Number);
  const footageHour = hourOfColumn(footage.startAt as never).mapWith(Number);
  const linkHour = hourOfColumn(links.segmentStart as never).mapWith(Number);
  const [ofRecords, ofClips, ofLinks] = await Promise.all([
    db
      .select({ hour: recordHour, n: count() })
      .from(records)
      .where(and(gte(records.startAt, from), lte(records.startAt, to), recordsWithin(scope)))
      .groupBy(recordHour),
    db
      .select({ hour: footageHour, n: count() })
      .from(footage)
      .where(and(gte(footage.startAt, from), lte(footage.startAt, to), footageWithin(scope)))
      .groupBy(footageHour),
    db
      .select({ hour: linkHour, n: count() })
      .from(links)
      .innerJoin(records, eq(records.id, links.recordId))
      .innerJoin(footage, eq(footage.id, links.footageId))
      .where(
        and(
          gte(links.segmentStart, from),
          lte(links.segmentStart, to),
          inArray(links.decision, [...counted]),
          recordsWithin(scope),
          footageWithin(scope),
        ),
      )
      .groupBy(linkHour),
  ]);
  const hours = new Map<number, Stats['byHour'][number]>();
  const add = (rows: readonly { hour: number; n: number }[], field: 'records' | 'footage' | 'links') => {
    for (const { hour, n } of rows) {
      const entry = hours.get(hour) ?? { hour: hour * hourMs, records: 0, footage: 0, links: 0 };
      entry[field] = n;
      hours.set(hour, entry);
    }
  };
  add(ofRecords, 'records');
  add(ofClips, 'footage');
  add(ofLinks, 'links');
  return [...hours.values()].sort((left, right) => left.hour - right.hour);
};

const waiting = async (db: Db, scope: Scope): Promise<number> => {
  const [row] = await db
    .select({ n: count() })
    .from(links)
    .innerJoin(records, eq(records.id, links.recordId))
    .innerJoin(footage, eq(footage.id, links.footageId))
    .where(and(eq(links.decision, 'review'), recordsWithin(scope), footageWithin(scope)));
  return row?.n ?? 0;
};

/** Count what the scope shows. @param from beginning of the hourly counts, epoch ms */
export const readStats = async (db: Db, scope: Scope, from: number): Promise<Stats> => {
  const [systems, clips, hours, review] = await Promise.all([
    bySystem(db, scope),
    ofFootage(db, scope),
    byHour(db, scope, from),
    waiting(db, scope),
  ]);
  const total = (field: 'total' | 'linked') => systems.reduce((all, system) => all + system[field], 0);
  return {
    records: { total: total('total'), linked: total('linked'), bySystem: systems },
    footage: clips,
    byHour: hours,
    review,
  };
};
