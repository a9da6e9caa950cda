import type { Resolved } from '../../../hub/match/resolve/explained.ts';
import type { Verdict } from './measure.ts';

/**
 * A yardstick, not a rival: a logistic model over the same levels, which is told the truth of half of the records and
 * judged on the other half. What it reaches is about what these levels can tell.
 */
interface Example {
  readonly record: string;
  readonly footage: string;
  readonly features: readonly string[];
  readonly isTrue: boolean;
}

const band = (bits: number): number => Math.max(-8, Math.min(8, Math.round(bits)));

const exampleOf = ({ pair, rivalWeight, seriesWeight, runnerUp }: Resolved, truth: ReadonlySet<string>): Example => {
  const level = (name: keyof typeof pair.levels): string => pair.levels[name]?.level ?? 'unknown';
  const [officer, time, place] = [level('officer'), level('time'), level('place')];
  const rivals = `${band(rivalWeight)} ${band(runnerUp?.margin ?? 9)}`;
  const [record, footage] = [pair.left.record.name, pair.right.footage.name];
  return {
    record,
    footage,
    features: [
      'always',
      ...Object.keys(pair.levels).map((name) => `${name} ${level(name as keyof typeof pair.levels)}`),
      `officer and time: ${officer} ${time}`,
      `officer and place: ${officer} ${place}`,
      `time and place: ${time} ${place}`,
      `kind and time: ${pair.left.record.kind} ${time}`,
      `rivals ${rivals}`,
      `series ${Math.sign(seriesWeight)} ${officer} ${time}`,
      `units ${Math.min(6, pair.left.policeIds.size)} ${officer}`,
    ],
    isTrue: truth.has(`${record}|${footage}`),
  };
};

const rounds = 15;

/** Stochastic descent with steps that shrink for features that were seen often (AdaGrad). */
const learn = (examples: readonly Example[]): ((example: Example) => number) => {
  const weights = new Map<string, number>();
  const squares = new Map<string, number>();
  const scoreOf = ({ features }: Example): number => {
    let sum = 0;
    for (const feature of features) sum += weights.get(feature) ?? 0;
    return sum;
  };
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < examples.length; turn += 1) {
      // A stride prime to most lengths visits all in another order than they came.
      const example = examples[(turn * 7_919 + round * 31) % examples.length] as Example;
      const error = 1 / (1 + Math.exp(-scoreOf(example))) - Number(example.isTrue);
      for (const feature of example.features) {
        const weight = weights.get(feature) ?? 0;
        const slope = error + 2e-4 * weight;
        const square = (squares.get(feature) ?? 0.01) + slope * slope;
        squares.set(feature, square);
        weights.set(feature, weight - (0.15 * slope) / Math.sqrt(square));
      }
    }
  }
  return scoreOf;
};

/** The lowest score above which at least this share of the examples is true. */
const cutFor = (examples: readonly Example[], scoreOf: (example: Example) => number, precision: number): number => {
  const scored = examples.map((one) => ({ score: scoreOf(one), isTrue: one.isTrue })).sort((a, b) => b.score - a.score);
  let [right, all, cut] = [0, 0, Number.POSITIVE_INFINITY];
  for (const { score, isTrue } of scored) {
    all += 1;
    right += Number(isTrue);
    if (right / all >= precision) cut = score;
  }
  return cut;
};

export interface HalfJudged {
  readonly verdicts: readonly Verdict[];
  /** The truth of the half that the model was not told. */
  readonly truth: ReadonlySet<string>;
  readonly isJudged: (record: string) => boolean;
}

/** Learn from every other record, by the digits of its number; judge the rest. */
export const supervised = (
  resolved: readonly Resolved[],
  truth: ReadonlySet<string>,
  precision: number,
): HalfJudged => {
  const isJudged = (record: string): boolean => Number(record.slice(-1)) % 2 === 0;
  const examples = resolved.map((one) => exampleOf(one, truth));
  const told = examples.filter(({ record }) => !isJudged(record));
  // The bound is found on a part that was not learnt from, or it would be too low.
  const [learnt, held] = [
    told.filter(({ record }) => Number(record.slice(-2, -1)) % 3 !== 0),
    told.filter(({ record }) => Number(record.slice(-2, -1)) % 3 === 0),
  ];
  const cut = cutFor(held, learn(learnt), precision);
  const scoreOf = learn(told);
  return {
    isJudged,
    truth: new Set([...truth].filter((pair) => isJudged(pair.slice(0, pair.indexOf('|'))))),
    verdicts: examples
      .filter((one) => isJudged(one.record) && scoreOf(one) >= cut)
      .map(({ record, footage }) => ({ record, footage, decision: 'linked' as const, probability: 1 })),
  };
};
