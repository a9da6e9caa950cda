import { and, asc, count, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { dropClocks } from './match-clocks.ts';
import { insertNumbered } from './multi-row.ts';
import type { Db } from './open.ts';
import { tell } from './outbox.ts';
import { type MatchPass, type MatchPlan, matchParts, matchRuns } from './tables/match-runs.ts';

export type { MatchPass, MatchPlan };
export type MatchRun = typeof matchRuns.$inferSelect;
export type MatchPart = typeof matchParts.$inferSelect;

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
  await dropClocks(tx, id);
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
