import type { Evidence } from '../../core/link.ts';
import type { Scope } from '../../core/scope.ts';
import { orgNames } from '../../store/directory.ts';
import { recordsByName, visibleFootageNames } from '../../store/names.ts';
import type { Db } from '../../store/open.ts';
import type { RecordRow } from '../../store/records.ts';

/** Evidence as somebody may read it. */
export interface SeenEvidence {
  /** Without the names of records and clips the reader may not see; with those of organisations, as `orgNames` by code. */
  evidence(rows: readonly Evidence[]): Evidence[];
  /** The records on the way to the one a link was inherited from, nearest first; undefined for one that may not be seen. */
  path(rows: readonly Evidence[]): (RecordRow | undefined)[];
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');

const pathOf = (rows: readonly Evidence[]): string[] =>
  rows.flatMap(({ comparison, detail }) => (comparison === 'inherited' ? texts(detail?.path) : []));

/** Codes of the organisations that a row compares. */
const orgsOf = ({ comparison, detail = {} }: Evidence): string[] => {
  const { wearerServedAt, officersServedAt, stated, record, footage } = detail;
  if (comparison !== 'officer' && comparison !== 'organisation') return [];
  return [
    wearerServedAt,
    officersServedAt,
    stated,
    ...(comparison === 'organisation' ? [record, footage] : []),
  ].flatMap(texts);
};

/** Rivals and ancestors are named in evidence by `source/number`, written when nobody's scope was known. */
export const seeEvidence = async (
  db: Db,
  scope: Scope,
  lists: readonly (readonly Evidence[])[],
): Promise<SeenEvidence> => {
  const rivals = lists.flat().filter(({ comparison }) => comparison === 'rivals');
  const recordNames = [...lists.flatMap(pathOf), ...rivals.flatMap(({ detail }) => texts(detail?.record))];
  const [records, clips, names] = await Promise.all([
    recordsByName(db, scope, recordNames),
    visibleFootageNames(
      db,
      scope,
      rivals.flatMap(({ detail }) => texts(detail?.footage)),
    ),
    orgNames(db, lists.flat().flatMap(orgsOf)),
  ]);
  const isSeen = (name: unknown): boolean => typeof name === 'string' && (records.has(name) || clips.has(name));
  const scrub = (row: Evidence): Evidence => {
    if (row.detail === undefined) return row;
    if (row.comparison === 'rivals') {
      const facts = Object.entries(row.detail).filter(
        ([key, value]) => (key !== 'record' && key !== 'footage') || isSeen(value),
      );
      return { ...row, detail: Object.fromEntries(facts) };
    }
    const named = orgsOf(row).flatMap((code) => (names.has(code) ? [[code, names.get(code)]] : []));
    if (named.length > 0) return { ...row, detail: { ...row.detail, orgNames: Object.fromEntries(named) } };
    if (row.comparison !== 'inherited') return row;
    const { via, path, ...rest } = row.detail;
    const seen = texts(path).filter(isSeen);
    return {
      ...row,
      detail: { ...rest, ...(isSeen(via) ? { via } : {}), ...(seen.length > 0 ? { path: seen } : {}) },
    };
  };
  return {
    evidence: (rows) => rows.map(scrub),
    path: (rows) => pathOf(rows).map((name) => records.get(name)),
  };
};
