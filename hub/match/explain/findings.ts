import type { Evidence } from '../../core/link.ts';
import type { Scope } from '../../core/scope.ts';
import { toIso } from '../../core/time.ts';
import { devicesOfOfficers } from '../../store/evidence.ts';
import type { FootageRow } from '../../store/footage.ts';
import type { LinkRow } from '../../store/links.ts';
import type { Db } from '../../store/open.ts';
import { oldestFootage, type Uploads, uploadsAround } from '../../store/uploads.ts';
import type { MatchRecord } from '../inputs.ts';
import type { Finding } from './diagnosis.ts';

/** A clip that was held against the record, with what the comparisons said. */
export interface Looked {
  readonly footageId: number;
  readonly evidence: readonly Evidence[];
  /** Bits that rivals took from it. */
  readonly rivalWeight: number;
}

const dayMs = 86_400_000;
/** Of whom clips came so shortly ago, more may be on the way; of what happened longer ago nothing is. */
const uploadingMs = 3_600_000;
const freshMs = 2 * dayMs;

const ownLevels = new Set(['exact', 'issued', 'name']);
const strangeLevels = new Set(['colleague', 'another']);
const missedLevels = new Set(['near', 'beside', 'zone']);
const awayLevels = new Set(['elsewhere', 'far']);

/** What stands about the pairs already. */
export const findingsOfLinks = (links: readonly LinkRow[]): Finding[] =>
  links.flatMap(({ decision, decidedBy, footageId, changedAt }): Finding[] => {
    if (decision === 'review') return [{ code: 'waiting', detail: { footageId } }];
    if (decision !== 'rejected') return [];
    return [{ code: 'rejected', detail: { footageId, by: decidedBy, at: toIso(changedAt) } }];
  });

/** What the clips show that the reader may see. */
export const findingsOfClips = (looked: readonly Looked[], rows: ReadonlyMap<number, FootageRow>): Finding[] => {
  const rowOf = ({ evidence }: Looked, comparison: string) => evidence.find((row) => row.comparison === comparison);
  const levelOf = (one: Looked, comparison: string): string => rowOf(one, comparison)?.level ?? '';
  const detailOf = (one: Looked, comparison: string) => ({
    footageId: one.footageId,
    device: rows.get(one.footageId)?.deviceId ?? undefined,
    ...rowOf(one, comparison)?.detail,
  });
  const isThere = (one: Looked): boolean => !['', 'apart', 'zone'].includes(levelOf(one, 'time'));
  const isOwn = (one: Looked): boolean => ownLevels.has(levelOf(one, 'officer'));
  const own = looked.filter(isOwn);
  const findings: Finding[] = [];
  for (const one of looked) {
    if (levelOf(one, 'time') !== 'apart' && one.rivalWeight < -1)
      findings.push({ code: 'outbid', detail: { footageId: one.footageId } });
    if (!isOwn(one)) continue;
    const { mediaState, mediaError } = rows.get(one.footageId) ?? {};
    if (isThere(one) && mediaState === 'lost')
      findings.push({ code: 'expired', detail: { footageId: one.footageId, reason: mediaError ?? undefined } });
    if (isThere(one) && (mediaState === 'remote' || mediaState === 'fetching'))
      findings.push({ code: 'still-uploading', detail: { footageId: one.footageId } });
    if (missedLevels.has(levelOf(one, 'time')))
      findings.push({ code: 'clock-suspicious', detail: detailOf(one, 'time') });
    if (isThere(one) && awayLevels.has(levelOf(one, 'place')))
      findings.push({ code: 'place-contradicts', detail: detailOf(one, 'place') });
  }
  const strange = looked.find((one) => isThere(one) && strangeLevels.has(levelOf(one, 'officer')));
  if (strange !== undefined && !own.some(isThere))
    findings.push({ code: 'other-units-only', detail: detailOf(strange, 'officer') });
  return findings;
};

const momentsOf = (officers: readonly string[], before: number | undefined, after: number | undefined) => ({
  officers,
  ...(before === undefined ? {} : { before: toIso(before) }),
  ...(after === undefined ? {} : { after: toIso(after) }),
});

/** Who among the officers has no camera, has not docked it since, or recorded before and after. */
const findingsOfOfficers = (
  policeIds: readonly string[],
  devices: readonly { deviceId: string; policeId: string }[],
  uploads: readonly Uploads[],
): Finding[] => {
  const seen = new Map(uploads.filter(({ isVisible }) => isVisible).map((one) => [one.policeId, one]));
  const hasCamera = new Set(devices.map(({ policeId }) => policeId));
  const without = policeIds.filter((id) => !hasCamera.has(id));
  const undocked = policeIds.filter((id) => hasCamera.has(id) && seen.get(id)?.after === undefined);
  const recorded = policeIds.filter((id) => seen.get(id)?.before !== undefined && seen.get(id)?.after !== undefined);
  const lastOf = (ids: readonly string[]) => ids.flatMap((id) => seen.get(id)?.before ?? []).sort((a, b) => b - a)[0];
  const findings: Finding[] = [];
  if (without.length > 0) findings.push({ code: 'no-camera-issued', detail: { officers: without } });
  if (undocked.length > 0) {
    const theirs = devices.filter(({ policeId }) => undocked.includes(policeId)).map(({ deviceId }) => deviceId);
    const detail = { ...momentsOf(undocked, lastOf(undocked), undefined), devices: [...new Set(theirs)] };
    findings.push({ code: 'not-uploaded', detail });
  } else if (recorded.length > 0) {
    const after = recorded.flatMap((id) => seen.get(id)?.after ?? []).sort((a, b) => a - b)[0];
    findings.push({ code: 'not-recorded', detail: momentsOf(recorded, lastOf(recorded), after) });
  }
  return findings;
};

/** What is known of the officers' cameras around a record. */
export const findingsOfCameras = async (
  db: Db,
  scope: Scope,
  { start, end = start, officers, org }: MatchRecord,
): Promise<{ findings: Finding[]; isHidden: boolean }> => {
  const oldest = await oldestFootage(db, scope, org);
  const expired: Finding[] =
    oldest !== undefined && end < oldest - dayMs ? [{ code: 'expired', detail: { oldest: toIso(oldest) } }] : [];
  const policeIds = [...new Set(officers.flatMap(({ policeId }) => policeId ?? []))];
  if (policeIds.length === 0) return { findings: [...expired, { code: 'officer-unknown' }], isHidden: false };
  const reach = { from: start - 30 * dayMs, to: start + 30 * dayMs };
  const devices = await devicesOfOfficers(
    db,
    policeIds.map((key) => ({ key, ...reach })),
  );
  const uploads = await uploadsAround(db, scope, policeIds, { from: start - 2 * dayMs, at: start, to: reach.to });
  const isHidden = uploads.some(({ isVisible }) => !isVisible);
  if (expired.length > 0) return { findings: expired, isHidden };
  const cameAt = uploads.flatMap((one) => (one.isVisible ? (one.cameAt ?? []) : [])).sort((a, b) => b - a)[0];
  const uploading: Finding[] =
    cameAt !== undefined && cameAt > Date.now() - uploadingMs && start > Date.now() - freshMs
      ? [{ code: 'still-uploading', detail: { officers: policeIds, cameAt: toIso(cameAt) } }]
      : [];
  // What others may see would make every word about the cameras untrue, or tell of it.
  return {
    findings: isHidden ? uploading : [...uploading, ...findingsOfOfficers(policeIds, devices, uploads)],
    isHidden,
  };
};
