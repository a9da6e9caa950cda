import { comparisonCount, mostLevels } from '../rules/levels.ts';
import { probabilityOf } from '../rules/rules.ts';
import { bitsOf, type Fit, type Pattern, type TrainingWay, type Weights } from './train-patterns.ts';
import { origin } from './train-samples.ts';

/** How strongly a weight is held to where it began, in pairs for each bit: rare levels stay as they are. */
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

/** Pairs of the data that are not true, for each moved one. */
const chanceOf = (patterns: readonly Pattern[], weights: Weights): number => {
  let [untrue, moved] = [1, 1];
  for (const pattern of patterns) {
    if (pattern.from === origin.chance) moved += pattern.count;
    else if (pattern.from === origin.open) untrue += pattern.count * (1 - probabilityOf(bitsOf(weights, pattern)));
  }
  return untrue / moved;
};

/**
 * Weights by contrast: the data's own pairs are the sum of true ones and of those that fit by chance, and how many of the
 * latter there are is counted on pairs of records that were moved to another day. Newton's steps on each weight by itself,
 * halved: they share pairs.
 */
export const contrast: TrainingWay = {
  estimate(patterns, start) {
    const now: Fit = { prior: start.prior, table: start.table.slice() };
    const slopes = new Float64Array(start.table.length);
    const curves = new Float64Array(start.table.length);
    for (let round = 0; round < rounds; round += 1) {
      slopes.fill(0);
      curves.fill(0);
      let [priorSlope, priorCurve] = [0, 0];
      const chance = chanceOf(patterns, now);
      for (const pattern of patterns) {
        const odds = 2 ** Math.min(40, bitsOf(now, pattern));
        const { slope } = likelihoodOf(odds, pattern.from, chance);
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
          const next =
            value + step(slopes[at] as number, curves[at] as number, value - (start.table[at] as number)) / 2;
          now.table[at] = Math.max(-mostBits, Math.min(mostBits, next));
        }
      }
    }
    return now;
  },
  likelihood(patterns, fit) {
    const chance = chanceOf(patterns, fit);
    let [sum, count] = [0, 0];
    for (const pattern of patterns) {
      sum += pattern.count * likelihoodOf(2 ** Math.min(40, bitsOf(fit, pattern)), pattern.from, chance).value;
      count += pattern.count;
    }
    return count === 0 ? 0 : sum / count / Math.LN2;
  },
};
