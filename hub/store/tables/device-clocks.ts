import { bigint, double, index, int, mysqlTable, primaryKey } from 'drizzle-orm/mysql-core';
import { key, moment } from './columns.ts';

/** What tells that a clock is wrong: satellites, a docking station's own clock, or what the clips are linked to. */
export const clockGrounds = ['gps', 'station', 'link'] as const;

/**
 * How a device's clock went wrong, piece by piece: between two settings a clock only drifts. Made from the estimates that
 * matching goes by, and from them alone.
 */
export const deviceClocks = mysqlTable(
  'device_clocks',
  {
    deviceId: key(64).notNull(),
    /** Beginnings of the first and the last clip of the piece, by the device's own clock. */
    fromAt: moment().notNull(),
    toAt: moment().notNull(),
    /** Device minus true time at `fromAt`, ms; and how much more in a day. */
    offsetMs: bigint({ mode: 'number' }).notNull(),
    driftMsPerDay: double().notNull(),
    /** Standard error that matching reckons with, ms. */
    deviationMs: bigint({ mode: 'number' }).notNull(),
    grounds: key(10).$type<(typeof clockGrounds)[number]>().notNull(),
    clips: int().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.deviceId, table.fromAt] }),
    index('device_clocks_time').on(table.deviceId, table.toAt),
  ],
);
