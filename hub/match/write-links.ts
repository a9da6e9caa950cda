import { sql } from 'drizzle-orm';
import { isSameJson } from '../core/canonical-json.ts';
import { dropLinkTexts, putLinkTexts, recountTexts } from '../store/link-rows.ts';
import type { LinkContent, LinkRow } from '../store/links.ts';
import type { Db } from '../store/open.ts';
import { tellTexts } from '../store/outbox.ts';

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
  !isSameJson(row.evidence, wanted.evidence);

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

/** Links as they stand and as they have to be. */
export interface Wishes {
  /** All links of the records spoken of. */
  readonly present: readonly LinkRow[];
  /** Every pair once. */
  readonly wanted: readonly LinkContent[];
  /** Which present rows are spoken of: those that are not wanted any more go, all others are left alone. */
  isOurs(row: LinkRow): boolean;
}

/** What is to be written. */
export interface LinkChanges {
  /** Texts of statements, in their order: rows, counts, and one `links.changed` for each record. */
  readonly statements: readonly string[];
  /** Whose links change. */
  readonly recordIds: Set<number>;
  readonly footageIds: Set<number>;
}

const isCounted = ({ decision }: Pick<LinkContent, 'decision'>): boolean =>
  decision === 'linked' || decision === 'confirmed';

/** Only what differs; pairs that a person decided stay as they are. */
export const changesOf = ({ present, wanted, isOurs }: Wishes): LinkChanges => {
  const rows = new Map(present.map((row) => [pairOf(row), row]));
  const wishes = new Set(wanted.map(pairOf));
  const gone = present.filter((row) => isOurs(row) && !isSettled(row) && !wishes.has(pairOf(row)));
  const changed = wanted.flatMap((content) => {
    const row = rows.get(pairOf(content));
    if (row === undefined) return [{ content, version: 1, isRecounted: isCounted(content) }];
    if (isSettled(row) || !differs(row, content)) return [];
    return [{ content, version: row.version + 1, isRecounted: isCounted(row) !== isCounted(content) }];
  });
  const touched = [...gone, ...changed.map(({ content }) => content)];
  const recounted = [
    ...gone.filter(isCounted),
    ...changed.flatMap(({ content, isRecounted }) => (isRecounted ? [content] : [])),
  ];
  const clipsOf = new Map<number, number[]>();
  for (const { recordId, footageId } of touched) {
    const known = clipsOf.get(recordId);
    if (known) known.push(footageId);
    else clipsOf.set(recordId, [footageId]);
  }
  return {
    statements: [
      ...dropLinkTexts(gone.map(({ id }) => id)),
      ...putLinkTexts(changed),
      ...recountTexts(
        'records',
        recounted.map(({ recordId }) => recordId),
      ),
      ...recountTexts(
        'footage',
        recounted.map(({ footageId }) => footageId),
      ),
      ...tellTexts(
        [...clipsOf].map(([recordId, footageIds]) => ({ name: 'links.changed', data: { recordId, footageIds } })),
      ),
    ],
    recordIds: new Set(clipsOf.keys()),
    footageIds: new Set(touched.map(({ footageId }) => footageId)),
  };
};

/**
 * Bring links to what is wanted, writing only what differs: rows, counts, and one `links.changed` for each record.
 *
 * @returns ids of the records whose links changed
 */
export const writeLinks = async (tx: Db, wishes: Wishes): Promise<Set<number>> => {
  const { statements, recordIds } = changesOf(wishes);
  for (const statement of statements) await tx.execute(sql.raw(statement));
  return recordIds;
};
