import { and, asc, count, eq, inArray, isNotNull, lte, min, ne, sql } from 'drizzle-orm';
import type { EventName, HubEvent, HubEvents } from '../core/event.ts';
import { Expression, insertRows, insertTexts } from './multi-row.ts';
import type { Db } from './open.ts';
import { outbox } from './tables/ingest.ts';

/**
 * Queues of their own for work of very different length: fetching and packaging media must not keep links waiting.
 */
export const lanes = [
  'events',
  'media',
  'rendition',
  'rematch',
  'parts',
  'backfill',
  'publish',
  'trial',
  'volumes',
] as const;
export type Lane = (typeof lanes)[number];

const slowLanes: Partial<Record<EventName, Lane>> = {
  'media.wanted': 'media',
  'rendition.wanted': 'rendition',
  'rematch.wanted': 'rematch',
  'match.plan': 'rematch',
  'match.part': 'parts',
  'backfill.wanted': 'backfill',
  'rules.trial': 'trial',
  'original.tend': 'volumes',
  'keeping.assess': 'volumes',
  'publications.due': 'publish',
  'publications.reconcile': 'publish',
  'footage.viewed': 'publish',
};

export type OutboxRow = typeof outbox.$inferSelect;

/** `dueAt` of an event that is not tried again until a person says so. */
export const parked = Number.MAX_SAFE_INTEGER;

const rowsOf = (events: readonly HubEvent[], isUrgent: boolean): (typeof outbox.$inferInsert)[] => {
  const now = Date.now();
  return events.map(({ name, data }) => ({
    lane: slowLanes[name] ?? 'events',
    name,
    data,
    createdAt: now,
    dueAt: isUrgent ? 0 : now,
  }));
};

/**
 * Tell of something, in the transaction that makes it true.
 *
 * @param urgent somebody waits for it: it is taken before everything of its lane that waits already
 */
export const tell = async (db: Db, events: readonly HubEvent[], { urgent = false } = {}): Promise<void> => {
  await insertRows(db, outbox, rowsOf(events, urgent));
};

/** `tell` as texts of statements. */
export const tellTexts = (events: readonly HubEvent[]): string[] =>
  [...insertTexts(outbox, rowsOf(events, false))].map(({ text }) => text);

/** Tell of things that get their ids in the same text, as texts of statements. */
export const tellOfTexts = (name: 'record.changed' | 'footage.changed', ids: readonly Expression[]): string[] => {
  const now = Date.now();
  const rows = ids.map(({ text }) => ({
    lane: 'events',
    name,
    data: new Expression(`CONCAT('{"id":', ${text}, '}')`),
    createdAt: now,
    dueAt: now,
  }));
  return [...insertTexts(outbox, rows)].map((insert) => insert.text);
};

/**
 * Take due events of a lane, oldest first, and set them ahead by `leaseMs`: nobody else takes them before. If what was
 * handed to Redis is lost there, they become due again.
 */
export const claimEvents = async (tx: Db, lane: Lane, limit: number, leaseMs: number): Promise<OutboxRow[]> => {
  const now = Date.now();
  const rows = await tx
    .select()
    .from(outbox)
    .where(and(eq(outbox.lane, lane), lte(outbox.dueAt, now)))
    .orderBy(asc(outbox.dueAt), asc(outbox.id))
    .limit(limit)
    .for('update');
  if (rows.length > 0)
    await keepEvents(
      tx,
      rows.map((row) => row.id),
      leaseMs,
    );
  return rows;
};

/** Set claimed events further ahead while they are being worked on. */
export const keepEvents = async (db: Db, ids: readonly number[], leaseMs: number): Promise<void> => {
  if (ids.length === 0) return;
  const now = Date.now();
  await db
    .update(outbox)
    .set({ dueAt: now + leaseMs, queuedAt: now })
    .where(inArray(outbox.id, [...ids]));
};

/** The handler is done: the events leave. */
export const finishEvents = async (db: Db, ids: readonly number[]): Promise<void> => {
  if (ids.length > 0) await db.delete(outbox).where(inArray(outbox.id, [...ids]));
};

/** The handler failed: due again at `dueAt`, or `parked`. */
export const failEvents = async (db: Db, ids: readonly number[], error: string, dueAt: number): Promise<void> => {
  if (ids.length === 0) return;
  await db
    .update(outbox)
    .set({ attempts: sql`${outbox.attempts} + 1`, lastError: error.slice(0, 4_000), dueAt, queuedAt: null })
    .where(inArray(outbox.id, [...ids]));
};

/** They could not be handed over: due again at once, without counting as an attempt. */
export const giveBackEvents = async (db: Db, ids: readonly number[]): Promise<void> => {
  if (ids.length > 0)
    await db
      .update(outbox)
      .set({ dueAt: Date.now(), queuedAt: null })
      .where(inArray(outbox.id, [...ids]));
};

/** Redis has forgotten everything: all that was handed to it is due again. @returns how many */
export const requeueAll = async (db: Db): Promise<number> => {
  const [result] = await db.update(outbox).set({ dueAt: Date.now(), queuedAt: null }).where(isNotNull(outbox.queuedAt));
  return result.affectedRows;
};

/** Let events that failed for good be tried again. @returns how many */
export const retryParked = async (db: Db, ids?: readonly number[]): Promise<number> => {
  const [result] = await db
    .update(outbox)
    .set({ dueAt: Date.now(), attempts: 0 })
    .where(and(eq(outbox.dueAt, parked), ids ? inArray(outbox.id, [...ids]) : undefined));
  return result.affectedRows;
};

export interface OutboxState {
  lane: string;
  waiting: number;
  /** Failed for good; see `lastError` of the rows. */
  parked: number;
  /** Epoch ms of the oldest that still waits. */
  oldest: number | null;
}

/** What waits in each lane, for the operator's screen and the metrics. */
export const outboxState = async (db: Db): Promise<OutboxState[]> => {
  const isParked = sql`${outbox.dueAt} = ${parked}`;
  const rows = await db
    .select({
      lane: outbox.lane,
      total: count(),
      parked: sql<number>`sum(${isParked})`.mapWith(Number),
      oldest: min(sql<number>`if(${isParked}, null, ${outbox.createdAt})`),
    })
    .from(outbox)
    .groupBy(outbox.lane);
  return rows.map(({ total, oldest, ...row }) => ({
    ...row,
    waiting: total - row.parked,
    oldest: oldest === null ? null : Number(oldest),
  }));
};

/** What events of one name that are not done yet speak of, parked ones left out. */
export const waitingFor = async <N extends EventName>(db: Db, name: N): Promise<HubEvents[N][]> => {
  const rows = await db
    .select({ data: outbox.data })
    .from(outbox)
    .where(and(eq(outbox.name, name), ne(outbox.dueAt, parked)));
  return rows.map(({ data }) => data as HubEvents[N]);
};

/** Events that failed and are kept, newest first. */
export const failedEvents = (db: Db, limit = 100): Promise<OutboxRow[]> =>
  db.select().from(outbox).where(isNotNull(outbox.lastError)).orderBy(sql`${outbox.id} desc`).limit(limit);
