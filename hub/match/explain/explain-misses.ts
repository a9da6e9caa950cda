import { NotFoundError } from '../../core/errors.ts';
import type { Evidence } from '../../core/link.ts';
import type { Scope } from '../../core/scope.ts';
import { footageOfOfficers } from '../../store/candidates.ts';
import { getFootages } from '../../store/footage.ts';
import { allLinksOf } from '../../store/links.ts';
import type { Db } from '../../store/open.ts';
import { idsOf } from '../../store/question.ts';
import type { Frames } from '../frames/frames.ts';
import type { MatchRecord } from '../inputs.ts';
import { policeIdsOf } from '../online/load-registers.ts';
import type { Lookup } from '../online/lookup.ts';
import { explore } from '../online/neighbourhood.ts';
import type { Pairs } from '../pairs/pairs.ts';
import { evidenceOf, evidenceOfPair } from '../resolve/evidence.ts';
import { openResolved, type Resolved, type Scored, scoreEach } from '../resolve/explained.ts';
import { resolve } from '../resolve/resolve.ts';
import type { Rules } from '../rules/rules.ts';
import { borrowedCameras } from './borrowed.ts';
import { type Diagnosis, diagnose } from './diagnosis.ts';
import { findingsOfCameras, findingsOfClips, findingsOfLinks, type Looked } from './findings.ts';

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

const missOf = (rules: Rules, pair: Scored, resolved: Resolved | undefined): Miss & Looked => {
  const evidence = resolved ? evidenceOf(rules, resolved) : evidenceOfPair(rules, pair);
  return {
    footageId: pair.right.footage.id,
    weight: resolved?.weight ?? pair.weight,
    failed: worstOf(evidence),
    evidence,
    rivalWeight: resolved?.rivalWeight ?? 0,
  };
};

const asMiss = ({ rivalWeight: _, ...miss }: Miss & Looked): Miss => miss;

const linkedTo = ({ footageId }: { footageId: number }): number => footageId;

const resolvedOfRecord = (
  { frames, pairs, lookup: { standing } }: { frames: Frames; pairs: Pairs; lookup: Lookup },
  recordId: number,
): Resolved[] => {
  const verdicts = resolve(frames, pairs, (record, clip) =>
    standing.get(`${frames.records.source[record]?.id} ${frames.footage.source[clip]?.id}`),
  );
  const resolved = openResolved(frames, pairs, verdicts);
  return [...verdicts.pair.keys()].flatMap((row) => {
    const { id } = frames.records.source[pairs.record[verdicts.pair[row] as number] as number] as MatchRecord;
    return id === recordId ? [resolved(row)] : [];
  });
};

/**
 * Why a record has no footage, or not more: the clips that came closest with the comparison that failed, and a diagnosis.
 * Reads only. What the reader may not see is left out, and of the diagnosis stays no more than that there may be something.
 *
 * @returns `items` closest first, of equals the one nearest in time; `diagnosis` is empty when the record has sure footage that the reader may see
 * @throws NotFoundError
 */
export const explainMisses = async (
  db: Db,
  rules: Rules,
  scope: Scope,
  recordId: number,
): Promise<{ items: Miss[]; diagnosis: Diagnosis[] }> => {
  const { lookup, frames, pairs, registers } = await explore(db, rules, { recordIds: [recordId], footageIds: [] });
  const record = lookup.records.get(recordId);
  if (record === undefined)
    throw new NotFoundError(`[hub] [match] there is no record ${recordId}`, { remedy: 'load the list again' });
  const links = await allLinksOf(db, [recordId]);
  const resolved = new Map(
    resolvedOfRecord({ frames, pairs, lookup }, recordId).map((one) => [one.pair.right.footage.id, one]),
  );
  const shown = new Set(links.filter(({ decision }) => decision !== 'rejected').map(({ footageId }) => footageId));
  const dayAround = policeIdsOf(record).map((key) => ({ key, from: record.start - dayMs, to: record.start + dayMs }));
  const ids = [
    ...(await lookup.candidatesOf([record], [])).footageIds,
    ...(await idsOf(db, footageOfOfficers(dayAround, rules.blocking.longestClip))),
  ];
  const clips = await lookup.loadFootage([...new Set(ids)]);
  const scored = scoreEach(rules, registers, record, clips);
  const rows = new Map(
    (await getFootages(db, scope, [...scored.map(({ right }) => right.footage.id), ...links.map(linkedTo)])).map(
      (row) => [row.id, row],
    ),
  );
  const looked = scored.map((pair) => missOf(rules, pair, resolved.get(pair.right.footage.id)));
  const begins = new Map(scored.map(({ right: { footage } }) => [footage.id, footage.start]));
  const apart = ({ footageId }: Miss): number => Math.abs((begins.get(footageId) ?? record.start) - record.start);
  const items = looked
    .filter(({ footageId }) => rows.has(footageId) && !shown.has(footageId))
    .sort((one, other) => other.weight - one.weight || apart(one) - apart(other) || one.footageId - other.footageId)
    .slice(0, most);
  const seenLinks = links.filter(({ footageId }) => rows.has(footageId));
  const isSure = seenLinks.some(({ decision }) => decision === 'linked' || decision === 'confirmed');
  if (isSure) return { items: items.map(asMiss), diagnosis: [] };
  const cameras = await findingsOfCameras(db, scope, record);
  const isHidden =
    cameras.isHidden ||
    links.some(({ footageId, decision }) => !rows.has(footageId) && decision !== 'rejected') ||
    [...resolved.keys()].some((footageId) => !rows.has(footageId));
  // Whose camera it is follows from what others did: nothing of it is told where not all of that may be seen.
  const visible = scored.filter(({ right }) => rows.has(right.footage.id));
  const borrowed = isHidden ? [] : await borrowedCameras(db, rules, visible);
  const findings = [
    ...findingsOfLinks(seenLinks),
    ...findingsOfClips(
      looked.filter(({ footageId }) => rows.has(footageId)),
      rows,
    ),
    ...borrowed,
    ...cameras.findings,
    ...(isHidden ? [{ code: 'out-of-scope' as const }] : []),
  ];
  return { items: items.map(asMiss), diagnosis: diagnose(findings) };
};
