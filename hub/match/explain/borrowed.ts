import { issueAt } from '../../store/devices.ts';
import { companyOfOfficers, recordingsOfOfficers } from '../../store/evidence.ts';
import type { Db } from '../../store/open.ts';
import { ask } from '../../store/question.ts';
import { isWorn } from '../frames/registers.ts';
import type { Scored } from '../resolve/explained.ts';
import type { Rules } from '../rules/rules.ts';
import type { Finding } from './diagnosis.ts';

/** As long as most of a shift: who is on no record for so long before and after was not on duty. */
const onDutyMs = 4 * 3_600_000;
/** How many cameras at one place are looked into. */
const mostCameras = 4;

const isAtScene = ({ right, levels }: Scored): boolean =>
  right.footage.policeId !== undefined &&
  isWorn(right.footage.deviceKind) &&
  ['colleague', 'another'].includes(levels.officer?.level ?? '') &&
  ['arrives', 'begins', 'through', 'during'].includes(levels.time?.level ?? '') &&
  ['stayed', 'lingered', 'at'].includes(levels.place?.level ?? '');

/**
 * Cameras at the scene for which a colleague signed in and that an officer of the record probably wore: the colleague was on
 * no record of those hours, and that officer recorded nothing of his own; or a docking station handed it to that officer.
 * No comparison needs this, so it is looked up only for those who ask why.
 *
 * @param scored pairs of one record, of which the reader may see the clips
 */
export const borrowedCameras = async (db: Db, rules: Rules, scored: readonly Scored[]): Promise<Finding[]> => {
  const suspects = scored.filter(isAtScene).sort((one, other) => other.weight - one.weight);
  const findings: Finding[] = [];
  for (const { left, right } of suspects.slice(0, mostCameras)) {
    const { id: footageId, deviceId, policeId: signedIn, start } = right.footage;
    if (signedIn === undefined) continue;
    const hours = { from: start - onDutyMs, to: start + onDutyMs };
    const officers = [...left.policeIds];
    const served = (await ask(db, companyOfOfficers([signedIn], hours))).flat();
    const recorded = await recordingsOfOfficers(db, officers, hours);
    const idle = officers.filter((officer) => !recorded.has(officer));
    const handOut = deviceId === undefined ? undefined : await issueAt(db, deviceId, start);
    const isHanded = handOut !== undefined && start - handOut.at <= rules.blocking.issue;
    const handedTo = isHanded && officers.includes(handOut.policeId) ? handOut.policeId : undefined;
    if (handedTo === undefined && (served.length > 0 || idle.length === 0)) continue;
    findings.push({
      code: 'borrowed-camera',
      detail: { footageId, device: deviceId, signedIn, officers: handedTo === undefined ? idle : [handedTo] },
    });
  }
  return findings;
};
