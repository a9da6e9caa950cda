import type { Db } from '../../store/open.ts';
import { framesOf } from '../frames/frames.ts';
import { scorePairs } from '../pairs/score-pairs.ts';
import type { Rules } from '../rules/rules.ts';
import { openLookup } from './lookup.ts';

/**
 * Ids of the records with which clips made pairs worth considering while their clocks were taken for something else.
 *
 * @param formerMs what the clocks were taken for, by clip id: camera minus true time in ms, null for the camera's own time
 */
export const formerPartners = async (
  db: Db,
  rules: Rules,
  formerMs: ReadonlyMap<number, number | null>,
): Promise<number[]> => {
  const lookup = openLookup(db, rules);
  const clips = (await lookup.loadFootage([...formerMs.keys()])).map((clip) => ({
    ...clip,
    clockErrorMs: formerMs.get(clip.id) ?? undefined,
  }));
  const { recordIds } = await lookup.candidatesOf([], clips);
  const records = await lookup.loadRecords(recordIds);
  const pairs = scorePairs(framesOf(rules, await lookup.registers(), records, clips));
  const partners = Array.from(pairs.record.subarray(0, pairs.size), (row) => records[row]?.id);
  return [...new Set(partners.filter((id) => id !== undefined))];
};
