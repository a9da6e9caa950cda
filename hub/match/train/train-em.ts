import { comparisonCount, mostLevels } from '../rules/levels.ts';
import { probabilityOf } from '../rules/rules.ts';
import { bitsOf, type Fit, type Pattern, type TrainingWay } from './train-patterns.ts';
import { origin } from './train-samples.ts';

/** What is known of a level beforehand counts as so many pairs of its comparison: rare levels stay as they are. */
const holdPairs = 60;
/**
 * Comparisons are not quite independent of each other, so what the data say of each alone adds up to too much: so much of
 * what was known before is kept, however many data there are.
 */
const kept = 0.5;
const mostRounds = 200;
/** No share changes by more than this any more: the end. */
const settled = 1e-5;
/** A weight that data alone make of a level; beyond it one typing error would decide. */
const mostBits = 9;

interface Shares {
  readonly m: Float64Array;
  readonly u: Float64Array;
}

/** Pairs of each level, and of each comparison where anything is known, weighted. */
class Tally {
  readonly byLevel = new Float64Array(comparisonCount * mostLevels);
  readonly byComparison = new Float64Array(comparisonCount);

  add(levels: Uint8Array, count: number): void {
    for (let column = 0; column < comparisonCount; column += 1) {
      const code = levels[column] as number;
      if (code === 0) continue;
      const at = column * mostLevels + code;
      this.byLevel[at] = (this.byLevel[at] as number) + count;
      this.byComparison[column] = (this.byComparison[column] as number) + count;
    }
  }

  /** Shares within each comparison, held to those of before. */
  shares(before: Float64Array): Float64Array {
    return before.map((share, at) => {
      if (share === 0) return 0;
      const all = this.byComparison[Math.floor(at / mostLevels)] as number;
      const found = ((this.byLevel[at] as number) + holdPairs * share) / (all + holdPairs);
      return kept * share + (1 - kept) * found;
    });
  }
}

const tableOf = ({ m, u }: Shares): Float64Array =>
  m.map((share, at) =>
    share === 0 ? 0 : Math.max(-mostBits, Math.min(mostBits, Math.log2(share / (u[at] as number)))),
  );

const truthOf = (fit: Fit, pattern: Pattern): number => {
  if (pattern.from === origin.confirmed) return 1;
  if (pattern.from === origin.rejected || pattern.from === origin.chance) return 0;
  return probabilityOf(bitsOf(fit, pattern));
};

/** A pair that is not true is so by chance, or because the clip is of a rival: how much of it is chance. */
const chanceShare = ({ heard }: Pattern): number => 2 ** Math.min(0, heard);

/** log2 of the share of true, or of other, pairs that look like this, the comparisons taken for independent. */
const bitsOfShares = (shares: Float64Array, { levels }: Pattern): number => {
  let bits = 0;
  for (let column = 0; column < comparisonCount; column += 1) {
    const code = levels[column] as number;
    if (code !== 0) bits += Math.log2(shares[column * mostLevels + code] as number);
  }
  return bits;
};

/**
 * Expectation and maximisation by Fellegi and Sunter: how likely each pair is true by the shares so far, then the shares by
 * how likely each pair is true, the comparisons independent of each other among true pairs and among others. The share of
 * true pairs is free. Pairs about which people decided keep what was said; pairs of records moved to another day are not
 * true.
 *
 * Rivals are heard when the rules are used, so `u` is what fits by chance: a pair that is not true because a rival has the
 * clip would else count twice, and every weight would come out too small.
 */
export const expectationMaximisation: TrainingWay = {
  estimate(patterns, start) {
    const known = start.shares;
    if (known === undefined) return start;
    let { m, u } = known;
    let fit: Fit = start;
    for (let round = 0; round < mostRounds; round += 1) {
      const [matches, byChance] = [new Tally(), new Tally()];
      let [matched, all] = [0, 0];
      for (const pattern of patterns) {
        const share = truthOf(fit, pattern);
        const others = chanceShare(pattern) * (1 - share) * pattern.count;
        matches.add(pattern.levels, pattern.count * share);
        byChance.add(pattern.levels, others);
        if (pattern.from === origin.chance) continue;
        matched += pattern.count * share;
        all += pattern.count * share + others;
      }
      const [nextM, nextU] = [matches.shares(known.m), byChance.shares(known.u)];
      const moved = nextM.reduce((most, share, at) => Math.max(most, Math.abs(share - (m[at] as number))), 0);
      [m, u] = [nextM, nextU];
      const before = probabilityOf(start.prior);
      const prior = kept * before + ((1 - kept) * (matched + holdPairs * before)) / (all + holdPairs);
      fit = { prior: Math.log2(prior / (1 - prior)), table: tableOf({ m, u }), shares: { m, u } };
      if (moved < settled) break;
    }
    return fit;
  },
  likelihood(patterns, { prior, shares }) {
    if (shares === undefined) return 0;
    const share = probabilityOf(prior);
    let [sum, count] = [0, 0];
    for (const pattern of patterns) {
      const others = (1 - share) * 2 ** bitsOfShares(shares.u, pattern);
      const isOther = pattern.from === origin.chance || pattern.from === origin.rejected;
      const matches = isOther ? 0 : share * 2 ** bitsOfShares(shares.m, pattern);
      const value = pattern.from === origin.confirmed ? matches : matches + others;
      sum += pattern.count * Math.log2(value);
      count += pattern.count;
    }
    return count === 0 ? 0 : sum / count;
  },
};
