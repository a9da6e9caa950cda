import type { Compilation } from './compilation.ts';
import { compileCondition } from './condition.ts';
import type { Read } from './field.ts';
import type { ConditionSpec } from './field-schema.ts';
import type { YamlPath } from './parse.ts';
import { compilePath, type Standpoint } from './path.ts';
import { toText } from './text-of.ts';

interface Origin {
  readonly each?: string | undefined;
  readonly split?: string | undefined;
  readonly by?: string | undefined;
  readonly when?: ConditionSpec | undefined;
}

const usualSeparators = ',，、;；|';

const compilePoints = (c: Compilation, spec: Origin, path: YamlPath): ((at: Standpoint) => readonly Standpoint[]) => {
  const each = spec.each === undefined ? undefined : compilePath(spec.each, [...path, 'each'], c.complain);
  if (!each) return (at) => [at];
  return (at) => {
    const points: Standpoint[] = [];
    for (const row of each.all(at)) {
      if (typeof row === 'object' && row !== null)
        points.push({ root: at.root, row, part: undefined, found: at.found });
    }
    return points;
  };
};

const compileSplit = (c: Compilation, spec: Origin, path: YamlPath): ((at: Standpoint) => readonly Standpoint[]) => {
  if (spec.split === undefined) {
    if (spec.by !== undefined) c.complain([...path, 'by'], 'there is nothing to split', 'add split, or remove by');
    return (at) => [at];
  }
  const text = compilePath(spec.split, [...path, 'split'], c.complain);
  c.reads(text);
  const separators = new Set(spec.by ?? usualSeparators);
  const parts = (list: string): string[] => {
    const found: string[] = [];
    let from = 0;
    for (let at = 0; at <= list.length; at++) {
      if (at < list.length && !separators.has(list[at] as string)) continue;
      const part = list.slice(from, at).trim();
      if (part !== '') found.push(part);
      from = at + 1;
    }
    return found;
  };
  return (at) => {
    const points: Standpoint[] = [];
    for (const value of text.all(at)) {
      const list = toText(value);
      if (list === undefined) continue;
      for (const part of parts(list)) points.push({ root: at.root, row: at.row, part, found: at.found });
    }
    return points;
  };
};

/**
 * Compile a list of the record: every entry of the file gives no, one or many items.
 *
 * @param item compiles one item; undefined where it would say nothing
 */
export const compileList = <S extends Origin, T>(
  c: Compilation,
  specs: readonly S[] | undefined,
  path: YamlPath,
  item: (spec: S, path: YamlPath) => Read<T>,
): ((at: Standpoint) => T[]) => {
  const entries = (specs ?? []).map((spec, index) => {
    const here = [...path, index];
    const points = compilePoints(c, spec, here);
    const each = spec.each === undefined ? undefined : compilePath(spec.each, [...here, 'each'], () => {});
    return c.standingAt(each, () => ({
      points,
      split: compileSplit(c, spec, here),
      when: spec.when && compileCondition(spec.when, [...here, 'when'], c.complain, c.reads),
      isWhole: spec.each === undefined && spec.split === undefined,
      read: item(spec, here),
    }));
  });
  return (at) => {
    const items: T[] = [];
    for (const { points, split, when, isWhole, read } of entries) {
      if (isWhole) {
        const value = when && !when(at) ? undefined : read(at);
        if (value !== undefined) items.push(value);
        continue;
      }
      for (const row of points(at)) {
        if (when && !when(row)) continue;
        for (const point of split(row)) {
          const value = read(point);
          if (value !== undefined) items.push(value);
        }
      }
    }
    return items;
  };
};

/** One of each, by its key; what the first does not know is taken from the later ones. */
export const unique = <T extends object>(items: T[], keyOf: (item: T) => string): T[] => {
  if (items.length < 2) return items;
  const seen = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const known = seen.get(key);
    seen.set(key, known ? { ...item, ...known } : item);
  }
  return seen.size === items.length ? items : [...seen.values()];
};
