import { groupRows } from '../frames/columns.ts';
import { type FootageFrame, footageFrameOf } from '../frames/footage-frame.ts';
import type { Frames } from '../frames/frames.ts';
import type { MatchFootage } from '../inputs.ts';
import { Pairs } from '../pairs/pairs.ts';
import { scorePairs } from '../pairs/score-pairs.ts';
import type { FarJoins } from './closure.ts';
import { concluded, type Decided, type Loaded } from './match-partition.ts';

const isSameRow = (one: { readonly id: number } | undefined, other: { readonly id: number }): boolean =>
  one?.id === other.id;

/** Whether the same records and clips are loaded as before, whatever their clocks. */
export const areSameRows = (
  { frames: { records, footage } }: Decided,
  loaded: Pick<Loaded, 'records' | 'footage'>,
): boolean =>
  records.size === loaded.records.length &&
  footage.size === loaded.footage.length &&
  loaded.records.every((record, row) => isSameRow(records.source[row], record)) &&
  loaded.footage.every((clip, row) => isSameRow(footage.source[row], clip));

/** The columns that follow from a clip's clock; of the others none changes with it. */
const clockColumns = ['from', 'to', 'clockErrorMs', 'clockSigmaMs', 'trackErrorMs'] as const;

/** @param rows where the rows of `moved` stand in the frame */
const withClocks = (
  frame: FootageFrame,
  source: readonly MatchFootage[],
  moved: FootageFrame,
  rows: readonly number[],
): FootageFrame => {
  const isMeasured = frame.isMeasured.slice();
  for (const [at, row] of rows.entries()) isMeasured[row] = moved.isMeasured[at] as number;
  const columns = clockColumns.map((name) => {
    const column = frame[name].slice();
    for (const [at, row] of rows.entries()) column[row] = moved[name][at] as number;
    return [name, column];
  });
  return { ...frame, source, isMeasured, ...(Object.fromEntries(columns) as Pick<FootageFrame, 'from'>) };
};

/** Former pairs of clips that stay, and what was scored anew of the moved ones, in the order of records. */
const joinedPairs = (
  records: number,
  former: Pairs,
  isMoved: Uint8Array,
  anew: Pairs,
  rows: readonly number[],
): Pairs => {
  const pairs = new Pairs();
  const starts = groupRows(anew.record.subarray(0, anew.size), records).starts;
  let at = 0;
  for (let record = 0; record < records; record += 1) {
    for (; at < former.size && former.record[at] === record; at += 1) {
      const clip = former.clip[at] as number;
      if (isMoved[clip] === 0) pairs.take(former, at, clip);
    }
    for (let row = starts[record] as number; row < (starts[record + 1] as number); row += 1)
      pairs.take(anew, row, rows[anew.clip[row] as number] as number);
  }
  return pairs;
};

/**
 * Decide again what was decided, after the clocks of some clips turned out otherwise: a score depends on the two of a pair
 * alone, so only pairs of these clips are looked for and scored anew.
 *
 * @param loaded the same rows as before, see `areSameRows`
 */
export const decideMoved = (
  { frames: former, pairs: formerPairs, isOwned }: Decided,
  loaded: Loaded,
  far: FarJoins,
): ReturnType<typeof concluded> => {
  const { rules, lexicon, records } = former;
  const rows = loaded.footage.flatMap(({ clockErrorMs }, row) =>
    clockErrorMs === former.footage.source[row]?.clockErrorMs ? [] : [row],
  );
  const isMoved = new Uint8Array(former.footage.size);
  for (const row of rows) isMoved[row] = 1;
  const clips = rows.map((row) => loaded.footage[row] as MatchFootage);
  const moved = footageFrameOf(rules, lexicon, loaded.registers, clips);
  const frames: Frames = { ...former, footage: withClocks(former.footage, loaded.footage, moved, rows) };
  const anew = scorePairs({ ...former, footage: moved });
  return concluded(frames, joinedPairs(records.size, formerPairs, isMoved, anew, rows), loaded, isOwned, far);
};
