import { RecordError } from '../errors.ts';
import type { Compilation } from './compilation.ts';
import { compileCondition } from './condition.ts';
import type { Read } from './field.ts';
import type { ConditionSpec } from './field-schema.ts';
import { limits } from './limits.ts';
import { compilePath, type Standpoint } from './path.ts';
import type { YamlPath } from './problem.ts';
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

const indexOfSame = <T>(items: readonly T[], item: T, isSame: (one: T, other: T) => boolean): number => {
  for (let index = 0; index < items.length; index++) if (isSame(items[index] as T, item)) return index;
  return -1;
};

/**
 * One of each; what the first does not know is taken from the later ones. Lists are short, so that comparing is quicker
 * than keys.
 *
 * @throws RecordError for a list so long that comparing would take noticeable time
 */
export const unique = <T extends object>(field: string, items: T[], isSame: (one: T, other: T) => boolean): T[] => {
  if (items.length < 2) return items;
  if (items.length > limits.items) {
    throw new RecordError(`[hub] [mapping] ${field} has ${items.length} members`, {
      remedy: `at most ${limits.items} are taken; look at the raw message, then correct fields.${field} of the mapping`,
      misfit: { field, rule: 'list', value: items.length },
    });
  }
  const found: T[] = [];
  for (const item of items) {
    const index = indexOfSame(found, item, isSame);
    if (index < 0) found.push(item);
    else found[index] = { ...item, ...(found[index] as T) };
  }
  return found;
};
