import type { Compilation } from './compilation.ts';
import { bad } from './convert.ts';
import type { FieldObject } from './field-schema.ts';
import { nearestName } from './nearest-name.ts';
import type { YamlPath } from './problem.ts';

/** One step between the text as it came and its conversion; undefined: not known. */
export type Change = (text: string) => string | undefined | typeof bad;

/** Of a code in levels of two digits, filled up with zeros, the name of the nearest level above, and the code itself. */
const parentIn = (codes: ReadonlyMap<string, string>, code: string): string | undefined => {
  if (!/^(\d\d){2,}$/.test(code)) return undefined;
  for (let length = code.length - 2; length > 0; length -= 2) {
    const name = codes.get(code.slice(0, length).padEnd(code.length, '0'));
    if (name) return `${name}（${code}）`;
  }
  return undefined;
};

/** Looking a code up in a table of the file; undefined where the field names none. */
export const compileCodes = (c: Compilation, spec: FieldObject, path: YamlPath): Change | undefined => {
  if (spec.codes === undefined) return undefined;
  const { table, otherwise } = typeof spec.codes === 'string' ? { table: spec.codes, otherwise: 'refuse' } : spec.codes;
  const entries = c.mapping.definition.codes[table];
  if (!entries) {
    const known = Object.keys(c.mapping.definition.codes);
    const meant = nearestName(table, known);
    const remedy =
      meant === undefined
        ? `add it under codes (there: ${known.join(', ') || 'none yet'})`
        : `did you mean "${meant}"?`;
    c.complain([...path, 'codes'], `there is no code table "${table}"`, remedy);
    return undefined;
  }
  const codes = new Map(Object.entries(entries));
  return (code) => {
    const meaning = codes.get(code);
    if (meaning !== undefined) return meaning || undefined;
    if (otherwise === 'parent') return parentIn(codes, code);
    return otherwise === 'refuse' ? bad : otherwise === 'keep' ? code : undefined;
  };
};
