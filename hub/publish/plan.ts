import type { Db } from '../store/open.ts';
import { tell } from '../store/outbox.ts';
import {
  addPublications,
  lockPublications,
  type PublicationRow,
  type TellableLink,
  tellableLinks,
  wishAnew,
} from '../store/publications.ts';
import type { PublishDeps } from './deps.ts';
import { findTargets, isWanted, rankOf, type Target, toldSince } from './targets.ts';

const pairOf = (recordId: number, footageId: number): string => `${recordId} ${footageId}`;

/** Never told, so there is nothing to withdraw at the other side. */
const isUnheard = ({ state, acknowledged, sentAt }: PublicationRow): boolean =>
  acknowledged === 0 && sentAt === null && state !== 'sent';

const planFor = async (
  tx: Db,
  target: Target,
  links: readonly TellableLink[],
  rows: readonly PublicationRow[],
): Promise<number> => {
  const known = new Map(rows.map((row) => [pairOf(row.recordId, row.footageId), row]));
  const wanted = new Map(
    links.filter((link) => isWanted(target, link)).map((link) => [pairOf(link.record.id, link.footageId), link]),
  );
  const since = toldSince(target);
  const fresh = [...wanted].filter(([pair, { record }]) => !known.has(pair) && record.startAt >= since);
  await addPublications(
    tx,
    fresh.map(([, { record, footageId, segmentStart, segmentEnd }]) => ({
      target: target.source.name,
      recordId: record.id,
      footageId,
      rank: rankOf(record),
      segmentStart,
      segmentEnd,
    })),
  );
  let changed = fresh.length;
  for (const [pair, row] of known) {
    const link = wanted.get(pair);
    if (link === undefined) {
      if (row.withdraw) continue;
      await wishAnew(tx, row, { withdraw: true, state: isUnheard(row) ? 'withdrawn' : 'pending' });
    } else {
      const { segmentStart, segmentEnd } = link;
      if (!row.withdraw && row.segmentStart === segmentStart && row.segmentEnd === segmentEnd) continue;
      await wishAnew(tx, row, { withdraw: false, state: 'pending', segmentStart, segmentEnd });
    }
    changed += 1;
  }
  return changed;
};

/**
 * Bring what is to be told into line with the links of some records as they are now: new links are told, changed ones
 * told again, those that went are withdrawn. Repeating it changes nothing.
 *
 * @param targets those to look at; absent: all
 * @returns how many publications are to be told, told again or withdrawn
 */
export const planPublications = async (
  deps: Pick<PublishDeps, 'store' | 'connectors' | 'log' | 'queue'>,
  recordIds: readonly number[],
  targets?: readonly Target[],
): Promise<number> => {
  const all = targets ?? (await findTargets(deps));
  if (all.length === 0 || recordIds.length === 0) return 0;
  const changed = await deps.store.transaction(async (tx) => {
    const rows = await lockPublications(
      tx,
      all.map(({ source }) => source.name),
      recordIds,
    );
    const links = await tellableLinks(tx, recordIds);
    const due: string[] = [];
    let total = 0;
    for (const target of all) {
      const { name } = target.source;
      const count = await planFor(
        tx,
        target,
        links,
        rows.filter((row) => row.target === name),
      );
      if (count > 0) due.push(name);
      total += count;
    }
    await tell(
      tx,
      due.map((target) => ({ name: 'publications.due' as const, data: { target } })),
    );
    return total;
  });
  if (changed > 0) deps.queue.nudge();
  return changed;
};
