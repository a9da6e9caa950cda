import { and, asc, count, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { chunked, insertNumbered, insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { tell } from './outbox.ts';
import { footage } from './tables/catalogue.ts';
import { type MatchPass, type MatchPlan, matchClocks, matchParts, matchRuns } from './tables/match-runs.ts';

export type { MatchPass, MatchPlan };
export type MatchRun = typeof matchRuns.$inferSelect;
export type MatchPart = typeof matchParts.$inferSelect;
export type MatchClock = typeof matchClocks.$inferSelect;

/** Put a run down and have it planned. @returns its id */
export const startRun = async (
  tx: Db,
  run: Pick<MatchRun, 'fromAt' | 'toAt' | 'org' | 'startedBy'>,
): Promise<number> => {
  const [{ insertId }] = await tx.insert(matchRuns).values({ ...run, createdAt: Date.now() });
  await tell(tx, [{ name: 'match.plan', data: { runId: insertId } }]);
  return insertId;
};

export const runById = async (db: Db, id: number): Promise<MatchRun | undefined> =>
  (await db.select().from(matchRuns).where(eq(matchRuns.id, id)))[0];

/** The run, locked until the transaction ends: whoever moves it on does so alone. */
export const lockRun = async (tx: Db, id: number): Promise<MatchRun | undefined> =>
  (await tx.select().from(matchRuns).where(eq(matchRuns.id, id)).for('update'))[0];

export const setPlan = async (tx: Db, id: number, plan: MatchPlan): Promise<void> => {
  await tx.update(matchRuns).set({ plan }).where(eq(matchRuns.id, id));
};

export const partById = async (db: Db, id: number): Promise<MatchPart | undefined> =>
  (await db.select().from(matchParts).where(eq(matchParts.id, id)))[0];

export const partsOf = (db: Db, runId: number, pass: MatchPass): Promise<MatchPart[]> =>
  db
    .select()
    .from(matchParts)
    .where(and(eq(matchParts.runId, runId), eq(matchParts.pass, pass)))
    .orderBy(asc(matchParts.id));

/** Put parts down as work for whoever is free. */
export const addParts = async (
  tx: Db,
  parts: readonly Pick<MatchPart, 'runId' | 'pass' | 'region' | 'fromAt' | 'toAt'>[],
): Promise<void> => {
  const ids = await insertNumbered(tx, matchParts, parts);
  await tell(
    tx,
    ids.map((partId) => ({ name: 'match.part' as const, data: { partId } })),
  );
};

export type PartResult = Partial<
  Pick<MatchPart, 'records' | 'changed' | 'deferred' | 'reachFrom' | 'reachTo' | 'touchedDays'>
>;

/** @returns how many parts of its pass are still to be done */
export const markDone = async (tx: Db, { id, runId, pass }: MatchPart, result: PartResult): Promise<number> => {
  await tx
    .update(matchParts)
    .set({ ...result, doneAt: Date.now() })
    .where(eq(matchParts.id, id));
  const [open] = await tx
    .select({ total: count() })
    .from(matchParts)
    .where(and(eq(matchParts.runId, runId), eq(matchParts.pass, pass), isNull(matchParts.doneAt)));
  return open?.total ?? 0;
};

/** A run is over; what it learned of clocks has been used. */
export const finishRun = async (tx: Db, id: number): Promise<void> => {
  await tx.update(matchRuns).set({ finishedAt: Date.now() }).where(eq(matchRuns.id, id));
  await tx.delete(matchClocks).where(eq(matchClocks.runId, id));
};

/** Put down what a part found out about clocks, in place of what it had found before. */
export const putClocks = async (
  tx: Db,
  partId: number,
  clocks: readonly Omit<MatchClock, 'deviceHash'>[],
): Promise<void> => {
  await tx.delete(matchClocks).where(eq(matchClocks.partId, partId));
  await insertRows(
    tx,
    matchClocks,
    clocks.map((one) => ({ ...one, deviceHash: 0 })),
  );
  await tx
    .update(matchClocks)
    .set({ deviceHash: sql`crc32(${matchClocks.deviceId})` })
    .where(eq(matchClocks.partId, partId));
};

/** What a run found out about the devices of one bucket of so many. */
export const clocksOfBucket = (db: Db, runId: number, bucket: number, buckets: number): Promise<MatchClock[]> =>
  db
    .select()
    .from(matchClocks)
    .where(and(eq(matchClocks.runId, runId), sql`${matchClocks.deviceHash} % ${buckets} = ${bucket}`));

export const hasClocks = async (db: Db, runId: number): Promise<boolean> =>
  (await db.select({ id: matchClocks.footageId }).from(matchClocks).where(eq(matchClocks.runId, runId)).limit(1))
    .length > 0;

/** Clips of some devices, as far as their clocks are concerned. */
export const clipsOfDevices = async (db: Db, deviceIds: readonly string[]) => {
  const { id, deviceId, org, startAt, endAt, clockErrorMs } = footage;
  const rows = [];
  for (const part of chunked(deviceIds, 500))
    rows.push(
      ...(await db
        .select({ id, deviceId, org, startAt, endAt, clockErrorMs })
        .from(footage)
        .where(sql`${deviceId} in ${part}`)),
    );
  return rows;
};

/** Write estimates of clocks, each to its clip. */
export const setClockErrors = async (
  tx: Db,
  errors: readonly { readonly id: number; readonly clockErrorMs: number | null }[],
): Promise<void> => {
  for (const part of chunked(errors, 1_000)) {
    const cases = part.map(({ id, clockErrorMs }) => sql`when ${id} then ${clockErrorMs}`);
    await tx
      .update(footage)
      .set({ clockErrorMs: sql`case ${footage.id} ${sql.join(cases, sql` `)} end` })
      .where(sql`${footage.id} in ${part.map(({ id }) => id)}`);
  }
};

/** How far a run has come. */
export interface RunProgress {
  readonly run: Omit<MatchRun, 'plan'>;
  readonly passes: readonly { readonly pass: MatchPass; readonly parts: number; readonly done: number }[];
  readonly records: number;
  /** Records whose links changed; one that changed in both passes counts twice. */
  readonly changed: number;
}

/** Runs, newest first. */
export const listRuns = async (db: Db, limit = 10): Promise<RunProgress[]> => {
  const runs = await db.select().from(matchRuns).orderBy(desc(matchRuns.id)).limit(limit);
  const progress: RunProgress[] = [];
  for (const { plan: _, ...run } of runs) {
    const parts = await db.select().from(matchParts).where(eq(matchParts.runId, run.id));
    const passes = [...new Set(parts.map(({ pass }) => pass))].map((pass) => {
      const own = parts.filter((part) => part.pass === pass);
      return { pass, parts: own.length, done: own.filter(({ doneAt }) => doneAt !== null).length };
    });
    const first = parts.filter(({ pass }) => pass === 'first');
    progress.push({
      run,
      passes,
      records: first.reduce((sum, { records }) => sum + records, 0),
      changed: parts.reduce((sum, { changed }) => sum + changed, 0),
    });
  }
  return progress;
};

/** Parts of runs that are not over, done or to be done: for the metrics. */
export const openParts = async (db: Db): Promise<{ pass: MatchPass; isDone: boolean; total: number }[]> => {
  const isDone = sql<number>`${isNotNull(matchParts.doneAt)}`.mapWith(Boolean);
  return db
    .select({ pass: matchParts.pass, isDone, total: count() })
    .from(matchParts)
    .innerJoin(matchRuns, eq(matchRuns.id, matchParts.runId))
    .where(isNull(matchRuns.finishedAt))
    .groupBy(matchParts.pass, isNotNull(matchParts.doneAt));
};
