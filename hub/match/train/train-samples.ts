import { type Frames, framesOf } from '../frames/frames.ts';
import { registersOf } from '../frames/registers.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import { scorePairs } from '../pairs/score-pairs.ts';
import type { Standing } from '../resolve/hearing.ts';
import { resolve } from '../resolve/resolve.ts';
import { comparisonCount } from '../rules/levels.ts';
import type { Rules } from '../rules/rules.ts';

/** Candidate pairs to learn from, as columns, one row for each. */
export interface TrainingPairs {
  readonly size: number;
  /** `comparisonCount` levels for each pair; see `levelNames`. */
  readonly levels: Uint8Array;
  /** What rivals and other clips of the camera say of it by the rules it was heard by, bits. */
  readonly heard: Float64Array;
  /** One of `origin`. */
  readonly origin: Uint8Array;
}

/**
 * Where a pair comes from. `chance`: its record was moved to a day that it is not of, so whatever fits does so by chance.
 * `open`: nobody decided about it.
 */
export const origin = { chance: 0, open: 1, confirmed: 2, rejected: 3 } as const;

const dayMs = 86_400_000;
/** Where everything lies within a day or two there is no other day to move to. */
const shortMoveMs = 3 * 3_600_000;

const moved = (record: MatchRecord, id: number, byMs: number): MatchRecord => ({
  ...record,
  id,
  name: `${record.name} moved`,
  externalId: `${record.externalId} moved`,
  start: record.start + byMs,
  end: record.end === undefined ? undefined : record.end + byMs,
  milestones: record.milestones.map(({ name, at }) => ({ name, at: at + byMs })),
  references: [],
});

/** Every record moved by whole days within the time that the clips cover: the same officers at the same hours. */
const movedRecords = (records: readonly MatchRecord[], footage: readonly MatchFootage[]): MatchRecord[] => {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let highest = 0;
  for (const { start } of footage) [first, last] = [Math.min(first, start), Math.max(last, start)];
  for (const { id } of records) highest = Math.max(highest, id);
  const step = last - first >= 2 * dayMs ? dayMs : shortMoveMs;
  return records.map((record, index) => {
    const byMs = record.start + step <= last ? step : -step;
    return moved(record, highest + 1 + index, byMs);
  });
};

/** Lay out records and the same records moved, so that both compete for the same clips. */
const framesToHear = (rules: Rules, records: readonly MatchRecord[], footage: readonly MatchFootage[]): Frames =>
  framesOf(rules, registersOf(rules, records, footage), [...records, ...movedRecords(records, footage)], footage);

/**
 * Take the candidate pairs of some records and clips, with pairs that fit by chance beside them.
 *
 * @param rules by which rivals are heard
 * @param decided what people said about pairs of rows of `records` and `footage`
 */
export const trainingPairsOf = (
  rules: Rules,
  records: readonly MatchRecord[],
  footage: readonly MatchFootage[],
  decided: Standing = () => undefined,
): TrainingPairs => {
  const frames = framesToHear(rules, records, footage);
  const pairs = scorePairs(frames, { least: Number.NEGATIVE_INFINITY });
  const verdicts = resolve(frames, pairs);
  const heard = new Float64Array(pairs.size);
  for (let row = 0; row < verdicts.size; row += 1)
    heard[verdicts.pair[row] as number] =
      (verdicts.rivalWeight[row] as number) + (verdicts.seriesWeight[row] as number);
  const from = new Uint8Array(pairs.size);
  for (let pair = 0; pair < pairs.size; pair += 1) {
    const [record, clip] = [pairs.record[pair] as number, pairs.clip[pair] as number];
    if (record >= records.length) continue;
    const said = decided(record, clip);
    from[pair] = said === 'confirmed' ? origin.confirmed : said === 'rejected' ? origin.rejected : origin.open;
  }
  return { size: pairs.size, levels: pairs.levels.slice(0, pairs.size * comparisonCount), heard, origin: from };
};
