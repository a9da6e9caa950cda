import type { Rules } from '../rules.ts';
import type { Level } from '../rules-schema.ts';
import type { FootageSubject } from '../subject.ts';
import type { Window } from '../window.ts';

export type TimeLevel = Level<keyof Rules['comparisons']['time']>;

export interface TimeFinding {
  readonly level: TimeLevel;
  /** Camera minus true time supposed on top of the known correction, ms: a zone, or 0. */
  readonly shiftMs: number;
}

/** How long a clip must run on the scene to be of it; half of the clip is enough for short ones. */
const onSceneMs = 30_000;

/** The level of a clip that overlaps the padded window; undefined when it lies outside. */
const inside = (rules: Rules, window: Window, from: number, to: number, sigmaMs: number): TimeLevel | undefined => {
  const levels = rules.comparisons.time;
  if (to < window.open || from > window.close) return undefined;
  if (window.coarse) return levels.inside;
  const onScene = Math.min(to, window.to) - Math.max(from, window.from);
  const begins = from >= window.expectFrom - sigmaMs && from <= window.expectTo + sigmaMs && onScene >= -sigmaMs / 2;
  if (begins) return levels.begins;
  return onScene >= Math.min(onSceneMs, (to - from) / 2) ? levels.during : levels.touches;
};

/** Where a clip lies against a record's window, on the corrected clock. */
export const compareTime = (
  rules: Rules,
  window: Window,
  { from, to, clockSigmaMs, isMeasured }: FootageSubject,
): TimeFinding => {
  const levels = rules.comparisons.time;
  const fits = inside(rules, window, from, to, clockSigmaMs);
  if (fits) return { level: fits, shiftMs: 0 };
  const outside = Math.max(window.open - to, from - window.close);
  if (outside <= levels.near.within) return { level: levels.near, shiftMs: 0 };
  if (outside <= rules.blocking.near) return { level: levels.beside, shiftMs: 0 };
  if (!isMeasured) {
    for (const zone of rules.blocking.zones) {
      const level = inside(rules, window, from - zone, to - zone, clockSigmaMs);
      if (level && level !== levels.touches) return { level: levels.zone, shiftMs: zone };
    }
  }
  return { level: levels.apart, shiftMs: 0 };
};
