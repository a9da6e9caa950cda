import { z } from 'zod';
import type { Cursor } from '../../hub/core/connector.ts';
import { ConfigurationError } from '../../hub/core/errors.ts';
import { shiftTimeText, writeTime } from '../_kit/time-text.ts';

/** A place in a table's order by (cursor column, key), in the database's own text; without key: before all of `at`. */
export interface Place {
  at: string;
  key?: string;
}

const storedPlaceSchema = z.object({
  at: z.string(),
  key: z.string(),
  /** When the hub read that row: epoch ms of our clock. */
  readAt: z.number(),
  /** Read again once, later than any transaction that was open at `readAt` could last. */
  settled: z.boolean(),
});
export type StoredPlace = z.infer<typeof storedPlaceSchema>;

const positionSchema = z.object({
  v: z.literal(1),
  /** By table. A table added to the settings later has none yet and begins with history. */
  tables: z.record(z.string(), storedPlaceSchema),
  seen: z.array(z.string()).default([]),
});
export type TablePosition = z.infer<typeof positionSchema>;

/** @throws ConfigurationError when the cursor is of another version */
export const readTablePosition = (cursor: Cursor | undefined): TablePosition => {
  if (cursor === undefined || cursor === null) return { v: 1, tables: {}, seen: [] };
  const result = positionSchema.safeParse(cursor);
  if (result.success) return result.data;
  throw new ConfigurationError('[hub] [sql-table] the stored position is not one this version can read', {
    remedy: "reset the source's position; what is stored already will be found unchanged",
  });
};

export const cursorKinds = ['time', 'number'] as const;

export interface StartSettings {
  cursorKind: (typeof cursorKinds)[number];
  overlapSeconds: number;
  historyDays: number;
  zone: string;
}

/**
 * Where to begin reading a table. A row carries the time at which it was written but is seen when its transaction
 * ends, so each poll goes back by the overlap, until a poll did so later than the overlap after the last row was read:
 * from then on nothing can turn up behind it, and a table at rest is not read again and again.
 *
 * @throws ConfigurationError when the stored text is not of the declared kind
 */
export const placeToBegin = (stored: StoredPlace | undefined, settings: StartSettings, now: number): Place => {
  const { cursorKind, overlapSeconds, historyDays, zone } = settings;
  const isNumber = cursorKind === 'number';
  if (!stored) {
    return { at: isNumber ? '0' : writeTime(now - historyDays * 86_400_000, 'yyyy-MM-dd HH:mm:ss', zone) };
  }
  if (stored.settled) return { at: stored.at, key: stored.key };
  // A number grows by one a change or faster: the overlap is taken as so many numbers.
  const at = !isNumber
    ? shiftTimeText(stored.at, -overlapSeconds)
    : /^-?\d+$/.test(stored.at)
      ? String(BigInt(stored.at) - BigInt(overlapSeconds))
      : undefined;
  if (at !== undefined) return { at };
  throw new ConfigurationError(`[hub] [sql-table] "${stored.at}" in the cursor column is no ${cursorKind}`, {
    remedy: 'name another cursor column, or correct cursorKind',
  });
};
