import { and, between, count, inArray, max, min, sql } from 'drizzle-orm';
import type { Scope } from '../core/scope.ts';
import type { Db } from './open.ts';
import { footageWithin } from './scope.ts';
import { footage } from './tables/catalogue.ts';

/** What came of one officer's cameras around a moment; all epoch ms. */
export interface Uploads {
  readonly policeId: string;
  /** Whether the reader may see these; what they may not see is counted apart. */
  readonly isVisible: boolean;
  readonly clips: number;
  /** Beginning of the last clip up to the moment, and of the first after it. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** When the latest of them came into the catalogue. */
  readonly cameAt: number | undefined;
}

const known = (value: number | null): number | undefined => value ?? undefined;

/** Clips of officers that begin between two moments, told apart by whether they began after `at`. */
export const uploadsAround = async (
  db: Db,
  scope: Scope,
  policeIds: readonly string[],
  { from, at, to }: { from: number; at: number; to: number },
): Promise<Uploads[]> => {
  if (policeIds.length === 0) return [];
  const isVisible = sql<number>`CASE WHEN ${footageWithin(scope)} THEN 1 ELSE 0 END`;
  const before = sql<number | null>`MAX(CASE WHEN ${footage.startAt} <= ${at} THEN ${footage.startAt} END)`;
  const after = sql<number | null>`MIN(CASE WHEN ${footage.startAt} > ${at} THEN ${footage.startAt} END)`;
  const rows = await db
    .select({
      policeId: footage.policeId,
      isVisible: isVisible.mapWith(Number),
      clips: count(),
      before: before.mapWith((value) => Number(value)),
      after: after.mapWith((value) => Number(value)),
      cameAt: max(footage.createdAt),
    })
    .from(footage)
    .where(and(inArray(footage.policeId, [...policeIds]), between(footage.startAt, from, to)))
    .groupBy(footage.policeId, isVisible);
  return rows.map((row) => ({
    policeId: row.policeId ?? '',
    isVisible: row.isVisible === 1,
    clips: row.clips,
    before: known(row.before),
    after: known(row.after),
    cameAt: known(row.cameAt),
  }));
};

/** Beginning (epoch ms) of the oldest clip the catalogue has, of one organisation where one is named. */
export const oldestFootage = async (db: Db, scope: Scope, org?: string): Promise<number | undefined> => {
  const own = org === undefined ? undefined : sql`${footage.org} = ${org}`;
  const [row] = await db
    .select({ at: min(footage.startAt) })
    .from(footage)
    .where(and(footageWithin(scope), own));
  return known(row?.at ?? null);
};
