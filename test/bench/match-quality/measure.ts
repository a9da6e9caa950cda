import type { Observed } from './observe.ts';

/** What a matcher says about a pair. */
export interface Verdict {
  readonly record: string;
  readonly footage: string;
  readonly decision: 'linked' | 'review';
  readonly probability: number;
}

export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly linked: number;
  readonly wrong: number;
  readonly truePairs: number;
}

const nameOf = ({ record, footage }: Pick<Verdict, 'record' | 'footage'>): string => `${record}|${footage}`;

export const scoreOf = (verdicts: readonly Verdict[], truth: ReadonlySet<string>): Score => {
  const linked = verdicts.filter(({ decision }) => decision === 'linked');
  const right = linked.filter((verdict) => truth.has(nameOf(verdict))).length;
  const precision = linked.length === 0 ? 1 : right / linked.length;
  const recall = truth.size === 0 ? 1 : right / truth.size;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1, linked: linked.length, wrong: linked.length - right, truePairs: truth.size };
};

/** The score of each noise class alone: pairs of which the record or the clip carries it. */
export const byClass = (verdicts: readonly Verdict[], { truth, classes }: Observed): [string, Score][] => {
  const names = [...new Set([...classes.values()].flatMap((tags) => [...tags]))].sort();
  const carries = (record: string, footage: string, name: string): boolean =>
    name === 'none'
      ? !classes.get(record)?.size && !classes.get(footage)?.size
      : (classes.get(record)?.has(name) ?? false) || (classes.get(footage)?.has(name) ?? false);
  return ['none', ...names].map((name) => {
    const within = new Set(
      [...truth].filter((pair) => carries(pair.split('|')[0] ?? '', pair.split('|')[1] ?? '', name)),
    );
    return [
      name,
      scoreOf(
        verdicts.filter(({ record, footage }) => carries(record, footage, name)),
        within,
      ),
    ];
  });
};

/** Said against found, in steps of probability. */
export const calibration = (
  verdicts: readonly Verdict[],
  truth: ReadonlySet<string>,
): { from: number; to: number; pairs: number; said: number; found: number }[] => {
  const edges = [0.05, 0.15, 0.25, 0.4, 0.55, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995, 1.0001];
  return edges.slice(0, -1).flatMap((from, index) => {
    const to = edges[index + 1] as number;
    const inside = verdicts.filter(({ probability }) => probability >= from && probability < to);
    if (inside.length === 0) return [];
    const said = inside.reduce((sum, { probability }) => sum + probability, 0) / inside.length;
    return [
      {
        from,
        to: Math.min(1, to),
        pairs: inside.length,
        said,
        found: inside.filter((verdict) => truth.has(nameOf(verdict))).length / inside.length,
      },
    ];
  });
};

/** Mean distance of what was said from what was found, over all pairs that were linked or offered. */
export const expectedCalibrationError = (verdicts: readonly Verdict[], truth: ReadonlySet<string>): number => {
  const steps = calibration(verdicts, truth);
  const all = steps.reduce((sum, { pairs }) => sum + pairs, 0);
  return steps.reduce((sum, { pairs, said, found }) => sum + (pairs / Math.max(1, all)) * Math.abs(said - found), 0);
};
