import { orgDistance } from '../../core/org.ts';
import type { Registers } from '../registers.ts';
import type { Rules } from '../rules.ts';
import type { FootageSubject, RecordSubject } from '../subject.ts';

/**
 * Who wore the camera against who was sent. Undefined where one side is not known: that is neutral. Somebody else is
 * evidence against, not proof: cameras are lent, and unit lists are edited.
 */
export const compareOfficer = (rules: Rules, registers: Registers, left: RecordSubject, right: FootageSubject) => {
  const levels = rules.comparisons.officer;
  const { footage, holder } = right;
  if (footage.officerName !== undefined && left.names.has(footage.officerName)) return levels.name;
  if (left.policeIds.size === 0) return undefined;
  if (footage.policeId !== undefined && left.policeIds.has(footage.policeId)) return levels.exact;
  if (holder !== undefined && left.policeIds.has(holder)) return levels.issued;
  const wearer = footage.policeId ?? holder;
  if (wearer === undefined) return undefined;
  if (registers.partnersOf(wearer, left.record.start).some((partner) => left.policeIds.has(partner)))
    return levels.partner;
  if (left.record.org === undefined || footage.org === undefined) return levels.another;
  return orgDistance(left.record.org, footage.org) === 0 ? levels.colleague : levels.another;
};
