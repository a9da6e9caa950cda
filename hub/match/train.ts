import { comparisonCount, comparisonNames, mostLevels, weightTable } from './levels.ts';
import { probabilityOf, type Rules } from './rules.ts';
import { type ComparisonName, type Level, levelNames } from './rules-schema.ts';
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
  /** What the data say of the rules before and after: mean log2-likelihood of a pair, higher is better. */
  readonly likelihood: { readonly before: number; readonly after: number };
}

/** How strongly a weight is held to the rules in force, in pairs for each bit: rare levels stay as they are. */
const holdPairs = 6;
const rounds = 60;
/** A weight that data alone make of a level; beyond it one typing error would decide. */
const mostBits = 9;

/**
 * How likely it is that a pair came from where it came from, and how that changes with the logarithm of its odds.
 *
 * @param chance for each pair that fits by chance on a wrong day, how many do so on the right one
 */
const likelihoodOf = (odds: number, from: number, chance: number): { value: number; slope: number } => {
  const probability = odds / (1 + odds);
  if (from === origin.confirmed) return { value: Math.log(probability), slope: 1 - probability };
  if (from === origin.rejected) return { value: -Math.log(1 + odds), slope: -probability };
  const here = chance * (1 + odds);
  const pooled = (chance * odds) / (1 + here);
  if (from === origin.chance) return { value: -Math.log(1 + here), slope: -pooled };
  return { value: Math.log(here / (1 + here)), slope: probability - pooled };
};

/** Candidate pairs that look the same, taken together: there are few ways to look. */
interface Pattern {
  readonly levels: Uint8Array;
  readonly heard: number;
  readonly from: number;
  count: number;
}

const patternsOf = (samples: readonly TrainingPairs[]): Pattern[] => {
  const patterns = new Map<string, Pattern>();
  for (const { size, levels, heard, origin: from } of samples) {
    for (let pair = 0; pair < size; pair += 1) {
      const mine = levels.subarray(pair * comparisonCount, (pair + 1) * comparisonCount);
      const bits = Math.max(-20, Math.round((heard[pair] as number) * 2) / 2);
      const key = `${mine.join()} ${bits} ${from[pair]}`;
      const known = patterns.get(key);
      if (known) known.count += 1;
      else patterns.set(key, { levels: mine, heard: bits, from: from[pair] as number, count: 1 });
    }
  }
  return [...patterns.values()];
};

interface Weights {
  prior: number;
  /** See `likelihoodOf`. */
  chance: number;
  /** As in `weightTable`. */
  readonly table: Float64Array;
}

const bitsOf = ({ prior, table }: Weights, { levels, heard }: Pattern): number => {
  let sum = prior + heard;
  for (let column = 0; column < comparisonCount; column += 1)
    sum += table[column * mostLevels + (levels[column] as number)] as number;
  return sum;
};

/** Pairs of the data that are not true, for each moved one. */
const chanceOf = (patterns: readonly Pattern[], weights: Weights): number => {
  let [untrue, moved] = [1, 1];
  for (const pattern of patterns) {
    if (pattern.from === origin.chance) moved += pattern.count;
    else if (pattern.from === origin.open) untrue += pattern.count * (1 - probabilityOf(bitsOf(weights, pattern)));
  }
  return untrue / moved;
};

/** Newton's steps on each weight by itself, halved: they share pairs. Held to where they began. */
const fitted = (patterns: readonly Pattern[], start: Weights): Weights => {
  const now: Weights = { prior: start.prior, chance: start.chance, table: start.table.slice() };
  const slopes = new Float64Array(start.table.length);
  const curves = new Float64Array(start.table.length);
  for (let round = 0; round < rounds; round += 1) {
    slopes.fill(0);
    curves.fill(0);
    let [priorSlope, priorCurve] = [0, 0];
    now.chance = chanceOf(patterns, now);
    for (const pattern of patterns) {
      const odds = 2 ** Math.min(40, bitsOf(now, pattern));
      const { slope } = likelihoodOf(odds, pattern.from, now.chance);
      const steep = pattern.count * slope;
      const curve = pattern.count * Math.max(0.02, probabilityOf(Math.log2(odds)) * (1 / (1 + odds)));
      priorSlope += steep;
      priorCurve += curve;
      for (let column = 0; column < comparisonCount; column += 1) {
        const at = column * mostLevels + (pattern.levels[column] as number);
        slopes[at] = (slopes[at] as number) + steep;
        curves[at] = (curves[at] as number) + curve;
      }
    }
    const step = (slope: number, curve: number, off: number): number => {
      const natural = (slope - holdPairs * off * Math.LN2 * 0.25) / (curve + holdPairs);
      return Math.max(-0.5, Math.min(0.5, (natural / Math.LN2) * 0.5));
    };
    now.prior += step(priorSlope, priorCurve, now.prior - start.prior) / 2;
    for (let column = 0; column < comparisonCount; column += 1) {
      // Place 0 is a level that is not known: it weighs nothing, always.
      for (let code = 1; code < mostLevels; code += 1) {
        const at = column * mostLevels + code;
        if ((curves[at] as number) === 0) continue;
        const value = now.table[at] as number;
        const next = value + step(slopes[at] as number, curves[at] as number, value - (start.table[at] as number)) / 2;
        now.table[at] = Math.max(-mostBits, Math.min(mostBits, next));
      }
    }
  }
  return now;
};

const meanLikelihood = (patterns: readonly Pattern[], weights: Weights): number => {
  let [sum, count] = [0, 0];
  for (const pattern of patterns) {
    sum +=
      pattern.count * likelihoodOf(2 ** Math.min(40, bitsOf(weights, pattern)), pattern.from, weights.chance).value;
    count += pattern.count;
  }
  return count === 0 ? 0 : sum / count / Math.LN2;
};

const digits = (share: number): number => Number(share.toPrecision(3));

/**
 * Estimate the weights of all levels from a site's own data, without anybody having said what is true: candidate pairs are
 * the sum of true ones and of those that fit by chance, and how many of the latter there are is counted by moving every
 * record to a day that it is not of. What people decided counts as it is. Levels that hardly occur keep their weight.
 *
 * Pure: changes nothing; `trainedRulesText` writes the outcome down, and the site goes by it when somebody publishes it.
 *
 * @param samples of one or several stretches of time, from `trainingPairsOf` by the same rules; a few thousand records in
 *   all are plenty, and fewer than some hundred tell little
 * @returns m and u of every level of every comparison before and after, with counts
 */
export const trainRules = (rules: Rules, samples: readonly TrainingPairs[]): Training => {
  const patterns = patternsOf(samples);
  const start: Weights = { prior: rules.priorWeight, chance: 1, table: weightTable(rules) };
  start.chance = chanceOf(patterns, start);
  const found = fitted(patterns, start);

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
    likelihood: { before: meanLikelihood(patterns, start), after: meanLikelihood(patterns, found) },
  };
};
