import { BadRequestError, ConflictError, NotFoundError } from '../core/errors.ts';
import { toIso } from '../core/time.ts';
import { footageContents, recordContents } from '../store/candidates.ts';
import { decisionsOfPair, linkOfPair, logDecision, setDecision } from '../store/decisions.ts';
import { type LinkRow, lockPairs, putLinks, recount } from '../store/links.ts';
import type { Db } from '../store/open.ts';
import { tell } from '../store/outbox.ts';

/** What a person says about a pair. `undone` takes back the last decision and lets the one before it, or the rule, count. */
export interface Verdict {
  readonly recordId: number;
  readonly footageId: number;
  readonly decision: 'confirmed' | 'rejected' | 'undone';
  /** Account name. */
  readonly user: string;
  /** Version of the link the person looked at, 0 where there was none; left out: whatever it is now. */
  readonly version?: number | undefined;
  readonly note?: string | undefined;
}

/** A pair nobody proposed: the person says the clip shows it, so the whole overlap is taken, or the whole clip. */
const proposeLink = async (tx: Db, { recordId, footageId, user }: Verdict): Promise<LinkRow> => {
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
    segmentStart: isInside ? from : start,
    segmentEnd: isInside ? to : end,
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

/** The decision that counts once the last one is taken back: `review` hands the pair to the rules again. */
const decisionBefore = async (
  tx: Db,
  { recordId, footageId }: Verdict,
): Promise<{ decision: 'confirmed' | 'rejected' | 'review'; user: string }> => {
  let taken = 1;
  for (const { decision, user } of await decisionsOfPair(tx, recordId, footageId)) {
    if (decision === 'undone') taken += 1;
    else if (taken > 0) taken -= 1;
    else if (decision === 'confirmed' || decision === 'rejected') return { decision, user };
  }
  return { decision: 'review', user: 'rule' };
};

/**
 * Decide about a pair. The decision outranks every rule and survives every re-match, until it is undone; rivals and heirs
 * are decided anew soon afterwards (`rematch.wanted`). Every decision is logged with its author.
 *
 * @returns the link as it is now
 * @throws ConflictError when somebody else changed the link since `version`, NotFoundError, BadRequestError
 */
export const decide = (db: Db, verdict: Verdict): Promise<LinkRow> =>
  db.transaction(async (tx) => {
    const { recordId, footageId, decision, user, version, note } = verdict;
    await lockPairs(tx, [recordId], [footageId]);
    const known = await linkOfPair(tx, recordId, footageId);
    if (version !== undefined && version !== (known?.version ?? 0)) {
      throw new ConflictError(
        `[hub] [decide] somebody else decided about this pair: it is ${known?.decision ?? 'gone'} now, by ${known?.decidedBy ?? 'nobody'}`,
        {
          remedy: 'look at it again, then decide',
          detail: { version: known?.version ?? 0, decision: known?.decision, decidedBy: known?.decidedBy },
        },
      );
    }
    if (decision === 'undone' && known?.decision !== 'confirmed' && known?.decision !== 'rejected') {
      throw new BadRequestError('[hub] [decide] nobody has decided about this pair, so there is nothing to undo', {
        remedy: 'load the page again',
      });
    }
    const link = known ?? (await proposeLink(tx, verdict));
    const next = decision === 'undone' ? await decisionBefore(tx, verdict) : { decision, user };
    const changed = await setDecision(tx, link, next.decision, next.user);
    await logDecision(tx, { recordId, footageId, decision, user, note: note ?? null });
    await recount(tx, [recordId], [footageId]);
    const [record] = await recordContents(tx, [recordId]);
    const from = Date.parse(record?.data.time.start ?? toIso(link.segmentStart));
    await tell(tx, [
      { name: 'links.changed', data: { recordId } },
      {
        name: 'rematch.wanted',
        data: { from: toIso(from), to: toIso(from), ...(record?.data.org ? { org: record.data.org } : {}) },
      },
    ]);
    return changed;
  });
