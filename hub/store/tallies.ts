import { and, asc, eq, gte, lt, sum } from 'drizzle-orm';
import { insertRows, insertTexts, type MultiRowOptions } from './multi-row.ts';
import type { Db } from './open.ts';
import { tallies } from './tables/ingest.ts';

export const hourMs = 3_600_000;

/** Beginning of the hour, epoch ms. */
export const hourOf = (at: number): number => Math.floor(at / hourMs) * hourMs;

/** Received = stored + unchanged + dead, in every change and so in every sum. */
export interface Tally {
  received: number;
  stored: number;
  unchanged: number;
  dead: number;
}

export const noTally: Tally = { received: 0, stored: 0, unchanged: 0, dead: 0 };

const added: MultiRowOptions = { add: ['received', 'stored', 'unchanged', 'dead'] };

/** Add to the sums of a source and hour, in the transaction of what is counted. Parts may be negative. */
export const count = async (tx: Db, source: string, at: number, tally: Tally): Promise<void> => {
  if (Object.values(tally).every((value) => value === 0)) return;
  await insertRows(tx, tallies, [{ source, hour: hourOf(at), ...tally }], added);
};

/** `count` as texts of statements. */
export const countTexts = (source: string, at: number, tally: Tally): string[] =>
  [...insertTexts(tallies, [{ source, hour: hourOf(at), ...tally }], added)].map(({ text }) => text);

export type TallyRow = typeof tallies.$inferSelect;

/** Sums per source and hour, from the hour that contains `from` up to before `to` (epoch ms). */
export const listTallies = (
  db: Db,
  { source, from, to }: { source?: string; from: number; to: number },
): Promise<TallyRow[]> =>
  db
    .select()
    .from(tallies)
    .where(
      and(
        source === undefined ? undefined : eq(tallies.source, source),
        gte(tallies.hour, hourOf(from)),
        lt(tallies.hour, to),
      ),
    )
    .orderBy(asc(tallies.source), asc(tallies.hour));

/** Sums of each source over a span of hours. */
export const sumTallies = async (db: Db, { from, to }: { from: number; to: number }): Promise<Map<string, Tally>> => {
  const total = (column: Parameters<typeof sum>[0]) => sum(column).mapWith(Number);
  const rows = await db
    .select({
      source: tallies.source,
      received: total(tallies.received),
      stored: total(tallies.stored),
      unchanged: total(tallies.unchanged),
      dead: total(tallies.dead),
    })
    .from(tallies)
    .where(and(gte(tallies.hour, hourOf(from)), lt(tallies.hour, to)))
    .groupBy(tallies.source);
  return new Map(rows.map(({ source, ...tally }) => [source, tally]));
};
