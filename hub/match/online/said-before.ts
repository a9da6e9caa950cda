import { isWorn } from '../frames/registers.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import { policeIdsOf } from './load-registers.ts';

/**
 * What a record or a clip said when it was matched last: a record the officers that it named, a clip its camera and who had
 * signed in. It follows the mark of its pairs, so that an edit undoes whom the former content made a partner or a wearer.
 */
export interface SaidBefore {
  /** Epoch ms; of a clip on the camera's own clock. */
  readonly start: number;
  readonly names: readonly string[];
}

/** Bytes of a mark, and of what may follow it. */
export const markBytes = 16;
const mostBytes = 200 - markBytes;
const namesFrom = 8;

/** Without officers a record makes nobody a partner. */
export const saidByRecord = (record: MatchRecord): SaidBefore => ({
  start: record.start,
  names: policeIdsOf(record).sort(),
});

/** A clip for which nobody signed in, and one of a room, gives nobody away. */
export const saidByClip = ({ start, deviceId, deviceKind, policeId }: MatchFootage): SaidBefore => ({
  start,
  names: deviceId === undefined || policeId === undefined || !isWorn(deviceKind) ? [] : [deviceId, policeId],
});

/** A mark with what was said. Names beyond the length of the column are left out: some dozens of usual numbers fit. */
export const markSaying = (mark: Buffer, { start, names }: SaidBefore): Buffer => {
  const said = Buffer.alloc(mostBytes);
  said.writeDoubleLE(start, 0);
  let end = namesFrom;
  for (const name of names) {
    const text = `${name}\n`;
    if (end + Buffer.byteLength(text) > mostBytes) break;
    end += said.write(text, end);
  }
  return Buffer.concat([mark, said.subarray(0, end)]);
};

/** What a mark says beside its pairs; undefined where it says nothing. */
export const saidIn = (scored: Buffer): SaidBefore | undefined => {
  const said = scored.subarray(markBytes);
  if (said.length < namesFrom) return undefined;
  const names = said.toString('utf8', namesFrom).split('\n').slice(0, -1);
  return { start: said.readDoubleLE(0), names };
};

/** Whether others may stand otherwise because it is said no more. */
export const isUnsaid = (before: SaidBefore, { start, names }: SaidBefore): boolean =>
  before.names.length > 0 && (before.start !== start || before.names.some((name) => !names.includes(name)));
