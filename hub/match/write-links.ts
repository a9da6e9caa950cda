import { canonicalJson } from '../core/canonical-json.ts';
import { dropLinks, type LinkContent, type LinkRow, putLinks, recount } from '../store/links.ts';
import type { Db } from '../store/open.ts';
import { tell } from '../store/outbox.ts';

/** A person decided this pair: no rule touches it. */
export const isSettled = ({ decision }: Pick<LinkRow, 'decision'>): boolean =>
  decision === 'confirmed' || decision === 'rejected';

const differs = (row: LinkRow, wanted: LinkContent): boolean =>
  row.decision !== wanted.decision ||
  row.viaRecordId !== wanted.viaRecordId ||
  row.segmentStart !== wanted.segmentStart ||
  row.segmentEnd !== wanted.segmentEnd ||
  row.rule !== wanted.rule ||
  Math.abs(row.weight - wanted.weight) > 1e-6 ||
  canonicalJson(row.evidence) !== canonicalJson(wanted.evidence);

const pairOf = ({ recordId, footageId }: Pick<LinkRow, 'recordId' | 'footageId'>): string => `${recordId} ${footageId}`;

/** Whether what a record has of its own is to be written anew. */
export const ownDiffers = (present: readonly LinkRow[], wanted: readonly LinkContent[]): boolean => {
  const rows = new Map(
    present.filter((row) => row.viaRecordId === null && !isSettled(row)).map((row) => [pairOf(row), row]),
  );
  const settled = new Set(present.filter(isSettled).map(pairOf));
  const open = wanted.filter((wish) => !settled.has(pairOf(wish)));
  return (
    open.length !== rows.size ||
    open.some((wish) => {
      const row = rows.get(pairOf(wish));
      return row === undefined || differs(row, wish);
    })
  );
};

/**
 * Bring links to what is wanted, writing only what differs: rows, counts, and one `links.changed` for each record. Pairs
 * that a person decided stay as they are.
 *
 * @param present all links of the records spoken of
 * @param wanted every pair once
 * @param isOurs which present rows are spoken of: those that are not wanted any more go, all others are left alone
 * @returns ids of the records whose links changed
 */
export const writeLinks = async (
  tx: Db,
  present: readonly LinkRow[],
  wanted: readonly LinkContent[],
  isOurs: (row: LinkRow) => boolean,
): Promise<Set<number>> => {
  const rows = new Map(present.map((row) => [pairOf(row), row]));
  const wishes = new Set(wanted.map(pairOf));
  const gone = present.filter((row) => isOurs(row) && !isSettled(row) && !wishes.has(pairOf(row)));
  const changed = wanted.flatMap((content) => {
    const row = rows.get(pairOf(content));
    if (row === undefined) return [{ content, version: 1 }];
    return isSettled(row) || !differs(row, content) ? [] : [{ content, version: row.version + 1 }];
  });
  if (gone.length + changed.length === 0) return new Set();
  await dropLinks(
    tx,
    gone.map(({ id }) => id),
  );
  await putLinks(tx, changed);
  const touched = [...gone, ...changed.map(({ content }) => content)];
  const recordIds = new Set(touched.map(({ recordId }) => recordId));
  await recount(
    tx,
    [...recordIds],
    touched.map(({ footageId }) => footageId),
  );
  const clipsOf = new Map<number, number[]>();
  for (const { recordId, footageId } of touched) {
    const known = clipsOf.get(recordId);
    if (known) known.push(footageId);
    else clipsOf.set(recordId, [footageId]);
  }
  await tell(
    tx,
    [...clipsOf].map(([recordId, footageIds]) => ({ name: 'links.changed' as const, data: { recordId, footageIds } })),
  );
  return recordIds;
};
