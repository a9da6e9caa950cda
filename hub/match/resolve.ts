import type { Decision } from '../core/vocabulary.ts';
import { standOf } from './related.ts';
import { probabilityOf, type Rules, weightOf } from './rules.ts';
import type { Scored } from './score.ts';
import { claimOf, cutSegment, type Stretch, sharedPart } from './segment.ts';

/** What became of a pair after its rivals were heard. */
export interface Resolved {
  readonly pair: Scored;
  /** Bits, rivals included. */
  readonly weight: number;
  readonly probability: number;
  /** Bits lost to rivals, 0 or less. */
  readonly rivalWeight: number;
  /** The strongest rival, and by how many bits this pair is ahead of it. */
  readonly runnerUp: { readonly pair: Scored; readonly margin: number } | undefined;
  /** What the rules decide; undefined: nothing. */
  readonly decision: 'linked' | 'review' | undefined;
  /** On the camera's own clock, epoch ms. */
  readonly segment: Stretch;
}

/** What a person decided about a pair, if anybody did. */
export type Standing = (pair: Scored) => Decision | undefined;

/** A person's word against any number of rules. */
const confirmedWeight = 60;

const grouped = (pairs: readonly Scored[], key: (pair: Scored) => number): Map<number, Scored[]> => {
  const groups = new Map<number, Scored[]>();
  for (const pair of pairs) {
    const group = groups.get(key(pair));
    if (group) group.push(pair);
    else groups.set(key(pair), [pair]);
  }
  return groups;
};

/** log2 of one and all these odds, added from the largest so that the sum does not depend on the order of arrival. */
const oddsAgainst = (weights: readonly number[]): number =>
  Math.log2([...weights].sort((left, right) => right - left).reduce((sum, weight) => sum + 2 ** weight, 1));

const sameCamera = (one: Scored, other: Scored): boolean => {
  const [left, right] = [one.right.footage, other.right.footage];
  return left.deviceId !== undefined
    ? left.deviceId === right.deviceId
    : left.policeId !== undefined && left.policeId === right.policeId;
};

/**
 * Hear rivals and decide. Two kinds of rivalry:
 *
 * - Records that claim the same seconds of one clip: each counts as an alternative explanation, so the odds of a pair are
 *   divided by one plus theirs. A weaker rival counts for less when another clip of the same camera serves it
 *   better, or when nothing but time and place ties it to this clip among others.
 * - Clips that claim one record without an officer or a number behind them: time and place alone do not tell cameras
 *   apart in a busy city; where not even the place speaks for them, clips of the record's own officers count as well.
 *   Likewise a clip outside the window when the same camera has one inside.
 *
 * Whatever is decided about a pair follows from the scores of pairs at most four steps away (record to clip to record …),
 * never from other decisions, so it does not depend on the order of arrival or on how the work is cut up.
 *
 * @param pairs every candidate pair worth considering; those with `rejected` standing are left out of everything
 */
export const resolve = (rules: Rules, pairs: readonly Scored[], standing: Standing = () => undefined): Resolved[] => {
  const { thresholds } = rules;
  const least = weightOf(thresholds.consider);
  const weights = new Map<Scored, number>();
  for (const pair of pairs) {
    const decided = standing(pair);
    if (decided === 'rejected') continue;
    const weight = decided === 'confirmed' ? confirmedWeight : pair.weight;
    if (weight >= least) weights.set(pair, weight);
  }
  const heard = [...weights.keys()];
  const weight = (pair: Scored): number => weights.get(pair) as number;
  const byClip = grouped(heard, ({ right }) => right.footage.id);
  const byRecord = grouped(heard, ({ left }) => left.record.id);
  const claims = new Map(heard.map((pair) => [pair, claimOf(pair)]));
  const claim = (pair: Scored): Stretch => claims.get(pair) as Stretch;

  const others = (pair: Scored): Scored[] =>
    (byClip.get(pair.right.footage.id) as Scored[]).filter((other) => {
      const stand = standOf(rules, pair.left.record, other.left.record);
      return stand === 'rivals' || (stand === 'strangers' && weight(other) >= weight(pair) + thresholds.margin);
    });
  const rivalLists = new Map<Scored, Scored[]>();
  const rivals = (pair: Scored): Scored[] => {
    const known =
      rivalLists.get(pair) ??
      others(pair).filter((other) => sharedPart(claim(pair), claim(other)) >= thresholds.rivalOverlap);
    rivalLists.set(pair, known);
    return known;
  };
  const isBestOfClip = (pair: Scored): boolean => rivals(pair).every((rival) => weight(rival) <= weight(pair));

  /** How much a rival counts against a pair, in bits. */
  const strength = (rival: Scored, pair: Scored): number => {
    if (weight(rival) > weight(pair)) return weight(rival);
    const elsewhere = (byRecord.get(rival.left.record.id) as Scored[]).filter(
      (other) =>
        other.right.footage.id !== pair.right.footage.id &&
        sameCamera(other, rival) &&
        weight(other) > weight(rival) &&
        isBestOfClip(other),
    );
    return weight(rival) - oddsAgainst(elsewhere.map(weight));
  };

  interface Hearing {
    readonly weight: number;
    readonly runnerUp: Resolved['runnerUp'];
  }
  const hear = (against: readonly (readonly [Scored, number])[], before: Hearing): Hearing => {
    if (against.length === 0) return before;
    let { runnerUp } = before;
    for (const [rival, bits] of against) {
      const margin = before.weight - bits;
      if (runnerUp === undefined || margin < runnerUp.margin) runnerUp = { pair: rival, margin };
    }
    return { weight: before.weight - oddsAgainst(against.map(([, bits]) => bits)), runnerUp };
  };

  const atClip = new Map<Scored, Hearing>();
  for (const pair of heard) {
    const against: [Scored, number][] = [];
    // Records of one event count once, by their strongest claim.
    for (const rival of rivals(pair).toSorted((left, right) => weight(right) - weight(left))) {
      const isCounted = against.some(([counted]) => standOf(rules, counted.left.record, rival.left.record) === 'same');
      if (!isCounted) against.push([rival, strength(rival, pair)]);
    }
    atClip.set(pair, hear(against, { weight: weight(pair), runnerUp: undefined }));
  }
  const clipWeight = (pair: Scored): number => (atClip.get(pair) as Hearing).weight;

  const { near, beside, zone } = rules.comparisons.time;
  const isOutside = ({ levels }: Scored): boolean =>
    levels.time === near || levels.time === beside || levels.time === zone;
  const { stayed, at, close } = rules.comparisons.place;
  const isNear = ({ levels }: Scored): boolean =>
    levels.place === stayed || levels.place === at || levels.place === close;
  const isSettled = (pair: Scored): boolean => weight(pair) === confirmedWeight;
  const atRecord = (pair: Scored): Hearing => {
    const before = atClip.get(pair) as Hearing;
    if (isSettled(pair)) return before;
    const siblings = (byRecord.get(pair.left.record.id) as Scored[]).filter((other) => other !== pair);
    const against = siblings.filter((other) =>
      sameCamera(pair, other)
        ? isOutside(pair) && !isOutside(other) && clipWeight(other) > before.weight
        : !pair.isAttributed && (!other.isAttributed || !isNear(pair)),
    );
    return hear(
      against.map((other) => [other, clipWeight(other)]),
      before,
    );
  };

  const resolved = heard.map((pair): Resolved => {
    const hearing = atRecord(pair);
    const probability = probabilityOf(hearing.weight);
    const margin = hearing.runnerUp?.margin ?? Number.POSITIVE_INFINITY;
    const isLinked = probability >= thresholds.linked && margin >= thresholds.margin;
    const neighbours = others(pair).filter(
      (other) =>
        sharedPart(claim(pair), claim(other)) < thresholds.rivalOverlap &&
        probabilityOf(clipWeight(other)) >= thresholds.review,
    );
    return {
      pair,
      weight: hearing.weight,
      probability,
      rivalWeight: hearing.weight - weight(pair),
      runnerUp: hearing.runnerUp,
      decision: isLinked ? 'linked' : probability >= thresholds.review ? 'review' : undefined,
      segment: cutSegment(pair, neighbours),
    };
  });
  return withoutCrowd(rules, resolved);
};

const byStrength = (left: Resolved, right: Resolved): number =>
  right.weight - left.weight || (left.pair.right.footage.name < right.pair.right.footage.name ? -1 : 1);

/** Offer a person no more than the best few pairs of a record that nothing but time and place speaks for. */
const withoutCrowd = (rules: Rules, resolved: readonly Resolved[]): Resolved[] => {
  const offered = new Map<number, number>();
  return [...resolved].sort(byStrength).map((one) => {
    if (one.decision !== 'review' || one.pair.isAttributed) return one;
    const { id } = one.pair.left.record;
    const count = (offered.get(id) ?? 0) + 1;
    offered.set(id, count);
    return count > rules.thresholds.reviewWithoutOfficer ? { ...one, decision: undefined } : one;
  });
};
