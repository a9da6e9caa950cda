import { driftOf } from './drift.ts';

export const driftKinds = ['new', 'vanished', 'retyped'] as const;
export type DriftKind = (typeof driftKinds)[number];

/** One difference between what a source sends and what its mapping knows. */
export interface DriftFinding {
  readonly kind: DriftKind;
  readonly path: string;
  /** The message from which on it is so: the first with it, or the last that still had it. */
  readonly since: number;
  /** Rows it was seen in; of a vanished field those before. */
  readonly rows: number;
  /** A value as it came, shortened. */
  readonly sample?: string;
  /** Of a field whose type changed. */
  readonly was?: string;
  readonly is?: string;
}

/** What a value looks like, as far as a mapping has to mind: a changed one is a changed type. */
type Look = 'number' | 'boolean' | 'digits' | 'decimal' | 'time' | 'text' | 'list' | 'object';

interface Seen {
  readonly first: number;
  last: number;
  count: number;
  readonly message: number;
  readonly sample: string;
}

interface Watched {
  rows: number;
  lastRow: number;
  lastMessage: number;
  /** The longest row of rows without it, before the present one. */
  longestGap: number;
  sample: string;
  readonly looks: Map<Look, Seen>;
}

const time = /^\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}/;
const deepest = 3;
const mostPaths = 5_000;
const sampleLength = 120;
/** So much must be known of a path before anything is said of it. */
const enough = 5;
const gone = 20;

const lookOf = (value: unknown): Look | undefined => {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value as 'number' | 'boolean';
  if (typeof value !== 'string') return Array.isArray(value) ? 'list' : 'object';
  if (/^\d+$/.test(value)) return 'digits';
  if (/^[+-]?\d+\.\d+$/.test(value)) return 'decimal';
  return time.test(value) ? 'time' : 'text';
};

const sampleOf = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > sampleLength ? `${text.slice(0, sampleLength)}…` : text;
};

/** The values of a row by path; lists are gone through, and so are objects, as deep as drift is looked for. */
const valuesOf = (value: unknown, path: string, depth: number, tell: (path: string, value: unknown) => void): void => {
  if (Array.isArray(value) && value.some((each) => typeof each === 'object')) {
    for (const each of value) valuesOf(each, path, depth, tell);
    return;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > deepest) {
    if (path !== '') tell(path, value);
    return;
  }
  for (const [name, each] of Object.entries(value)) {
    valuesOf(each, path === '' ? name : `${path}.${name}`, depth + 1, tell);
  }
};

/** A look that came for the first time after every other look was seen for the last time. */
const retyped = (path: string, { looks }: Watched): DriftFinding | undefined => {
  const [latest, ...others] = [...looks].sort(([, a], [, b]) => b.last - a.last);
  if (!latest || others.length === 0) return undefined;
  const [is, seen] = latest;
  const before = others.reduce((sum, [, { count }]) => sum + count, 0);
  if (before < enough || seen.count < 2 || others.some(([, { last }]) => last >= seen.first)) return undefined;
  const was = others.map(([look]) => look).join(', ');
  return { kind: 'retyped', path, since: seen.message, rows: seen.count, sample: seen.sample, was, is };
};

/**
 * Watch rows go by in the order they came, and say at the end how they differ from what a mapping knows: fields nobody
 * declared, fields that are read and come no more, and fields whose values look different than before.
 *
 * @param known paths that fields read; @param columns paths declared otherwise
 */
export const watchDrift = (known: ReadonlySet<string>, columns: ReadonlySet<string>) => {
  const watched = new Map<string, Watched>();
  let rows = 0;
  const see = (path: string, value: unknown, message: number): void => {
    const look = lookOf(value);
    if (look === undefined) return;
    const one = watched.get(path) ?? {
      rows: 0,
      lastRow: rows,
      lastMessage: message,
      longestGap: 0,
      sample: sampleOf(value),
      looks: new Map<Look, Seen>(),
    };
    if (one.rows === 0 && watched.size >= mostPaths) return;
    watched.set(path, one);
    one.longestGap = Math.max(one.longestGap, rows - one.lastRow);
    if (one.rows === 0 || one.lastRow !== rows) one.rows += 1;
    one.lastRow = rows;
    one.lastMessage = message;
    const seen = one.looks.get(look);
    if (seen) {
      seen.last = rows;
      seen.count += 1;
    } else one.looks.set(look, { first: rows, last: rows, count: 1, message, sample: sampleOf(value) });
  };
  const isNew = (path: string): boolean => driftOf(nested(path), known, columns).unknown.length > 0;
  return {
    /** @param message its number, to be found again */
    row(row: unknown, message: number): void {
      valuesOf(row, '', 1, (path, value) => see(path, value, message));
      rows += 1;
    },
    findings(): DriftFinding[] {
      const found: DriftFinding[] = [];
      for (const [path, one] of watched) {
        const isUnknown = isNew(path);
        const first = [...one.looks.values()].sort((a, b) => a.first - b.first)[0];
        if (isUnknown && first)
          found.push({ kind: 'new', path, since: first.message, rows: one.rows, sample: one.sample });
        const silent = rows - 1 - one.lastRow;
        if (!isUnknown && one.rows >= enough && silent >= Math.max(gone, 3 * one.longestGap)) {
          found.push({ kind: 'vanished', path, since: one.lastMessage, rows: one.rows, sample: one.sample });
        }
        const change = isUnknown ? undefined : retyped(path, one);
        if (change) found.push(change);
      }
      return found;
    },
  };
};

/** A row with nothing in it but this path. */
const nested = (path: string): unknown =>
  path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), '?');
