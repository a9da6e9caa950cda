import { BadRequestError, ConflictError, NotFoundError } from '../core/errors.ts';
import { toIso } from '../core/time.ts';
import { footageContents, recordContents } from '../store/candidates.ts';
import { decisionsOfPair, linkOfPair, logDecision, setDecision } from '../store/decisions.ts';
import { allLinksOf, type LinkRow, lockPairs, putLinks, recount } from '../store/links.ts';
import { takeTurn } from '../store/match-turns.ts';
import type { Db, Store } from '../store/open.ts';
import { tell } from '../store/outbox.ts';
import { matchRecord } from './online/online.ts';
import type { Rules } from './rules/rules.ts';
import { isSettled } from './write-links.ts';

/** What a person says about a pair. `undone` takes back the last decision and lets the one before it, or the rule, count. */
export interface Verdict {
  readonly recordId: number;
  readonly footageId: number;
  readonly decision: 'confirmed' | 'rejected' | 'undone';
  /** Account name. */
  readonly user: string;
  /** Version of the link the person looked at, 0 where there was none; left out: whatever it is now. */
  readonly version?: number | undefined;
  /** The person saw no decision of anybody: one that somebody else made meanwhile is not overwritten. */
  readonly isFirst?: boolean | undefined;
  readonly note?: string | undefined;
  /** What the person says it shows, epoch ms on the camera's own clock; left out: as the rules cut it, or the overlap. */
  readonly segment?: { readonly start: number; readonly end: number } | undefined;
}

/** A pair nobody proposed: the person says the clip shows it, so the whole overlap is taken, or the whole clip. */
const proposeLink = async (tx: Db, { recordId, footageId, user, segment }: Verdict): Promise<LinkRow> => {
  const [record] = await recordContents(tx, [recordId]);
  const [clip] = await footageContents(tx, [footageId]);
  if (record === undefined || clip === undefined) {
    const missing = record === undefined ? `record ${recordId}` : `footage ${footageId}`;
    throw new NotFoundError(`[hub] [decide] ${missing} is not there`, { remedy: 'load the page again' });
  }
  const error = clip.clockErrorMs ?? 0;
  const [start, end] = [Date.parse(clip.data.start), Date.parse(clip.data.end)];
  const { time } = record.data;
  const from = Math.max(start, Date.parse(time.start) + error);
  const to = Math.min(end, Date.parse(time.end ?? time.start) + error);
  const isInside = from < to;
  const content = {
    recordId,
    footageId,
    viaRecordId: null,
    segmentStart: segment ? segment.start : isInside ? from : start,
    segmentEnd: segment ? segment.end : isInside ? to : end,
    weight: 0,
    probability: 0.5,
    decision: 'review' as const,
    decidedBy: user,
    rule: 'person',
    evidence: [],
  };
  await putLinks(tx, [{ content, version: 1 }]);
  return (await linkOfPair(tx, recordId, footageId)) as LinkRow;
};

interface Standing {
  readonly decision: 'confirmed' | 'rejected' | 'review';
  readonly user: string;
  readonly segment?: Verdict['segment'];
}

/** The decision that counts once the last one is taken back: `review` hands the pair to the rules again. */
const decisionBefore = async (tx: Db, { recordId, footageId }: Verdict): Promise<Standing> => {
  let taken = 1;
  for (const { decision, user, segmentStart, segmentEnd } of await decisionsOfPair(tx, recordId, footageId)) {
    if (decision === 'undone') taken += 1;
    else if (taken > 0) taken -= 1;
    else if (decision === 'confirmed' || decision === 'rejected') {
      const isKnown = segmentStart !== null && segmentEnd !== null;
      return { decision, user, segment: isKnown ? { start: segmentStart, end: segmentEnd } : undefined };
    }
  }
  return { decision: 'review', user: 'rule' };
};

/** @throws BadRequestError when the segment is empty or leaves the clip */
const checkSegment = async (tx: Db, { footageId, segment }: Verdict): Promise<void> => {
  if (segment === undefined) return;
  const [clip] = await footageContents(tx, [footageId]);
  if (clip === undefined) return;
  const { start, end } = clip.data;
  if (segment.start < segment.end && segment.start >= Date.parse(start) && segment.end <= Date.parse(end)) return;
  throw new BadRequestError(`[hub] [decide] the segment is not within the clip, which runs from ${start} to ${end}`, {
    remedy: "name a beginning and a later end within the clip, by the camera's own clock",
    detail: { start, end },
  });
};

/** @throws ConflictError when the link is not what the person looked at */
const checkUnchanged = (known: LinkRow | undefined, { version, isFirst, user }: Verdict): void => {
  const isOthers = isFirst === true && known !== undefined && isSettled(known) && known.decidedBy !== user;
  if (isOthers || (version !== undefined && version !== (known?.version ?? 0))) {
    const now = known === undefined ? 'gone' : `${known.decision} by ${known.decidedBy}`;
    throw new ConflictError(`[hub] [decide] the link changed since it was looked at: it is ${now}`, {
      remedy: 'look at it again, then decide',
      detail: {
        version: known?.version ?? 0,
        decision: known?.decision,
        decidedBy: known?.decidedBy,
        at: known && toIso(known.changedAt),
      },
    });
  }
};

const writeDecision = async (tx: Db, verdict: Verdict): Promise<LinkRow> => {
  const { recordId, footageId, decision, user, note } = verdict;
  await checkSegment(tx, verdict);
  await lockPairs(tx, [recordId], [footageId]);
  const known = await linkOfPair(tx, recordId, footageId);
  checkUnchanged(known, verdict);
  if (decision === 'undone' && known?.decision !== 'confirmed' && known?.decision !== 'rejected') {
    throw new BadRequestError('[hub] [decide] nobody has decided about this pair, so there is nothing to undo', {
      remedy: 'load the page again',
    });
  }
  const link = known ?? (await proposeLink(tx, verdict));
  const next = decision === 'undone' ? await decisionBefore(tx, verdict) : { decision, user, segment: verdict.segment };
  const changed = await setDecision(tx, link, next.decision, next.user, next.segment);
  const { segmentStart, segmentEnd } = changed;
  const previous = { previous: known?.decision ?? null, previousBy: known?.decidedBy ?? null };
  await logDecision(tx, {
    recordId,
    footageId,
    decision,
    user,
    note: note ?? null,
    ...previous,
    segmentStart,
    segmentEnd,
  });
  await recount(tx, [recordId], [footageId]);
  const [record] = await recordContents(tx, [recordId]);
  const at = record?.data.time.start ?? toIso(link.segmentStart);
  const org = record?.data.org;
  await tell(tx, [
    { name: 'links.changed', data: { recordId, footageIds: [footageId] } },
    { name: 'rematch.wanted', data: { from: at, to: at, ...(org === undefined ? {} : { org }) } },
  ]);
  // Nobody may write by what he read before.
  await takeTurn(tx);
  return changed;
};

/**
 * Decide about a pair. The decision outranks every rule and survives every re-match, until it is undone. Every decision is
 * logged with its author. What follows for rivals and heirs is decided before this returns; should that fail, the
 * decision stands and the event told with it brings it about.
 *
 * @returns the link as it is now; undefined when the decision was taken back and the rules see no link
 * @throws ConflictError when the link changed since `version` or is not free, NotFoundError, BadRequestError
 */
export const decide = async (
  store: Pick<Store, 'db' | 'transaction'>,
  rules: Rules,
  verdict: Verdict,
): Promise<LinkRow | undefined> => {
  await store.transaction((tx) => writeDecision(tx, verdict));
  await store.transaction((tx) => matchRecord(tx, rules, verdict.recordId));
  const links = await allLinksOf(store.db, [verdict.recordId]);
  return links.find(({ footageId }) => footageId === verdict.footageId);
};
