/** How a row differs from what its mapping knows. */
export interface Drift {
  /** Paths the other side sends and nobody declared. */
  readonly unknown: readonly string[];
  /** Paths the mapping reads and this row does not have; only what is missing in all rows has vanished. */
  readonly missing: readonly string[];
}

const deepest = 3;
const most = 5_000;

const pathsOf = (value: unknown, prefix: string, into: Set<string>, depth: number): void => {
  if (Array.isArray(value)) {
    for (const each of value) pathsOf(each, prefix, into, depth);
    return;
  }
  if (typeof value !== 'object' || value === null) {
    if (prefix !== '') into.add(prefix);
    return;
  }
  for (const [key, each] of Object.entries(value)) {
    if (into.size >= most) return;
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (depth >= deepest) into.add(path);
    else pathsOf(each, path, into, depth + 1);
  }
};

/** Compare a row with the paths a mapping knows. What lies below a known path is known. */
export const driftOf = (row: unknown, read: ReadonlySet<string>, columns: ReadonlySet<string>): Drift => {
  const present = new Set<string>();
  pathsOf(row, '', present, 1);
  const isKnown = (path: string): boolean => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
      const above = path.slice(0, end);
      if (columns.has(above) || read.has(above)) return true;
    }
    return false;
  };
  const isPresent = (path: string): boolean =>
    present.has(path) || [...present].some((each) => each.startsWith(`${path}.`));
  return {
    unknown: [...present].filter((path) => !isKnown(path)),
    missing: [...read].filter((path) => !isPresent(path)),
  };
};
