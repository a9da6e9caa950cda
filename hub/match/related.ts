import type { MatchRecord } from './inputs.ts';
import type { Rules } from './rules.ts';

const namesRecord = (one: MatchRecord, other: MatchRecord): boolean =>
  one.references.some(({ kind, id }) => kind === other.system && id === other.externalId);

/** Whether one of two records names the other. */
export const areJoined = (one: MatchRecord, other: MatchRecord): boolean =>
  namesRecord(one, other) || namesRecord(other, one);

/** Whether two records tell of the same event: one names the other, or both name the same third one. */
export const tellOfTheSame = (one: MatchRecord, other: MatchRecord): boolean =>
  areJoined(one, other) ||
  one.references.some(
    ({ kind, id }) => kind !== 'footage' && other.references.some((mark) => mark.kind === kind && mark.id === id),
  );

const groupOf = (rules: Rules, kind: string): number | string => {
  const index = rules.rivals.findIndex((group) => group.includes(kind));
  return index < 0 ? kind : index;
};

/**
 * How two records stand to each other where both claim the same seconds of a clip. `rivals` can have them only one against
 * the other; `strangers` of different kinds may tell of the same event without naming each other.
 */
export const standOf = (rules: Rules, one: MatchRecord, other: MatchRecord): 'same' | 'rivals' | 'strangers' => {
  if (one.id === other.id || tellOfTheSame(one, other)) return 'same';
  return groupOf(rules, one.kind) === groupOf(rules, other.kind) ? 'rivals' : 'strangers';
};
