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
  /** How far a column of numbers was read when, oldest first: those of one overlap, and the last before it. */
  marks: z.array(z.object({ at: z.string(), readAt: z.number() })).optional(),
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

/** Numbers do not tell when they were given out: what was read before `time` (epoch ms) was given out before. */
const numberToBegin = ({ at, marks = [] }: StoredPlace, time: number): string =>
  (marks.findLast(({ readAt }) => readAt <= time) ?? marks[0])?.at ?? at;

/** The marks of a place with one for a number read now (epoch ms). */
export const marksWith = (
  marks: StoredPlace['marks'] = [],
  at: string,
  now: number,
  overlapMs: number,
): NonNullable<StoredPlace['marks']> => {
  const last = marks.at(-1);
  const all = last && now - last.readAt < overlapMs / 4 ? marks : [...marks, { at, readAt: now }];
  const base = all.findLastIndex(({ readAt }) => readAt <= now - overlapMs);
  return all.slice(Math.max(0, base));
};

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
  const at = !isNumber
    ? shiftTimeText(stored.at, -overlapSeconds)
    : /^-?\d+$/.test(stored.at)
      ? numberToBegin(stored, now - overlapSeconds * 1000)
      : undefined;
  if (at !== undefined) return { at };
  throw new ConfigurationError(`[hub] [sql-table] "${stored.at}" in the cursor column is no ${cursorKind}`, {
    remedy: 'name another cursor column, or correct cursorKind',
  });
};
