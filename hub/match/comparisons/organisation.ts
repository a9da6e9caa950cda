import { isNearby } from '../candidate.ts';
import type { PrepareComparison } from '../comparison.ts';
import { codesOf, columnOf } from '../levels.ts';
import { orgSteps } from '../org-steps.ts';

const level = codesOf('organisation');
const [officer, place] = [columnOf('officer'), columnOf('place')];

/**
 * Station of the clip against the record's, by steps in the tree; asked only where the officer says nothing. A pair that only
 * the station brought is of one station by that: to say so again would count it twice.
 */
export const prepareOrganisation: PrepareComparison = ({ lexicon, records, footage }) => {
  const stepsBetween = orgSteps(lexicon);
  return (record, clip, { levels }) => {
    const [org, other] = [records.org[record] as number, footage.org[clip] as number];
    if (levels[officer] !== 0 || org < 0 || other < 0) return 0;
    const steps = stepsBetween(org, other);
    if (steps === 0) return isNearby[levels[place] as number] === true ? level.same : 0;
    if (steps === 1) return level.parent;
    return steps === 2 ? level.sibling : level.apart;
  };
};
