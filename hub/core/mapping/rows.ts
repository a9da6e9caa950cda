import type { Opened } from '../connector.ts';
import { RecordError } from '../errors.ts';
import type { RowsSpec } from './decode-schema.ts';
import { compilePath } from './path.ts';
import type { Complain } from './problem.ts';
import { toText } from './text-of.ts';

type Row = Record<string, unknown>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Inner rows of an outer one, given some of its fields; the inner row's own fields win. */
const inherit = (outer: unknown, inner: readonly unknown[], carry: readonly string[]): unknown[] => {
  if (!isRow(outer) || carry.length === 0) return [...inner];
  return inner.map((each) => {
    if (!isRow(each)) return each;
    const row: Row = Object.create(null);
    for (const name of carry) if (outer[name] !== undefined) row[name] = outer[name];
    return Object.assign(row, each);
  });
};

const countOf = (value: unknown): number | undefined => {
  const text = toText(value);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
};

/** How the mapping writes a field, and those below it. */
interface Wanted {
  readonly name: string;
  readonly below: Map<string, Wanted>;
}

const wantedOf = (paths: Iterable<string>): Map<string, Wanted> => {
  const wanted = new Map<string, Wanted>();
  for (const path of paths) {
    let level = wanted;
    for (const name of path.split('.')) {
      const known = level.get(name.toLowerCase()) ?? { name, below: new Map<string, Wanted>() };
      level.set(name.toLowerCase(), known);
      level = known.below;
    }
  }
  return wanted;
};

type Rename = (row: unknown) => unknown;
const asItIs: Rename = (row) => row;

/** Rename fields to how the mapping writes them, whatever their case: one look-up a field, learnt as they come. */
const renamer = (wanted: ReadonlyMap<string, Wanted>): Rename => {
  if (wanted.size === 0) return asItIs;
  const learnt = new Map<string, { name: string; below: Rename }>();
  const rename: Rename = (row) => {
    if (Array.isArray(row)) return row.map(rename);
    if (!isRow(row)) return row;
    const copy: Row = Object.create(null);
    for (const key of Object.keys(row)) {
      let known = learnt.get(key);
      if (known === undefined) {
        const { name, below } = wanted.get(key.toLowerCase()) ?? { name: key, below: new Map<string, Wanted>() };
        known = { name, below: renamer(below) };
        if (learnt.size < 10_000) learnt.set(key, known);
      }
      const value = row[key];
      copy[known.name] = typeof value === 'object' ? known.below(value) : value;
    }
    return copy;
  };
  return rename;
};

/** Whether a list stands there and has nothing in it: the other side has no news, and says so. */
const isEmptyList = (document: unknown, names: readonly string[]): boolean => {
  const found = names.reduce<unknown>((value, name) => (isRow(value) ? value[name] : undefined), document);
  return Array.isArray(found) && found.every((row) => row === '' || row === null);
};

/**
 * Compile the selection of rows. A list that is there and empty is a good message, one that is not there is none.
 *
 *
 * @param read paths that the fields of the mapping read from a row, for systems that change upper and lower case
 * @param mayBeEmpty whether no rows is a good message: polls with a success predicate have quiet times
 */
export const compileRows = (
  spec: RowsSpec,
  read: Iterable<string>,
  mayBeEmpty: boolean,
  complain: Complain,
): ((document: unknown) => Opened) => {
  const wanted = typeof spec === 'string' ? { path: spec, caseInsensitive: false, optional: false } : spec;
  const at = typeof spec === 'string' ? ['rows'] : ['rows', 'path'];
  const path = compilePath(wanted.path, at, complain);
  const inner = wanted.inner === undefined ? undefined : compilePath(wanted.inner, ['rows', 'inner'], complain);
  const total = wanted.total === undefined ? undefined : compilePath(wanted.total, ['rows', 'total'], complain);
  const rename = wanted.caseInsensitive ? renamer(wantedOf(read)) : undefined;
  const { firstIsCount, carry = [] } = wanted;
  return (document) => {
    const found = path.within(document).filter((row) => row !== '' && row !== null);
    if (found.length === 0 && !mayBeEmpty && !wanted.optional && !isEmptyList(document, path.names)) {
      throw new RecordError(`[hub] [rows] there are no rows at "${wanted.path}"`, {
        remedy: 'look at the raw message, then correct rows.path of the mapping, or set rows.optional',
        misfit: { field: 'rows', rule: 'path', value: wanted.path },
      });
    }
    const head = firstIsCount !== undefined && isRow(found[0]) && firstIsCount in found[0] ? found[0] : undefined;
    const outer = head ? found.slice(1) : found;
    const proper = inner ? outer.flatMap((row) => inherit(row, inner.within(row), carry)) : outer;
    const count = head && firstIsCount ? countOf(head[firstIsCount]) : total && countOf(total.within(document)[0]);
    return {
      rows: rename ? proper.map(rename) : proper,
      document,
      ...(count === undefined ? {} : { total: count }),
    };
  };
};
