import type { MatchFootage, MatchRecord } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import { type FootageFrame, footageFrameOf } from './footage-frame.ts';
import { Lexicon } from './lexicon.ts';
import { type RecordFrame, recordFrameOf } from './record-frame.ts';
import type { Registers } from './registers.ts';

/**
 * Records and clips that are matched together, as columns. A row number names a record or a clip from here on: whole
 * partitions and the few that the store brought for one arrival are laid out and compared by the same code.
 */
export interface Frames {
  readonly rules: Rules;
  readonly lexicon: Lexicon;
  readonly records: RecordFrame;
  readonly footage: FootageFrame;
}

/** @param registers complete for these records and clips */
export const framesOf = (
  rules: Rules,
  registers: Registers,
  records: readonly MatchRecord[],
  footage: readonly MatchFootage[],
): Frames => {
  const lexicon = new Lexicon();
  const recordFrame = recordFrameOf(rules, lexicon, registers, records);
  return { rules, lexicon, records: recordFrame, footage: footageFrameOf(rules, lexicon, registers, footage) };
};
