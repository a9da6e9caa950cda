import type { Complain, YamlPath } from './problem.ts';

/**
 * What a field is read from while a row is mapped: the whole row, the nested row a list stands at, and the part of a
 * text that was split. `found` holds what JSONata expressions gave, by their number.
 */
export interface Standpoint {
  readonly root: object;
  readonly row: object;
  readonly part: string | undefined;
  readonly found: readonly unknown[];
}

/** A compiled path. `get` gives the first value there, `all` every one. */
export interface Path {
  readonly text: string;
  /** The names from the row down, without filters: what the drift report compares. Empty for ".". */
  readonly names: readonly string[];
  readonly fromRoot: boolean;
  get(at: Standpoint): unknown;
  all(at: Standpoint): unknown[];
  /** The same from any document, for decode steps and rows. */
  within(document: unknown): unknown[];
}

interface Segment {
  readonly name: string;
  readonly filter?: { readonly key: string; readonly value: string } | { readonly index: number };
}

const shape = /^([^.[\]/{}]+)(?:\[(?:(\d+)|([^\]=]+)=([^\]]*))?\])?$/;

const segmentOf = (text: string): Segment | undefined => {
  const match = shape.exec(text);
  if (!match) return undefined;
  const name = (match[1] as string).trim();
  if (name === '' || name in Object.prototype) return undefined;
  if (match[2] !== undefined) return { name, filter: { index: Number(match[2]) } };
  return match[3] === undefined ? { name } : { name, filter: { key: match[3], value: match[4] ?? '' } };
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

type Child = (value: Record<string, unknown>, name: string) => unknown;

const exactly: Child = (value, name) => value[name];

/** A second try without regard to case: where a document is opened, never for each field of each row. */
const inAnyCase: Child = (value, name) => {
  if (name in value) return value[name];
  const lower = name.toLowerCase();
  for (const key of Object.keys(value)) if (key.toLowerCase() === lower) return value[key];
  return undefined;
};

const passes = (value: unknown, { filter }: Segment): boolean =>
  filter === undefined || 'index' in filter || (isObject(value) && String(value[filter.key]) === filter.value);

const step = (values: readonly unknown[], segment: Segment, child: Child): unknown[] => {
  const found: unknown[] = [];
  for (const value of values) {
    if (!isObject(value)) continue;
    const next = segment.name === '*' ? Object.values(value) : [child(value, segment.name)];
    for (const each of next.flat()) if (each !== undefined && passes(each, segment)) found.push(each);
  }
  if (segment.filter === undefined || !('index' in segment.filter)) return found;
  const { index } = segment.filter;
  return index < found.length ? [found[index]] : [];
};

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

const below = (outer: unknown, name: string): unknown => {
  if (!Array.isArray(outer)) return isObject(outer) ? first(outer[name]) : undefined;
  for (const each of outer) {
    if (!isObject(each)) continue;
    const value = first(each[name]);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
};

type Get = (at: Standpoint) => unknown;
type Names = Record<string, unknown>;

/** The way most fields go: a plain name, or one name below another. Nothing is decided or allocated while rows pass. */
const quickGet = (fromRoot: boolean, one: string, two: string | undefined): Get => {
  if (two === undefined) {
    return fromRoot ? (at) => first((at.root as Names)[one]) : (at) => first((at.row as Names)[one]);
  }
  return fromRoot ? (at) => below((at.root as Names)[one], two) : (at) => below((at.row as Names)[one], two);
};

const listOf = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

const quickAll = (one: string, two: string | undefined): ((row: unknown) => unknown[]) => {
  const outer = (row: unknown): unknown[] => listOf((row as Record<string, unknown>)[one]);
  if (two === undefined) return outer;
  return (row) => {
    const found: unknown[] = [];
    for (const each of outer(row)) {
      if (!isObject(each)) continue;
      const value = each[two];
      if (Array.isArray(value)) for (const one of value) found.push(one);
      else if (value !== undefined) found.push(value);
    }
    return found;
  };
};

/**
 * Compile a path: names joined by dots, from the row at hand; `/` in front starts at the whole row, `.` is the part of a
 * split text. `[2]` takes the third, `[Name=x]` those with that value, `*` any name. Lists on the way are gone through.
 */
export const compilePath = (text: string, at: YamlPath, complain: Complain): Path => {
  const fromRoot = text.startsWith('/');
  const body = fromRoot ? text.slice(1) : text;
  const isSelf = body === '.' || body === '';
  const parts = isSelf ? [] : (body.match(/[^.[\]]+(?:\[[^\]]*\])?|[.[\]]+/g) ?? []).filter((part) => part !== '.');
  const segments: Segment[] = [];
  for (const part of parts) {
    const segment = segmentOf(part);
    if (segment) segments.push(segment);
    else complain(at, `"${text}" is no path ("${part}")`, 'write names joined by dots, e.g. body.items[0].id');
  }
  const walk = (from: unknown, child: Child): unknown[] => {
    let values: unknown[] = Array.isArray(from) ? from : [from];
    for (const segment of segments) values = step(values, segment, child);
    return values;
  };
  const start = (at: Standpoint): unknown => (fromRoot ? at.root : (isSelf && at.part) || at.row);
  const names = segments.map(({ name }) => name);
  const [one, two] = names;
  const isPlain =
    one !== undefined && names.length <= 2 && segments.every(({ name, filter }) => name !== '*' && !filter);
  const get: Get = isSelf ? start : isPlain ? quickGet(fromRoot, one, two) : (at) => walk(start(at), exactly)[0];
  const all = isSelf ? undefined : isPlain ? quickAll(one, two) : (row: unknown) => walk(row, exactly);
  return {
    text,
    names,
    fromRoot,
    within: (document) => walk(document, inAnyCase),
    get,
    all: all ? (at) => all(start(at)) : (at) => [start(at)],
  };
};
