import type { Frames } from '../frames/frames.ts';
import type { Pairs } from '../pairs/pairs.ts';
import { hearClipRivals } from './clip-rivals.ts';
import { conclude } from './conclude.ts';
import { openHearing, Rivals, type Standing } from './hearing.ts';
import { hearRecordRivals } from './record-rivals.ts';
import type { Verdicts } from './verdicts.ts';

/**
 * Hear rivals and decide: first the records that claim the same seconds of one clip, then the clips that claim one record.
 *
 * Whatever is decided about a pair follows from the scores of pairs at most four steps away (record to clip to record …),
 * never from other decisions, and equals are taken in the order of their names: so it does not depend on the order of
 * arrival or on how the work is cut up.
 *
 * @param pairs every candidate pair worth considering; those with `rejected` standing are left out of everything
 * @returns rows in the order of records, each record's strongest first
 */
export const resolve = (frames: Frames, pairs: Pairs, standing: Standing = () => undefined): Verdicts => {
  const hearing = openHearing(frames, pairs, standing);
  const rivals = new Rivals(pairs.size);
  const ofClip = hearClipRivals(frames, pairs, hearing, rivals);
  const ofRecord = hearRecordRivals(frames, pairs, hearing, ofClip.weight, rivals);
  return conclude(frames, pairs, {
    hearing,
    rivals,
    adjoining: ofClip.adjoining,
    clipWeight: ofClip.weight,
    series: ofRecord.series,
    finalWeight: ofRecord.weight,
  });
};
