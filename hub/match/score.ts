import { compareOfficer } from './comparisons/officer.ts';
import { compareOrganisation } from './comparisons/organisation.ts';
import { comparePlace, type Sighting, sightingOf } from './comparisons/place.ts';
import { compareReference } from './comparisons/reference.ts';
import { compareSuitability } from './comparisons/suitability.ts';
import { compareTime } from './comparisons/time.ts';
import type { Registers } from './registers.ts';
import type { Rules } from './rules.ts';
import type { Level } from './rules-schema.ts';
import type { FootageSubject, RecordSubject } from './subject.ts';
import type { Window } from './window.ts';

export type ComparisonName = keyof Rules['comparisons'];

/** A pair with the level each comparison found; an absent level is neutral. */
export interface Scored {
  readonly left: RecordSubject;
  readonly right: FootageSubject;
  readonly window: Window;
  readonly levels: { readonly [C in ComparisonName]: Level | undefined };
  /** Zone error supposed by the time comparison, ms, on top of the known clock error. */
  readonly shiftMs: number;
  readonly sighting: Sighting | undefined;
  /** Prior and comparisons in bits, before rivals are heard. */
  readonly weight: number;
  /** An officer or a number ties them, not time and place alone. */
  readonly isAttributed: boolean;
}

/**
 * Weigh one pair. Depends on the two, the rules and the registers only, so online and batch agree on every pair.
 */
export const scorePair = (rules: Rules, registers: Registers, left: RecordSubject, right: FootageSubject): Scored => {
  const { record } = left;
  const { footage } = right;
  const window = left.windowFor(footage.deviceKind);
  const reference = compareReference(rules, record, footage);
  const officer = compareOfficer(rules, registers, left, right);
  const { level: time, shiftMs } = compareTime(rules, window, right);
  const sighting = sightingOf(rules, record, window, right, shiftMs);
  const place = comparePlace(rules, sighting);
  const organisation = officer === undefined ? compareOrganisation(rules, record.org, footage.org) : undefined;
  const suitability = compareSuitability(rules, record.kind, footage.deviceKind);
  const levels = { reference, officer, time, place, organisation, suitability };
  let weight = rules.priorWeight;
  for (const level of Object.values(levels)) weight += level?.weight ?? 0;
  const { exact, issued, partner, name } = rules.comparisons.officer;
  const isKnown = officer === exact || officer === issued || officer === partner || officer === name;
  return {
    left,
    right,
    window,
    levels,
    shiftMs,
    sighting,
    weight,
    isAttributed: isKnown || (reference?.weight ?? 0) > 0,
  };
};
