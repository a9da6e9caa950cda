import { isEmptyList, listHas } from '../../frames/columns.ts';
import { stepsToRecord } from '../../frames/org-steps.ts';
import { codesOf } from '../../rules/levels.ts';
import type { PrepareComparison } from '../comparison.ts';

const level = codesOf('officer');

/**
 * Who wore the camera against who was sent. 0 where one side is not known: that is neutral. Somebody else is evidence
 * against, not proof: cameras are lent, and unit lists are edited.
 */
export const prepareOfficer: PrepareComparison = (frames) => {
  const { records, footage } = frames;
  const { officers, officerNames, partners } = records;
  const stepsTo = stepsToRecord(frames);
  return (record, clip) => {
    const name = footage.officerName[clip] as number;
    if (name >= 0 && listHas(officerNames, record, name)) return level.name;
    if (isEmptyList(officers, record)) return 0;
    const wearer = footage.wearer[clip] as number;
    if (wearer < 0) return 0;
    if (listHas(officers, record, wearer)) return footage.officer[clip] === wearer ? level.exact : level.issued;
    if (listHas(partners, record, wearer)) return level.partner;
    return stepsTo(record, footage.org[clip] as number) === 0 ? level.colleague : level.another;
  };
};
