import type { Rules } from './rules.ts';
import { type ComparisonName, type Level, levelNames } from './rules-schema.ts';

/** Comparisons in the order in which their weights are added; a comparison's place here is its column. */
export const comparisonNames = Object.keys(levelNames) as readonly ComparisonName[];
export const comparisonCount = comparisonNames.length;

/** Column of a comparison. */
export const columnOf = (name: ComparisonName): number => comparisonNames.indexOf(name);

/** Columns of all comparisons, by name. */
export const columns = {
  reference: columnOf('reference'),
  officer: columnOf('officer'),
  time: columnOf('time'),
  ending: columnOf('ending'),
  place: columnOf('place'),
  organisation: columnOf('organisation'),
  suitability: columnOf('suitability'),
} satisfies Record<ComparisonName, number>;

type LevelName<Name extends ComparisonName> = (typeof levelNames)[Name][number];

/** The number that stands for a level in columns, by name: `codesOf('officer').exact`. 0 is "nothing known". */
export const codesOf = <Name extends ComparisonName>(name: Name): Readonly<Record<LevelName<Name>, number>> =>
  Object.fromEntries(levelNames[name].map((level, index) => [level, index + 1])) as Record<LevelName<Name>, number>;

/** Places for each comparison in a table of weights. */
export const mostLevels = 16;

const tables = new WeakMap<Rules, Float64Array>();

/** Weights in bits, at `column * mostLevels + code`. */
export const weightTable = (rules: Rules): Float64Array => {
  const known = tables.get(rules);
  if (known) return known;
  const table = new Float64Array(comparisonCount * mostLevels);
  for (const [column, name] of comparisonNames.entries()) {
    const levels: Readonly<Record<string, Level>> = rules.comparisons[name];
    for (const [index, level] of levelNames[name].entries())
      table[column * mostLevels + index + 1] = levels[level]?.weight ?? 0;
  }
  tables.set(rules, table);
  return table;
};

const levelTables = new WeakMap<Rules, readonly (Level | undefined)[]>();

/** Levels as people read them, at the places of `weightTable`; undefined for 0. For whoever asks of many pairs. */
export const levelTable = (rules: Rules): readonly (Level | undefined)[] => {
  const known = levelTables.get(rules);
  if (known) return known;
  const table = comparisonNames.flatMap((name) =>
    Array.from({ length: mostLevels }, (_, code) => levelOf(rules, name, code)),
  );
  levelTables.set(rules, table);
  return table;
};

/** The level of a code, for people to read; undefined for 0. */
export const levelOf = (rules: Rules, name: ComparisonName, code: number): Level | undefined => {
  const level = levelNames[name][code - 1];
  const levels: Readonly<Record<string, Level>> = rules.comparisons[name];
  return level === undefined ? undefined : levels[level];
};
