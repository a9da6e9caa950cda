import { NotFoundError } from '../core/errors.ts';
import type { Evidence } from '../core/link.ts';
import { footageOfOfficers } from '../store/candidates.ts';
import { devicesOfOfficers } from '../store/evidence.ts';
import { allLinksOf, type LinkRow } from '../store/links.ts';
import type { Db } from '../store/open.ts';
import { idsOf } from '../store/question.ts';
import { type Diagnosis, diagnose } from './diagnosis.ts';
import { evidenceOf, evidenceOfPair } from './evidence.ts';
import type { MatchRecord } from './inputs.ts';
import { explore } from './neighbourhood.ts';
import { type Resolved, resolve } from './resolve.ts';
import type { Rules } from './rules.ts';
import { type Scored, scorePair } from './score.ts';
import { subjectOfFootage, subjectOfRecord } from './subject.ts';

/** A clip that came close. `failed` is the comparison that spoke most against it. */
export interface Miss {
  readonly footageId: number;
  /** Bits. */
  readonly weight: number;
  readonly failed: Omit<Evidence, 'weight'>;
  readonly evidence: readonly Evidence[];
}

const most = 8;
const dayMs = 86_400_000;

const worstOf = (evidence: readonly Evidence[]): Omit<Evidence, 'weight'> => {
  const rows = evidence.filter(({ comparison }) => comparison !== 'prior');
  const worst = rows.reduce<Evidence | undefined>(
    (left, right) => (left === undefined || right.weight < left.weight ? right : left),
    undefined,
  );
  if (worst === undefined || worst.weight >= 0) return { comparison: 'evidence', level: 'too little' };
  const { weight: _, ...failed } = worst;
  return failed;
};

const missOf = (rules: Rules, pair: Scored, resolved: Resolved | undefined): Miss => {
  const evidence = resolved ? evidenceOf(rules, resolved) : evidenceOfPair(rules, pair);
  return {
    footageId: pair.right.footage.id,
    weight: resolved?.weight ?? pair.weight,
    failed: worstOf(evidence),
    evidence,
  };
};

/** What the pairs say. Whether there are clips at all is asked elsewhere. */
const codesOfPairs = (
  rules: Rules,
  pairs: readonly Scored[],
  resolved: ReadonlyMap<number, Resolved>,
): Diagnosis['code'][] => {
  const { exact, issued, colleague, another } = rules.comparisons.officer;
  const { near, beside, zone, apart } = rules.comparisons.time;
  const { elsewhere, far } = rules.comparisons.place;
  const own = pairs.filter(({ levels }) => levels.officer === exact || levels.officer === issued);
  const codes: Diagnosis['code'][] = [];
  const isOutbid = ({ right }: Scored) => (resolved.get(right.footage.id)?.rivalWeight ?? 0) < -1;
  if (pairs.some((pair) => pair.levels.time !== apart && isOutbid(pair))) codes.push('outbid');
  if (own.some(({ levels }) => levels.time === near || levels.time === beside || levels.time === zone))
    codes.push('clock-suspicious');
  const isThere = ({ levels }: Scored) => levels.time !== apart && levels.time !== zone;
  if (own.some((pair) => isThere(pair) && (pair.levels.place === elsewhere || pair.levels.place === far)))
    codes.push('place-contradicts');
  const others = pairs.filter(({ levels }) => levels.officer === colleague || levels.officer === another);
  if (own.every(({ levels }) => levels.time === apart) && others.some(isThere)) codes.push('other-units-only');
  return codes;
};

/** Whether the officers have cameras, and whether these were heard of since. */
const codesOfCameras = async (db: Db, rules: Rules, { start, officers }: MatchRecord): Promise<Diagnosis['code'][]> => {
  const ids = [...new Set(officers.flatMap(({ policeId }) => policeId ?? []))];
  if (ids.length === 0) return ['officer-unknown'];
  const asks = (from: number, to: number) => ids.map((key) => ({ key, from, to }));
  const { longestClip } = rules.blocking;
  if ((await devicesOfOfficers(db, asks(start - 30 * dayMs, start + 30 * dayMs))).length === 0)
    return ['no-camera-issued'];
  const since = await idsOf(db, footageOfOfficers(asks(start, start + 30 * dayMs), longestClip));
  if (since.length === 0) return ['not-uploaded'];
  const before = await idsOf(db, footageOfOfficers(asks(start - 2 * dayMs, start), longestClip));
  return before.length > 0 ? ['not-recorded'] : [];
};

const codesOfLinks = (links: readonly LinkRow[]): Diagnosis['code'][] => [
  ...(links.some(({ decision }) => decision === 'rejected') ? (['rejected'] as const) : []),
  ...(links.some(({ decision }) => decision === 'review') ? (['waiting'] as const) : []),
];

/**
 * Why a record has no footage, or not more: the clips that came closest with the comparison that failed, and a diagnosis.
 * Reads only. Shows clips without regard to scope: the caller leaves out what the reader may not see.
 *
 * @returns `items` closest first; `diagnosis` is empty when the record has sure footage
 * @throws NotFoundError
 */
export const explainMisses = async (
  db: Db,
  rules: Rules,
  recordId: number,
): Promise<{ items: Miss[]; diagnosis: Diagnosis[] }> => {
  const { lookup, pairs, registers } = await explore(db, rules, { recordIds: [recordId], footageIds: [] });
  const record = lookup.records.get(recordId);
  if (record === undefined)
    throw new NotFoundError(`[hub] [match] there is no record ${recordId}`, { remedy: 'load the list again' });
  const links = await allLinksOf(db, [recordId]);
  const resolved = new Map(
    resolve(rules, pairs)
      .filter(({ pair }) => pair.left.record.id === recordId)
      .map((one) => [one.pair.right.footage.id, one]),
  );
  const left = subjectOfRecord(rules, record);
  const shown = new Set(links.filter(({ decision }) => decision !== 'rejected').map(({ footageId }) => footageId));
  const dayAround = [...left.policeIds].map((key) => ({ key, from: record.start - dayMs, to: record.start + dayMs }));
  const ids = [
    ...(await lookup.candidatesOf([record], [])).footageIds,
    ...(await idsOf(db, footageOfOfficers(dayAround, rules.blocking.longestClip))),
  ];
  const clips = await lookup.loadFootage([...new Set(ids)]);
  const scored = clips.map((footage) => {
    const holder =
      footage.policeId === undefined && footage.deviceId !== undefined
        ? registers.holderOf(footage.deviceId, footage.start)
        : undefined;
    return scorePair(rules, registers, left, subjectOfFootage(rules, footage, holder));
  });
  const missed = scored.filter(({ right }) => !shown.has(right.footage.id));
  const items = missed
    .map((pair) => missOf(rules, pair, resolved.get(pair.right.footage.id)))
    .sort((one, other) => other.weight - one.weight || one.footageId - other.footageId)
    .slice(0, most);
  const isSure = links.some(({ decision }) => decision === 'linked' || decision === 'confirmed');
  const codes = isSure
    ? []
    : [...codesOfLinks(links), ...codesOfPairs(rules, scored, resolved), ...(await codesOfCameras(db, rules, record))];
  return { items, diagnosis: [...new Set(codes)].map(diagnose) };
};
