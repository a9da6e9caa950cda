import { and, eq, gte, lt, sql, sum } from 'drizzle-orm';
import { statedMessages } from '../store/arrivals.ts';
import type { Db } from '../store/open.ts';
import { messages } from '../store/tables/ingest.ts';
import { hourMs, hourOf, listTallies, type Tally } from '../store/tallies.ts';
import { type StatedTotal, statedTotals } from './stated-totals.ts';

/** The sum of one source and hour. */
export interface Reconciled extends Tally {
  source: string;
  /** Beginning of the hour, epoch ms. */
  hour: number;
  /** Rows counted again from the raw messages of that hour: must be what was received. */
  inMessages: number;
  balanced: boolean;
  /** The other side's own total and what came of it, where it states one. */
  theirs?: StatedTotal;
}

/** Rows by hour, counted from the messages themselves. */
const countMessages = (db: Db, { source, from, to }: { source?: string; from: number; to: number }) => {
  const hour = sql<number>`floor(${messages.receivedAt} / ${sql.raw(String(hourMs))}) * ${sql.raw(String(hourMs))}`;
  return db
    .select({ source: messages.source, hour: hour.mapWith(Number), rows: sum(messages.rows).mapWith(Number) })
    .from(messages)
    .where(
      and(
        source === undefined ? undefined : eq(messages.source, source),
        gte(messages.receivedAt, hourOf(from)),
        lt(messages.receivedAt, to),
      ),
    )
    .groupBy(messages.source, hour);
};

const none = { received: 0, stored: 0, unchanged: 0, dead: 0 };

const theirsOf = (theirs: StatedTotal | undefined): Pick<Reconciled, 'theirs'> => (theirs ? { theirs } : {});

/**
 * Received = stored + unchanged + dead-lettered, per source and hour, for whole hours from the one that contains
 * `from` to the one that contains the moment before `to` (epoch ms). Checked twice: within the sums, and against the
 * raw messages.
 */
export const reconciliation = async (
  db: Db,
  { source, from, to }: { source?: string; from: number; to: number },
): Promise<Reconciled[]> => {
  const span = { ...(source === undefined ? {} : { source }), from, to: hourOf(to - 1) + hourMs };
  // One snapshot for both: between two reads a message could come in.
  return db.transaction(
    async (tx) => {
      const tallies = await listTallies(tx as Db, span);
      const counted = await countMessages(tx as Db, span);
      const stated = statedTotals(await statedMessages(tx as Db, { ...span, from: hourOf(from) }));
      const keyOf = (row: { source: string; hour: number }) => `${row.source}\n${row.hour}`;
      const rows = new Map(tallies.map((tally) => [keyOf(tally), { ...tally, inMessages: 0 }]));
      for (const { rows: inMessages, ...row } of counted) {
        if (inMessages > 0) rows.set(keyOf(row), { ...none, ...row, ...rows.get(keyOf(row)), inMessages });
      }
      return [...rows.values()]
        .map((row) => ({
          ...row,
          ...theirsOf(stated.get(keyOf(row))),
          balanced: row.received === row.stored + row.unchanged + row.dead && row.received === row.inMessages,
        }))
        .sort((left, right) => left.hour - right.hour || (left.source < right.source ? -1 : 1));
    },
    { isolationLevel: 'repeatable read', withConsistentSnapshot: true },
  );
};
