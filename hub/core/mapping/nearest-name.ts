import type { z } from 'zod';
import type { YamlPath } from './problem.ts';

type Schema = z.core.$ZodType;
/** What this needs to know of a schema, whatever kind it is. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly catchall?: Schema;
  readonly options?: readonly Schema[];
}

const definitionOf = (schema: Schema): Definition => schema._zod.def as unknown as Definition;

/** The schemas a schema stands for: without optional, default and the like, each shape of a union. */
const unwrapped = (schema: Schema): Schema[] => {
  const { innerType, in: before, options } = definitionOf(schema);
  if (options) return options.flatMap(unwrapped);
  const inner = innerType ?? before;
  return inner ? unwrapped(inner) : [schema];
};

const below = (schema: Schema, key: string | number): Schema[] => {
  const { shape, element, valueType, catchall } = definitionOf(schema);
  const next = typeof key === 'number' ? element : (shape?.[key] ?? valueType ?? catchall);
  return next ? unwrapped(next) : [];
};

/** Names that may stand at a path of a file, in any of the shapes that are possible there. */
export const namesAt = (schema: Schema, path: YamlPath): string[] => {
  let schemas = unwrapped(schema);
  for (const key of path) schemas = schemas.flatMap((each) => below(each, key));
  return [...new Set(schemas.flatMap((each) => Object.keys(definitionOf(each).shape ?? {})))];
};

/** Letters to put in, take out, exchange or swap with their neighbour, to make one text of the other. */
const distance = (from: string, to: string): number => {
  let older: number[] = [];
  let before = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const [above = 0, left = 0, diagonal = 0] = [before[column], current[column - 1], before[column - 1]];
      const best = Math.min(above + 1, left + 1, diagonal + (isSame ? 0 : 1));
      current.push(isSwapped ? Math.min(best, (older[column - 2] ?? best) + 1) : best);
    }
    older = before;
    before = current;
  }
  return before[to.length] ?? from.length;
};

/** Longer texts are no misspelt names. */
const longest = 40;

/** The name that was most likely meant; undefined when none is near. Upper and lower case make no difference. */
export const nearestName = (name: string, names: readonly string[]): string | undefined => {
  if (name.length > longest) return undefined;
  const wanted = name.toLowerCase();
  const ranked = names
    .map((each) => ({ each, far: distance(wanted, each.toLowerCase()) }))
    .sort((left, right) => left.far - right.far);
  const [best] = ranked;
  return best && best.far <= Math.max(1, Math.floor(name.length / 3)) ? best.each : undefined;
};
