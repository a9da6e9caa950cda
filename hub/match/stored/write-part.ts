import { allLinksOf, type LinkContent, lockPairs } from '../../store/links.ts';
import { chunked } from '../../store/multi-row.ts';
import type { Db, Store } from '../../store/open.ts';
import { namedRecords } from '../../store/partition-rows.ts';
import { familyOf } from '../heirs.ts';
import type { MatchRecord } from '../inputs.ts';
import { openLookup } from '../lookup.ts';
import type { Rules } from '../rules.ts';
import { isSettled, ownDiffers, writeLinks } from '../write-links.ts';

/** Records whose links are written in one transaction: few enough that nobody waits long for them. */
const groupSize = 1_000;

const pairOf = ({ recordId, footageId }: Pick<LinkContent, 'recordId' | 'footageId'>): string =>
  `${recordId} ${footageId}`;

interface Group {
  readonly records: readonly MatchRecord[];
  readonly own: ReadonlyMap<number, readonly LinkContent[]>;
  /** Ids of records that numbers join to others. */
  readonly joined: ReadonlySet<number>;
}

const writeGroup = async (tx: Db, rules: Rules, { records, own, joined }: Group): Promise<Set<number>> => {
  const ids = records.map(({ id }) => id);
  const wishes = ids.flatMap((id) => own.get(id) ?? []);
  const family = await familyOf(
    tx,
    rules,
    openLookup(tx, rules),
    ids.filter((id) => joined.has(id)),
  );
  await lockPairs(
    tx,
    [...ids, ...family.heirs],
    wishes.map(({ footageId }) => footageId),
  );
  const present = await allLinksOf(tx, ids);
  const presentOf = new Map<number, typeof present>();
  for (const row of present) presentOf.set(row.recordId, [...(presentOf.get(row.recordId) ?? []), row]);
  const differing = ids.filter((id) => ownDiffers(presentOf.get(id) ?? [], own.get(id) ?? []));
  if (differing.length === 0 && family.heirs.length === 0) return new Set();
  const handedOn = new Map(
    family.heirs.length === 0
      ? []
      : ids.map((id) => {
          const settled = (presentOf.get(id) ?? []).filter(isSettled);
          const known = new Set(settled.map(pairOf));
          return [id, [...settled, ...(own.get(id) ?? []).filter((one) => !known.has(pairOf(one)))]];
        }),
  );
  const inherited = await family.inherited(handedOn);
  // As online: a sure link of its own, then an inherited one, then one that is only offered.
  const wanted = new Map<string, LinkContent>();
  const sure = wishes.filter(({ decision }) => decision === 'linked');
  for (const one of [...sure, ...inherited, ...wishes]) if (!wanted.has(pairOf(one))) wanted.set(pairOf(one), one);
  const [isOwn, isHeir] = [new Set(ids), new Set(family.heirs)];
  const others = await allLinksOf(
    tx,
    family.heirs.filter((id) => !isOwn.has(id)),
  );
  return writeLinks(tx, [...present, ...others], [...wanted.values()], ({ recordId, viaRecordId }) =>
    (viaRecordId === null ? isOwn : isHeir).has(recordId),
  );
};

/**
 * Bring the links of some records, and of all that inherit from them, to what was decided: differences only, what people
 * decided outranks it. In transactions of some records each, so it may be stopped anywhere and done again.
 *
 * @param own what each record has of its own
 * @returns how many records' links changed
 */
export const writePart = async (
  store: Store,
  rules: Rules,
  records: readonly MatchRecord[],
  own: ReadonlyMap<number, readonly LinkContent[]>,
): Promise<number> => {
  const joined = new Set(
    await namedRecords(
      store.pool,
      records.map(({ id }) => id),
    ),
  );
  for (const { id, references } of records) if (references.some(({ kind }) => kind !== 'footage')) joined.add(id);
  let changed = 0;
  for (const group of chunked(records, groupSize))
    changed += (await store.transaction((tx) => writeGroup(tx, rules, { records: group, own, joined }))).size;
  return changed;
};
