import { deviceKinds } from '../../../core/vocabulary.ts';
import { codesOf } from '../../rules/levels.ts';
import type { PrepareComparison } from '../comparison.ts';

const level = codesOf('suitability');

/** Whether such an event is filmed by such a device at all; 0 for kinds no rule speaks of. */
export const prepareSuitability: PrepareComparison = ({ rules, lexicon, records, footage }) => {
  const width = deviceKinds.length;
  const table = new Uint8Array(lexicon.kinds.size * width);
  for (const [row, kind] of [...lexicon.kinds.texts()].entries()) {
    const rule = rules.suits.find(({ kinds }) => kinds.includes(kind) || kinds.includes('*'));
    if (rule === undefined) continue;
    for (const [index, device] of deviceKinds.entries()) {
      const found = rule.suits.includes(device)
        ? level.suits
        : rule.unfit.includes(device)
          ? level.unfit
          : level.unusual;
      table[row * width + index] = found;
    }
  }
  return (record, clip) => table[(records.kind[record] as number) * width + (footage.device[clip] as number)] as number;
};
