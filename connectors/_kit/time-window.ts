import { z } from 'zod';
import type { Cursor } from '../../hub/core/connector.ts';
import { ConfigurationError } from '../../hub/core/errors.ts';
import { integer, optionalText, text, type Values } from '../../hub/core/setting.ts';
import { createSeen, digestOf } from './seen.ts';
import { readTime, stepOf, writeTime } from './time-text.ts';
import { valueAt } from './value-at.ts';

/** Fields of every connector that asks for "what changed between {from} and {to}". */
export const windowSettings = {
  timeFormat: text({
    group: 'content',
    label: { zh: '时间格式', en: 'Time format' },
    help: {
      zh: '{from} 和 {to} 的写法：yyyy MM dd HH mm ss SSS 任意组合，或 epochS、epochMs。',
      en: 'How {from} and {to} are written: yyyy MM dd HH mm ss SSS with anything between, or epochS, or epochMs.',
    },
    fallback: 'yyyy-MM-dd HH:mm:ss',
    advanced: true,
  }),
  zone: text({
    group: 'reading',
    label: { zh: '时区', en: 'Time zone' },
    help: {
      zh: '对方不带时区的时间按此时区理解，例如 +08:00。',
      en: 'Offset from UTC of the times of the other side that name no zone, e.g. +08:00.',
    },
    fallback: '+08:00',
    pattern: /^[+-]\d\d:\d\d$/,
    advanced: true,
  }),
  historyDays: integer({
    group: 'content',
    label: { zh: '首次回溯天数', en: 'Days of history' },
    help: { zh: '首次采集从多少天前开始。', en: 'How many days back the first poll begins.' },
    fallback: 30,
    max: 36_500,
  }),
  windowMinutes: integer({
    group: 'content',
    label: { zh: '时间窗口（分钟）', en: 'Window (minutes)' },
    help: {
      zh: '一次最多查询多长时间；数据太多时自动减半。',
      en: 'The longest stretch of time asked for at once; halved by itself where it holds too many rows.',
    },
    fallback: 1440,
    min: 1,
    advanced: true,
  }),
  overlapMinutes: integer({
    group: 'content',
    label: { zh: '重叠（分钟）', en: 'Overlap (minutes)' },
    help: {
      zh: '每次采集回看多久，以补迟到的数据；看过的不会重复入库。',
      en: 'How far back each poll looks again, for rows that became visible late. What was seen is not stored twice.',
    },
    fallback: 10,
    min: 0,
    advanced: true,
  }),
  aheadMinutes: integer({
    group: 'content',
    label: { zh: '超前（分钟）', en: 'Ahead (minutes)' },
    help: {
      zh: '对方时钟最多比平台快多少；查询时间窗相应延后。',
      en: "How far the other side's clock may run ahead of the hub's: windows reach that far into the future.",
    },
    fallback: 5,
    min: 0,
    advanced: true,
  }),
  cursorField: optionalText({
    group: 'content',
    label: { zh: '更新时间字段', en: 'Update-time field' },
    help: {
      zh: '行内最后更新时间的路径；填写后采集位置按对方时钟推进。',
      en: "Path in a row to the time of its last change. When set, the position follows the other side's clock.",
    },
    example: 'gxsj',
    advanced: true,
  }),
} as const;

export type WindowSettings = Values<typeof windowSettings>;

const positionSchema = z.object({ v: z.literal(1), at: z.number(), seen: z.array(z.string()).default([]) });

/** Where a poll by windows stands: all that changed before `at` (epoch ms) was brought. */
export type WindowPosition = z.infer<typeof positionSchema>;

export interface TimeWindow {
  /** Epoch ms, both ends included. */
  from: number;
  to: number;
  /** As the other side wants it. */
  fromText: string;
  toText: string;
}

export interface WindowWalk {
  /** The window to ask for now; undefined when the present is reached. The same one until `split` or `done`. */
  current(): TimeWindow | undefined;
  /** Ask for the first half instead. @returns false when the window is as short as times can be written */
  split(): boolean;
  /** Note rows that were read. @returns whether any of them is news */
  note(rows: readonly unknown[]): boolean;
  /** The window was read to its end. @returns the cursor to be stored with its last page */
  done(): Cursor;
}

const readPosition = (scope: string, cursor: Cursor | undefined): WindowPosition | undefined => {
  if (cursor === undefined || cursor === null) return undefined;
  const result = positionSchema.safeParse(cursor);
  if (result.success) return result.data;
  throw new ConfigurationError(`[hub] [${scope}] the stored position is not one this version can read`, {
    remedy: "reset the source's position; what is stored already will be found unchanged",
  });
};

/**
 * Walk from the stored position to the present in windows. A window of the past moves the position to its end. Near the
 * present our own clock counts, or, where `cursorField` is set, the rows that were seen: the other side's clock may be
 * behind ours by up to the length of a window, and nothing is missed.
 */
export const walkWindows = (
  scope: string,
  settings: WindowSettings,
  cursor: Cursor | undefined,
  now = Date.now(),
): WindowWalk => {
  const minute = 60_000;
  const stored = readPosition(scope, cursor);
  const seen = createSeen(stored?.seen ?? []);
  const longest = settings.windowMinutes * minute;
  const overlap = settings.overlapMinutes * minute;
  const step = stepOf(settings.timeFormat);
  const end = now + settings.aheadMinutes * minute;
  let position = stored?.at ?? now - settings.historyDays * 24 * 60 * minute;
  let length = longest;
  let from = Math.floor((position - overlap) / step) * step;
  let watermark = -Infinity;

  const last = (): number => Math.min(from + length, end);
  return {
    current() {
      if (from >= end) return undefined;
      const to = last();
      return {
        from,
        to,
        fromText: writeTime(from, settings.timeFormat, settings.zone),
        toText: writeTime(to, settings.timeFormat, settings.zone),
      };
    },
    split() {
      const half = Math.floor((last() - from) / 2 / step) * step;
      if (half < step) return false;
      length = half;
      return true;
    },
    note(rows) {
      let news = false;
      for (const row of rows) {
        const at = settings.cursorField ? readTime(valueAt(row, settings.cursorField), settings.zone) : undefined;
        if (at !== undefined) watermark = Math.max(watermark, at);
        if (seen.note(digestOf(row), at ?? last())) news = true;
      }
      return news;
    },
    done() {
      const to = last();
      const isPast = to < (settings.cursorField ? end - longest : end);
      const reached = isPast ? to : settings.cursorField ? Math.min(watermark, end) : Math.min(now, to);
      position = Math.max(position, reached);
      from = to;
      length = Math.min(longest, length * 2);
      return { v: 1, at: position, seen: seen.since(position - overlap) } satisfies WindowPosition;
    },
  };
};
