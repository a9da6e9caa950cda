import type { Evidence } from '../../core/link.ts';
import { dropLinks, type LinkContent, type LinkRow, lockPairs } from '../../store/links.ts';
import { forgetPairsOf } from '../../store/match-pairs.ts';
import { takeTurn } from '../../store/match-turns.ts';
import { chunked } from '../../store/multi-row.ts';
import { namedRecords } from '../../store/number-joins.ts';
import type { Db, Store } from '../../store/open.ts';
import { tell } from '../../store/outbox.ts';
import {
  addToClipLinks,
  countRecordLinks,
  type LinkText,
  lockRecords,
  putLinkTexts,
  type StandingLink,
  standingLinks,
} from '../../store/standing-links.ts';
import type { MatchRecord } from '../inputs.ts';
import { familyOf } from '../online/heirs.ts';
import { openLookup } from '../online/lookup.ts';
import { writeOwn } from '../online/write-own.ts';
import type { Rules } from '../rules/rules.ts';
import { isSettled } from '../write-links.ts';

/** Records whose links are written in one transaction: few enough that nobody waits long for them. */
const groupSize = 2_000;

/** Everything that is counted as a link. */
const isCounted = ({ decision }: LinkText): boolean => decision === 'linked' || decision === 'confirmed';

const isSame = (one: LinkText, other: LinkText): boolean =>
  one.viaRecordId === other.viaRecordId &&
  one.evidence === other.evidence &&
  one.decision === other.decision &&
  one.segmentStart === other.segmentStart &&
  one.segmentEnd === other.segmentEnd &&
  one.rule === other.rule &&
  Math.abs(one.weight - other.weight) <= 1e-6;

const byRecord = <T extends { recordId: number }>(list: Iterable<T>): Map<number, T[]> => {
  const groups = new Map<number, T[]>();
  for (const one of list) {
    const known = groups.get(one.recordId);
    if (known) known.push(one);
    else groups.set(one.recordId, [one]);
  }
  return groups;
};

/** What stands of some records, whose rows are locked. */
interface Standing {
  readonly links: ReadonlyMap<number, readonly StandingLink[]>;
  /** What their rows say of how many links they have. */
  readonly counts: ReadonlyMap<number, number>;
}

/** Bring links to what was decided where nobody inherits. @returns how many records' links changed */
const writeAlone = async (
  tx: Db,
  recordIds: readonly number[],
  own: ReadonlyMap<number, readonly LinkText[]>,
  { links, counts }: Standing,
): Promise<number> => {
  const [put, gone]: [{ link: LinkText; version: number }[], number[]] = [[], []];
  const [ofRecords, ofClips] = [new Map<number, number>(), new Map<number, number>()];
  const clipsOf = new Map<number, number[]>();
  for (const recordId of recordIds) {
    const rows = new Map(links.get(recordId)?.map((row) => [row.footageId, row]));
    let count = [...rows.values()].filter(isCounted).length;
    const touched: number[] = [];
    const note = (footageId: number, change: number): void => {
      touched.push(footageId);
      count += change;
      if (change !== 0) ofClips.set(footageId, (ofClips.get(footageId) ?? 0) + change);
    };
    for (const link of own.get(recordId) ?? []) {
      const row = rows.get(link.footageId);
      rows.delete(link.footageId);
      if (row !== undefined && (isSettled(row) || isSame(row, link))) continue;
      put.push({ link, version: (row?.version ?? 0) + 1 });
      note(link.footageId, Number(isCounted(link)) - Number(row !== undefined && isCounted(row)));
    }
    for (const row of rows.values()) {
      // What others made it inherit is theirs to take back.
      if (isSettled(row) || row.viaRecordId !== null) continue;
      gone.push(row.id);
      note(row.footageId, -Number(isCounted(row)));
    }
    if (counts.get(recordId) !== count) ofRecords.set(recordId, count);
    if (touched.length > 0) clipsOf.set(recordId, touched);
  }
  await dropLinks(tx, gone);
  await putLinkTexts(tx, put);
  await forgetPairsOf(tx, clipsOf.keys(), [...clipsOf.values()].flat());
  await countRecordLinks(tx, ofRecords);
  await lockPairs(tx, [], [...ofClips.keys()]);
  await addToClipLinks(tx, ofClips);
  await tell(
    tx,
    [...clipsOf].map(([recordId, footageIds]) => ({ name: 'links.changed' as const, data: { recordId, footageIds } })),
  );
  return clipsOf.size;
};

const asContent = (link: LinkText): LinkContent => ({ ...link, evidence: JSON.parse(link.evidence) as Evidence[] });
/** When a link was made and changed is nothing that deciding looks at. */
const asRow = (row: StandingLink): LinkRow => ({
  ...asContent(row),
  id: row.id,
  version: row.version,
  createdAt: 0,
  changedAt: 0,
});

interface Group {
  readonly recordIds: readonly number[];
  readonly own: ReadonlyMap<number, readonly LinkText[]>;
  /** Ids of records that numbers join to others. */
  readonly joined: ReadonlySet<number>;
}

const writeGroup = async (tx: Db, rules: Rules, { recordIds, own, joined }: Group): Promise<number> => {
  const inFamilies = recordIds.filter((id) => joined.has(id));
  const family = inFamilies.length === 0 ? undefined : await familyOf(tx, rules, openLookup(tx, rules), inFamilies);
  const clips = inFamilies.flatMap((id) => own.get(id)?.map(({ footageId }) => footageId) ?? []);
  const counts = await lockRecords(tx, [...recordIds, ...(family?.heirs ?? [])]);
  await lockPairs(tx, [], clips);
  const present = byRecord(await standingLinks(tx, recordIds));
  const alone = recordIds.filter((id) => !joined.has(id));
  let changed = await writeAlone(tx, alone, own, { links: present, counts });
  if (family) {
    const wishes = inFamilies.flatMap((id) => own.get(id)?.map(asContent) ?? []);
    const standing = inFamilies.flatMap((id) => present.get(id)?.map(asRow) ?? []);
    const written = await writeOwn(tx, { recordIds: inFamilies, own: wishes, present: standing }, async () => family);
    await forgetPairsOf(
      tx,
      written,
      [...wishes, ...standing].map(({ footageId }) => footageId),
    );
    changed += written.size;
  }
  // At the very end, so that others who write wait for the commit only.
  if (changed > 0) await takeTurn(tx);
  return changed;
};

/**
 * Bring the links of some records, and of all that inherit from them, to what was decided: differences only, what people
 * decided outranks it. In transactions of some records each, so it may be stopped anywhere and done again.
 *
 * @param own what each record has of its own, by its id
 * @returns how many records' links changed
 */
export const writePart = async (
  store: Store,
  rules: Rules,
  records: readonly MatchRecord[],
  own: ReadonlyMap<number, readonly LinkText[]>,
): Promise<number> => {
  const recordIds = records.map(({ id }) => id);
  const joined = new Set(await namedRecords(store.pool, recordIds));
  for (const { id, references } of records) if (references.some(({ kind }) => kind !== 'footage')) joined.add(id);
  let changed = 0;
  for (const group of chunked(recordIds, groupSize))
    changed += await store.transaction((tx) => writeGroup(tx, rules, { recordIds: group, own, joined }));
  return changed;
};
