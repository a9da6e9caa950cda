import { comparisonCount, comparisonNames, mostLevels, weightTable } from '../rules/levels.ts';
import { probabilityOf, type Rules } from '../rules/rules.ts';
import { type ComparisonName, type Level, levelNames } from '../rules/rules-schema.ts';
import { contrast } from './train-contrast.ts';
import { expectationMaximisation } from './train-em.ts';
import { bitsOf, type Fit, isHeldOut, type Pattern, patternsOf, type TrainingWay } from './train-patterns.ts';
import { origin, type TrainingPairs } from './train-samples.ts';

/** What training found about one level. */
export interface TrainedLevel {
  readonly comparison: ComparisonName;
  readonly level: string;
  readonly before: { readonly m: number; readonly u: number; readonly weight: number };
  readonly after: { readonly m: number; readonly u: number; readonly weight: number };
  /** Candidate pairs on this level, and how many of them are thought to be true. */
  readonly pairs: number;
  readonly expected: number;
}

export interface Training {
  readonly prior: { readonly before: number; readonly after: number };
  readonly levels: readonly TrainedLevel[];
  /** Candidate pairs of the data itself, and the same records on days that they are not of. */
  readonly pairs: number;
  readonly chancePairs: number;
  readonly decisions: number;
  /**
   * What data that were kept aside say of the rules before and of those trained on the rest: mean log2-likelihood of a pair,
   * higher is better.
   */
  readonly likelihood: { readonly before: number; readonly after: number };
  /** What people decided, by what was said of it; empty where nobody decided. */
  readonly reliability: { readonly before: readonly ReliabilityStep[]; readonly after: readonly ReliabilityStep[] };
}

/** Decided pairs of which about the same was said, with how many of them were confirmed. */
export interface ReliabilityStep {
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  readonly said: number;
  readonly found: number;
}

/** Ways to estimate: `em` is Fellegi and Sunter's; `contrast` counts what fits by chance and fits the odds. */
export const trainingWays = { em: expectationMaximisation, contrast } as const satisfies Record<string, TrainingWay>;
export type TrainingWayName = keyof typeof trainingWays;

/** As strongly as the ways themselves hold rare levels to what was known of them. */
const holdPairs = 6;
const edges = [0, 0.05, 0.25, 0.5, 0.75, 0.9, 0.975, 1];

const startOf = (rules: Rules): Fit => {
  const table = weightTable(rules);
  const [m, u] = [new Float64Array(table.length), new Float64Array(table.length)];
  for (const [column, name] of comparisonNames.entries()) {
    const known: Readonly<Record<string, Level>> = rules.comparisons[name];
    for (const [index, level] of levelNames[name].entries()) {
      const at = column * mostLevels + index + 1;
      m[at] = known[level]?.m ?? 0;
      u[at] = known[level]?.u ?? 0;
    }
  }
  return { prior: rules.priorWeight, table, shares: { m, u } };
};

const reliabilityOf = (patterns: readonly Pattern[], fit: Fit): ReliabilityStep[] => {
  const decided = patterns.filter(({ from }) => from === origin.confirmed || from === origin.rejected);
  return edges.slice(0, -1).flatMap((from, index): ReliabilityStep[] => {
    const to = edges[index + 1] as number;
    let [pairs, said, found] = [0, 0, 0];
    for (const pattern of decided) {
      const probability = probabilityOf(bitsOf(fit, pattern));
      if (probability < from || (probability >= to && to < 1)) continue;
      pairs += pattern.count;
      said += pattern.count * probability;
      if (pattern.from === origin.confirmed) found += pattern.count;
    }
    return pairs === 0 ? [] : [{ from, to, pairs, said: said / pairs, found: found / pairs }];
  });
};

const digits = (share: number): number => Number(share.toPrecision(3));

/**
 * Estimate the weights of all levels from a site's own data, with or without people's decisions: candidate pairs are true
 * ones and such that fit by chance, and what the latter look like is also counted by moving every record to a day that it is
 * not of. What people decided counts as it is. Levels that hardly occur keep their weight.
 *
 * Pure: changes nothing; `trainedRulesText` writes the outcome down, and the site goes by it when somebody publishes it.
 *
 * @param samples of one or several stretches of time, from `trainingPairsOf` by the same rules; a few thousand records in
 *   all are plenty, and fewer than some hundred tell little
 * @returns m and u of every level of every comparison before and after, with counts
 */
export const trainRules = (rules: Rules, samples: readonly TrainingPairs[], way: TrainingWayName = 'em'): Training => {
  const { estimate, likelihood } = trainingWays[way];
  const patterns = patternsOf(samples);
  const start = startOf(rules);
  const found = estimate(patterns, start);
  const [taught, kept] = [patternsOf(samples, (row) => !isHeldOut(row)), patternsOf(samples, isHeldOut)];

  const expected = new Float64Array(start.table.length);
  const counts = new Float64Array(start.table.length);
  let [pairs, chancePairs, decisions] = [0, 0, 0];
  for (const pattern of patterns) {
    if (pattern.from === origin.chance) {
      chancePairs += pattern.count;
      continue;
    }
    pairs += pattern.count;
    if (pattern.from !== origin.open) decisions += pattern.count;
    const share =
      pattern.from === origin.open ? probabilityOf(bitsOf(found, pattern)) : Number(pattern.from === origin.confirmed);
    for (let column = 0; column < comparisonCount; column += 1) {
      const at = column * mostLevels + (pattern.levels[column] as number);
      counts[at] = (counts[at] as number) + pattern.count;
      expected[at] = (expected[at] as number) + pattern.count * share;
    }
  }
  const levels = comparisonNames.flatMap((comparison, column) => {
    const known: Readonly<Record<string, Level>> = rules.comparisons[comparison];
    const places = levelNames[comparison].map((_, index) => column * mostLevels + index + 1);
    const all = places.reduce((sum, at) => sum + (expected[at] as number), 0);
    return levelNames[comparison].map((level, index): TrainedLevel => {
      const at = places[index] as number;
      const { m, u, weight } = known[level] as Level;
      const before = { m, u, weight };
      const seenHere = { pairs: counts[at] as number, expected: Math.round(expected[at] as number) };
      if (seenHere.pairs === 0) return { comparison, level, before, after: before, ...seenHere };
      const bits = found.table[at] as number;
      if (found.shares !== undefined) {
        const [trueShare, otherShare] = [found.shares.m[at] as number, found.shares.u[at] as number];
        return {
          comparison,
          level,
          before,
          after: { m: digits(trueShare), u: digits(otherShare), weight: bits },
          ...seenHere,
        };
      }
      // Held to what was known where few pairs are true, and so that both shares stay shares.
      const share = ((expected[at] as number) + holdPairs * m) / (all + holdPairs);
      const trueShare = Math.min(share, 0.99, 0.99 * 2 ** bits);
      const after = { m: digits(trueShare), u: digits(trueShare / 2 ** bits), weight: bits };
      return { comparison, level, before, after, ...seenHere };
    });
  });
  return {
    prior: { before: rules.prior, after: digits(probabilityOf(found.prior)) },
    levels,
    pairs,
    chancePairs,
    decisions,
    likelihood: { before: likelihood(kept, start), after: likelihood(kept, estimate(taught, start)) },
    reliability: { before: reliabilityOf(patterns, start), after: reliabilityOf(patterns, found) },
  };
};
