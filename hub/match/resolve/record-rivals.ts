import type { Frames } from '../frames/frames.ts';
import type { Pairs } from '../pairs/pairs.ts';
import { codesOf, columnOf, mostLevels } from '../rules/levels.ts';
import { oddsOf } from '../rules/odds.ts';
import { confirmedWeight, type Hearing, type Rivals } from './hearing.ts';
import { seriesWeights } from './series.ts';

const columns = { time: columnOf('time'), place: columnOf('place') };
const [time, place] = [codesOf('time'), codesOf('place')];
const among = (codes: readonly number[]): Uint8Array =>
  Uint8Array.from({ length: mostLevels }, (_, code) => (codes.includes(code) ? 1 : 0));
const outside = among([time.near, time.beside, time.zone]);
const staying = among([place.stayed, place.lingered]);
const nearby = among([place.stayed, place.lingered, place.at, place.close]);

/** What the other clips of its record leave of each pair. */
export interface RecordRivals {
  /** Bits for or against by the other clips of the same camera. */
  readonly series: Float64Array;
  /** Bits after all were heard. */
  readonly weight: Float64Array;
}

/**
 * Hear the clips that claim one record without an officer or a number behind them: time and place alone do not tell
 * cameras apart in a busy city, unless both were seen to stay there; where not even the place speaks for them, clips of
 * the record's own officers count as well. Likewise a clip outside the window when the same camera has one inside. That
 * another clip shows the event does not quite rule this one out: several cameras film one event now and then.
 *
 * @param clipWeight bits of each pair after the rivals for its clip were heard
 */
export const hearRecordRivals = (
  frames: Frames,
  pairs: Pairs,
  hearing: Hearing,
  clipWeight: Float64Array,
  rivals: Rivals,
): RecordRivals => {
  const { weight, odds, recordOf, byRecord, isAttributed, isSameCamera } = hearing;
  const { severalCameras } = frames.rules.thresholds;
  const isOutside = (pair: number): boolean => outside[pairs.level(pair, columns.time)] === 1;
  const isNear = (pair: number): boolean => nearby[pairs.level(pair, columns.place)] === 1;
  const hasStayed = (pair: number): boolean => staying[pairs.level(pair, columns.place)] === 1;
  const series = seriesWeights(frames, pairs, byRecord, clipWeight, isSameCamera, isAttributed);

  const left = clipWeight.slice();
  for (let pair = 0; pair < pairs.size; pair += 1) {
    if (weight[pair] === confirmedWeight) continue;
    const before = (clipWeight[pair] as number) + (series[pair] as number);
    left[pair] = before;
    const record = recordOf[pair] as number;
    if (record === -1) continue;
    const isAlone = isAttributed[pair] === 0;
    const isAway = isOutside(pair);
    if (!isAlone && !isAway) continue;
    rivals.begin();
    const end = byRecord.starts[record + 1] as number;
    for (let at = byRecord.starts[record] as number; at < end; at += 1) {
      const other = byRecord.items[at] as number;
      if (other === pair) continue;
      const isHeardAgainst = isSameCamera(pair, other)
        ? isAway && !isOutside(other) && (clipWeight[other] as number) > before
        : isAlone && (!isNear(pair) || isAttributed[other] === 0) && !(hasStayed(pair) && hasStayed(other));
      if (!isHeardAgainst) continue;
      const bits = clipWeight[other] as number;
      rivals.hear(pair, other, bits, before, bits === weight[other] ? (odds[other] as number) : oddsOf(bits));
    }
    left[pair] = before - rivals.bits(severalCameras);
  }
  return { series, weight: left };
};
