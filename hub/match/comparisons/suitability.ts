import type { DeviceKind } from '../../core/vocabulary.ts';
import type { Rules } from '../rules.ts';

/** Whether such an event is filmed by such a device at all; undefined for kinds no rule speaks of. */
export const compareSuitability = (rules: Rules, kind: string, device: DeviceKind) => {
  const rule = rules.suits.find(({ kinds }) => kinds.includes(kind) || kinds.includes('*'));
  if (rule === undefined) return undefined;
  const levels = rules.comparisons.suitability;
  if (rule.suits.includes(device)) return levels.suits;
  return rule.unfit.includes(device) ? levels.unfit : levels.unusual;
};
