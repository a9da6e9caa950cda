import { stepsToRecord } from '../../frames/org-steps.ts';
import { codesOf, columnOf } from '../../rules/levels.ts';
import { isNearby } from '../candidate.ts';
import type { PrepareComparison } from '../comparison.ts';

const level = codesOf('organisation');
const [officer, place] = [columnOf('officer'), columnOf('place')];

/**
 * Station of the clip against the record's and those of its officers at the time, by steps in the tree; asked only where the officer says nothing. A pair that only
 * the station brought is of one station by that: to say so again would count it twice.
 */
export const prepareOrganisation: PrepareComparison = (frames) => {
  const { footage } = frames;
  const stepsTo = stepsToRecord(frames);
  return (record, clip, { levels }) => {
    if (levels[officer] !== 0) return 0;
    const steps = stepsTo(record, footage.org[clip] as number);
    if (steps === Number.POSITIVE_INFINITY) return 0;
    if (steps === 0) return isNearby[levels[place] as number] === true ? level.same : 0;
    if (steps === 1) return level.parent;
    return steps === 2 ? level.sibling : level.apart;
  };
};
