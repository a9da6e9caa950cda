import { and, eq, gt, lte, sql } from 'drizzle-orm';
import type { Memory } from '../core/connector.ts';
import type { Db } from './open.ts';
import { sourceMemory } from './tables/ingest.ts';
import { asStoreError } from './trouble.ts';

/** The database's clock counts: processes on several machines must agree on what has expired. */
const databaseNow = sql`floor(unix_timestamp(now(3)) * 1000)`;

const sweepEveryMs = 60_000;
const sweepAtMost = 1_000;
const swept = new WeakMap<Db, number>();

/** Take away what has expired, now and then, a bounded piece at a time; leftovers are invisible anyway. */
const sweep = async (db: Db): Promise<void> => {
  const now = Date.now();
  if (now - (swept.get(db) ?? 0) < sweepEveryMs) return;
  swept.set(db, now);
  await db.delete(sourceMemory).where(lte(sourceMemory.expiresAt, databaseNow)).limit(sweepAtMost);
};

const orStoreError = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw asStoreError(error);
  });

/** What a source's connector remembers. @throws RetriableError from each method while the database is away */
export const memoryOf = (db: Db, source: string): Memory => ({
  get: (name) =>
    orStoreError(
      db
        .select({ value: sourceMemory.value })
        .from(sourceMemory)
        .where(
          and(eq(sourceMemory.source, source), eq(sourceMemory.name, name), gt(sourceMemory.expiresAt, databaseNow)),
        )
        .then(([row]) => row?.value ?? undefined),
    ),
  async set(name, value, seconds) {
    const expiresAt = sql`${databaseNow} + ${Math.round(seconds * 1000)}`;
    await orStoreError(
      db
        .insert(sourceMemory)
        .values({ source, name, value, expiresAt })
        .onDuplicateKeyUpdate({ set: { value, expiresAt } }),
    );
    await sweep(db).catch(() => undefined);
  },
  async forget(name) {
    await orStoreError(
      db.delete(sourceMemory).where(and(eq(sourceMemory.source, source), eq(sourceMemory.name, name))),
    );
  },
});

/** All that a source remembers goes with it. */
export const forgetSource = async (db: Db, source: string): Promise<void> => {
  await db.delete(sourceMemory).where(eq(sourceMemory.source, source));
};
