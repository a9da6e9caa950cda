import { allLinksOf, type LinkContent, type LinkRow } from '../../store/links.ts';
import type { Db } from '../../store/open.ts';
import { isSettled, ownDiffers, type Wishes, writeLinks } from '../write-links.ts';
import type { Family } from './heirs.ts';

const pairOf = ({ recordId, footageId }: Pick<LinkContent, 'recordId' | 'footageId'>): string =>
  `${recordId} ${footageId}`;

const byRecord = <T extends { recordId: number }>(list: readonly T[]): Map<number, T[]> => {
  const groups = new Map<number, T[]>();
  for (const one of list) {
    const known = groups.get(one.recordId);
    if (known) known.push(one);
    else groups.set(one.recordId, [one]);
  }
  return groups;
};

/** What was decided about some records, and what stands. */
export interface OwnLinks {
  readonly recordIds: readonly number[];
  /** What these records have of their own by the rules. */
  readonly own: readonly LinkContent[];
  /** All their links in the store. */
  readonly present: readonly LinkRow[];
}

/**
 * What the links of some records, and of all that inherit from them, have to be by what was decided.
 *
 * @param familyOf whom those concern whose own links differ
 */
export const wishesOf = async (
  db: Db,
  { recordIds, own, present }: OwnLinks,
  familyOf: (changed: readonly number[]) => Promise<Family>,
): Promise<Wishes> => {
  const [presentOf, ownOf] = [byRecord(present), byRecord(own)];
  const family = await familyOf(recordIds.filter((id) => ownDiffers(presentOf.get(id) ?? [], ownOf.get(id) ?? [])));
  const handedOn = new Map(
    recordIds.map((id) => {
      const settled = (presentOf.get(id) ?? []).filter(isSettled);
      const known = new Set(settled.map(pairOf));
      return [id, [...settled, ...(ownOf.get(id) ?? []).filter((one) => !known.has(pairOf(one)))]];
    }),
  );
  const inherited = await family.inherited(handedOn);
  // A record's own sure link comes before an inherited one, and that before a pair that is only offered.
  const wanted = new Map<string, LinkContent>();
  const sure = own.filter(({ decision }) => decision === 'linked');
  for (const one of [...sure, ...inherited, ...own]) if (!wanted.has(pairOf(one))) wanted.set(pairOf(one), one);
  const [isOwn, isHeir] = [new Set(recordIds), new Set(family.heirs)];
  const others = await allLinksOf(
    db,
    family.heirs.filter((id) => !isOwn.has(id)),
  );
  return {
    present: [...present, ...others],
    wanted: [...wanted.values()],
    isOurs: ({ recordId, viaRecordId }) => (viaRecordId === null ? isOwn : isHeir).has(recordId),
  };
};

/**
 * Bring the links of some records, and of all that inherit from them, to what was decided: differences only, and what
 * people decided outranks it.
 *
 * @param tx holds the locks of all that is written
 * @param familyOf whom those concern whose own links differ
 * @returns ids of the records whose links changed
 */
export const writeOwn = async (
  tx: Db,
  links: OwnLinks,
  familyOf: (changed: readonly number[]) => Promise<Family>,
): Promise<Set<number>> => writeLinks(tx, await wishesOf(tx, links, familyOf));
