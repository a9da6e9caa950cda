import { groupRows, type Lists } from '../frames/columns.ts';
import type { Frames } from '../frames/frames.ts';
import type { MatchRecord } from '../inputs.ts';
import type { Pairs } from '../pairs/pairs.ts';
import { isCovered, rowReach, type Span } from './span.ts';

/** Times of what numbers join a record or clip to, where these lie outside of its own reach. By id. */
export interface FarJoins {
  readonly ofRecord: ReadonlyMap<number, readonly Span[]>;
  readonly ofClip: ReadonlyMap<number, readonly Span[]>;
}

/**
 * What must be loaded besides to decide the pairs of some records as if everything were.
 *
 * A decision follows from pairs at most four steps away (see `resolve`): the clips of a record, all records of these, all
 * clips of those, and all records of those. Whoever stands at the first three steps must have all of its pairs; it has them
 * when the time in which its partners can lie is loaded whole. This is looked at along the pairs there really are, so a
 * partition with too narrow a margin is noticed and never decided wrongly.
 *
 * @param loaded merged spans of which every record and clip is in the frames
 * @param isOwned rows of the records that are to be decided
 * @returns spans that are missing; none when the decisions are final
 */
export const missingSpans = (
  frames: Frames,
  pairs: Pairs,
  loaded: readonly Span[],
  isOwned: (record: MatchRecord) => boolean,
  far: FarJoins,
): Span[] => {
  const { rules, records, footage } = frames;
  const missing: Span[] = [];
  const need = (span: Span): void => {
    if (!isCovered(span, loaded)) missing.push(span);
  };
  const reach = rowReach(rules, records);
  const needRecord = (row: number): void => {
    need(reach(row));
    if (far.ofRecord.size === 0) return;
    for (const span of far.ofRecord.get(records.source[row]?.id ?? -1) ?? []) need(span);
  };
  const needClip = (row: number): void => {
    need({ from: footage.from[row] as number, to: footage.to[row] as number });
    if (far.ofClip.size === 0) return;
    for (const span of far.ofClip.get(footage.source[row]?.id ?? -1) ?? []) need(span);
  };
  const byRecord = groupRows(pairs.record.subarray(0, pairs.size), records.size);
  const byClip = groupRows(pairs.clip.subarray(0, pairs.size), footage.size);
  const [seenRecords, seenClips] = [new Uint8Array(records.size), new Uint8Array(footage.size)];
  const next = (lists: Lists, rows: readonly number[], other: Int32Array, seen: Uint8Array): number[] => {
    const found: number[] = [];
    for (const row of rows) {
      for (let at = lists.starts[row] as number; at < (lists.starts[row + 1] as number); at += 1) {
        const reached = other[lists.items[at] as number] as number;
        if (seen[reached] === 1) continue;
        seen[reached] = 1;
        found.push(reached);
      }
    }
    return found;
  };
  let rows: number[] = [];
  for (let row = 0; row < records.size; row += 1) {
    if (!isOwned(records.source[row] as MatchRecord)) continue;
    rows.push(row);
    seenRecords[row] = 1;
  }
  for (let step = 0; step < 2; step += 1) {
    rows.forEach(needRecord);
    const clips = next(byRecord, rows, pairs.clip, seenClips);
    clips.forEach(needClip);
    rows = next(byClip, clips, pairs.record, seenRecords);
  }
  return missing;
};
