import { and, asc, eq, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { ConflictError, NotFoundError } from '../core/errors.ts';
import type { Db } from './open.ts';
import { forgetSource } from './source-memory.ts';
import { sources } from './tables/ingest.ts';

export type SourceRow = typeof sources.$inferSelect;
export type SourceState = SourceRow['state'];
export type SourceError = NonNullable<SourceRow['lastError']>;

/** What a person configures. Secret settings are sealed by the caller; see `secret.ts`. */
export interface SourceSpec {
  name: string;
  connector: string;
  mapping: string;
  /** node-cron expression; absent for sources that only receive. */
  schedule?: string | null;
  settings: Record<string, unknown>;
  state?: SourceState;
}

/** The database's own clock, epoch ms: leases are compared between machines whose clocks differ. */
const databaseNow = sql`floor(unix_timestamp(now(3)) * 1000)`;

export const listSources = (db: Db): Promise<SourceRow[]> => db.select().from(sources).orderBy(asc(sources.name));

export const findSource = async (db: Db, name: string): Promise<SourceRow | undefined> =>
  (await db.select().from(sources).where(eq(sources.name, name)))[0];

/** @throws NotFoundError */
export const requireSource = async (db: Db, name: string): Promise<SourceRow> => {
  const source = await findSource(db, name);
  if (source) return source;
  throw new NotFoundError(`[hub] [source] there is no source named ${name}`, {
    remedy: 'see the list of sources for the right name',
  });
};

/** @throws ConflictError when the name is taken */
export const createSource = async (db: Db, spec: SourceSpec): Promise<void> => {
  if (await findSource(db, spec.name)) {
    throw new ConflictError(`[hub] [source] there is a source named ${spec.name} already`, {
      remedy: 'choose another name',
    });
  }
  await db.insert(sources).values({ ...spec, schedule: spec.schedule ?? null });
};

/**
 * Change what a person configures; runs that go on with the old settings are stopped within seconds.
 *
 * @param version as read before the edit; absent to overwrite whatever is there
 * @throws ConflictError when somebody else changed it in between
 */
export const updateSource = async (
  db: Db,
  name: string,
  change: Partial<Omit<SourceSpec, 'name'>>,
  version?: number,
): Promise<void> => {
  const [result] = await db
    .update(sources)
    .set({ ...change, version: sql`${sources.version} + 1` })
    .where(and(eq(sources.name, name), version === undefined ? undefined : eq(sources.version, version)));
  if (result.affectedRows > 0) return;
  await requireSource(db, name);
  throw new ConflictError(`[hub] [source] ${name} was changed by somebody else in between`, {
    remedy: 'load it again and repeat the change',
  });
};

/** The source goes; its records, messages and sums stay. */
export const deleteSource = async (db: Db, name: string): Promise<void> => {
  await forgetSource(db, name);
  await db.delete(sources).where(eq(sources.name, name));
};

const change = async (db: Db, name: string, values: Record<string, unknown>): Promise<void> => {
  const [result] = await db.update(sources).set(values).where(eq(sources.name, name));
  if (result.affectedRows === 0) await requireSource(db, name);
};

/** Stop after the page that is being stored. @throws NotFoundError */
export const pauseSource = (db: Db, name: string): Promise<void> => change(db, name, { state: 'paused' });

/** Go on from the stored cursor, at once. @throws NotFoundError */
export const resumeSource = (db: Db, name: string): Promise<void> =>
  change(db, name, { state: 'running', notBefore: 0, failures: 0, lastError: null, lastRunAt: null });

/**
 * End the present run and begin a new one at once: whoever holds the lease loses it.
 *
 * @throws NotFoundError
 */
export const restartSource = (db: Db, name: string): Promise<void> =>
  change(db, name, {
    state: 'running',
    notBefore: 0,
    failures: 0,
    lastError: null,
    lastRunAt: null,
    leaseOwner: null,
    leaseUntil: 0,
  });

/** Set the position by hand; absent begins at the beginning. A running poll loses the right to store its pages. */
export const moveCursor = (db: Db, name: string, cursor: unknown): Promise<void> =>
  change(db, name, {
    cursor: cursor ?? null,
    cursorVersion: sql`${sources.cursorVersion} + 1`,
    leaseOwner: null,
    leaseUntil: 0,
  });

/** The right to poll a source, for one process at a time. */
export interface Lease {
  source: string;
  owner: string;
}

const held = ({ source, owner }: Lease): SQL | undefined =>
  and(eq(sources.name, source), eq(sources.leaseOwner, owner));

/**
 * Take the lease when the source runs, nobody else holds it and no back-off is on.
 *
 * @returns the source as it is with the lease, or undefined when it is not to be polled now
 */
export const takeLease = async (db: Db, lease: Lease, ms: number): Promise<SourceRow | undefined> => {
  const [result] = await db
    .update(sources)
    .set({ leaseOwner: lease.owner, leaseUntil: sql`${databaseNow} + ${ms}`, lastRunAt: sql`${databaseNow}` })
    .where(
      and(
        eq(sources.name, lease.source),
        eq(sources.state, 'running'),
        lt(sources.leaseUntil, databaseNow),
        lte(sources.notBefore, databaseNow),
      ),
    );
  if (result.affectedRows === 0) return undefined;
  return (await db.select().from(sources).where(held(lease)))[0];
};

/**
 * @param version of the settings the run began with
 * @returns false when the lease is lost, the source was paused or its settings were changed: stop
 */
export const renewLease = async (db: Db, lease: Lease, ms: number, version: number): Promise<boolean> => {
  const [result] = await db
    .update(sources)
    .set({ leaseUntil: sql`${databaseNow} + ${ms}` })
    .where(and(held(lease), eq(sources.state, 'running'), eq(sources.version, version)));
  return result.affectedRows > 0;
};

export const releaseLease = async (db: Db, lease: Lease): Promise<void> => {
  await db.update(sources).set({ leaseOwner: null, leaseUntil: 0 }).where(held(lease));
};

/**
 * Move the position in the transaction that stores the page, if the lease and the position are still the caller's.
 *
 * @param next absent when the page does not move the position
 * @returns false when somebody else has taken over: roll back
 */
export const advanceCursor = async (
  tx: Db,
  lease: Lease,
  version: number,
  next: { cursor: unknown } | undefined,
): Promise<boolean> => {
  const [result] = await tx
    .update(sources)
    .set({
      ...(next ? { cursor: next.cursor ?? null } : {}),
      cursorVersion: version + 1,
      lastReceivedAt: sql`${databaseNow}`,
    })
    .where(and(held(lease), eq(sources.cursorVersion, version)));
  return result.affectedRows > 0;
};

/** Whether a run of the source goes on in some process at this moment. */
export const isPolledNow = async (db: Db, name: string): Promise<boolean> => {
  const [row] = await db
    .select({ owner: sources.leaseOwner })
    .from(sources)
    .where(and(eq(sources.name, name), sql`${sources.leaseUntil} > ${databaseNow}`));
  return row !== undefined && row.owner !== null;
};

export const noteSuccess = (db: Db, lease: Lease): Promise<unknown> =>
  db
    .update(sources)
    .set({ failures: 0, notBefore: 0, lastError: null, lastSuccessAt: sql`${databaseNow}` })
    .where(and(held(lease), eq(sources.state, 'running')));

/** The run failed and is tried again after `waitMs`, or, with `failed`, when a person has changed something. */
export const noteFailure = (
  db: Db,
  lease: Lease,
  error: SourceError,
  next: { waitMs: number } | 'failed',
): Promise<unknown> =>
  db
    .update(sources)
    .set({
      failures: sql`${sources.failures} + 1`,
      lastError: error,
      ...(next === 'failed'
        ? { state: 'failed' as const }
        : { notBefore: sql`${databaseNow} + ${Math.round(next.waitMs)}` }),
    })
    .where(and(held(lease), eq(sources.state, 'running')));

/** Not to be polled before `waitMs` from now, and not because of an error: hours, rate or breaker ask for it. */
export const postponeRun = (db: Db, lease: Lease, waitMs: number): Promise<unknown> =>
  db
    .update(sources)
    .set({ notBefore: sql`${databaseNow} + ${Math.max(1, Math.round(waitMs))}` })
    .where(and(held(lease), eq(sources.state, 'running')));

/** Show an error that stops nothing, e.g. of a request that could not be answered. */
export const showError = (db: Db, name: string, error: SourceError): Promise<unknown> =>
  db.update(sources).set({ lastError: error }).where(eq(sources.name, name));

/** Something arrived by push. Written seldom, so that concurrent requests do not queue for the row. */
export const noteReceived = (db: Db, name: string, atMost = 2_000): Promise<unknown> =>
  db
    .update(sources)
    .set({ lastReceivedAt: sql`${databaseNow}`, lastSuccessAt: sql`${databaseNow}` })
    .where(
      and(
        eq(sources.name, name),
        or(sql`${sources.lastReceivedAt} is null`, lt(sources.lastReceivedAt, sql`${databaseNow} - ${atMost}`)),
      ),
    );
