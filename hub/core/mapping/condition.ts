import type { ConditionSpec } from './field-schema.ts';
import { limits } from './limits.ts';
import { compilePath, type Path, type Standpoint } from './path.ts';
import type { Complain } from './problem.ts';
import { compileRegex } from './regex.ts';
import { toText } from './text-of.ts';

export type Condition = (at: Standpoint) => boolean;

const setOf = (value: string | readonly string[]): ReadonlySet<string> =>
  new Set(typeof value === 'string' ? [value] : value);

/** Compile `when`: every line must hold. `paths` are told what it reads. */
export const compileCondition = (
  spec: ConditionSpec,
  yamlPath: readonly (string | number)[],
  complain: Complain,
  reads: (path: Path) => void,
): Condition => {
  const tests = Object.entries(spec).map(([text, test]): Condition => {
    const at = [...yamlPath, text];
    const path = compilePath(text, at, complain);
    reads(path);
    const read = (point: Standpoint): string | undefined => toText(path.get(point));
    if (typeof test === 'string' || Array.isArray(test)) {
      const values = setOf(test);
      return (point) => values.has(read(point) ?? '');
    }
    const { present, not } = test;
    const matches = test.matches === undefined ? undefined : compileRegex(test.matches, [...at, 'matches'], complain);
    const refused = not === undefined ? undefined : setOf(not);
    return (point) => {
      const value = read(point);
      if (present !== undefined && present !== (value !== undefined)) return false;
      if (matches && !(value !== undefined && value.length <= limits.matched && matches.test(value))) return false;
      return !refused?.has(value ?? '');
    };
  });
  return (point) => tests.every((test) => test(point));
};
