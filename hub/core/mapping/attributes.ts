import { RecordError } from '../errors.ts';
import type { Compilation } from './compilation.ts';
import { compileField, type Read } from './field.ts';
import type { FieldSpec } from './field-schema.ts';
import { limits } from './limits.ts';
import { compilePath, type Path, type Standpoint } from './path.ts';
import type { AttributesSpec } from './schema.ts';
import { toText } from './text-of.ts';

type Attributes = Record<string, unknown>;
const path = ['fields', 'attributes'];

/** Fields of a row that nothing else reads. What is read is known only when the whole file is compiled: looked up late. */
const compileRest = (
  c: Compilation,
  from: Path,
  except: readonly string[],
): ((at: Standpoint, into: Attributes) => void) => {
  const prefix = from.names.length > 0 ? `${from.names.join('.')}.` : '';
  const unknown = new Set(c.mapping.definition.unknown);
  const columns = new Set(except);
  /** By field name, learnt as rows come: whether it belongs to the rest. */
  const learnt = new Map<string, boolean>();
  const belongs = (key: string): boolean => {
    const known = learnt.get(key);
    if (known !== undefined) return known;
    const answer = !columns.has(key) && !(key in Object.prototype) && !c.known.has(prefix + key);
    if (learnt.size < 10_000) learnt.set(key, answer);
    return answer;
  };
  return (at, into) => {
    const row = from.get(at);
    if (typeof row !== 'object' || row === null) return;
    let count = 0;
    for (const key in row) {
      const value: unknown = (row as Attributes)[key];
      if (value === null || value === '' || !belongs(key)) continue;
      const text = toText(value);
      if (text === undefined ? isNothing(value) : unknown.has(text)) continue;
      count += 1;
      if (count > limits.fields) {
        throw new RecordError(`[hub] [${c.mapping.definition.name}] the row has more than ${limits.fields} fields`, {
          remedy: 'name the fields to keep under fields.attributes instead of rest',
          misfit: { field: 'attributes', rule: 'rest', value: key },
        });
      }
      into[key] = typeof value === 'string' ? text : value;
    }
  };
};

const isNothing = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0;

const plainValue = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'iso' in value ? value.iso : value;

/** Compile `attributes`: those that are named, then the rest where it is wanted. */
export const compileAttributes = (
  c: Compilation,
  spec: AttributesSpec | undefined,
): ((at: Standpoint) => Attributes) => {
  if (!spec) return () => ({});
  const { rest, except = [], ...named } = spec;
  const entries: [string, Read<unknown>][] = Object.entries(named as Record<string, FieldSpec>).map(([name, field]) => {
    if (name in Object.prototype) c.complain([...path, name], `"${name}" cannot be a name`, 'choose another');
    return [name, compileField(c, field, 'text', [...path, name])];
  });
  const from =
    typeof rest === 'string' ? compilePath(rest, [...path, 'rest'], c.complain) : compilePath('/', path, c.complain);
  const addRest = rest ? compileRest(c, from, except) : undefined;
  if (!rest && except.length > 0)
    c.complain([...path, 'except'], 'there is no rest to leave anything out of', 'add rest');
  return (at) => {
    const attributes: Attributes = {};
    for (const [name, read] of entries) {
      const value = plainValue(read(at));
      if (value !== undefined) attributes[name] = value;
    }
    addRest?.(at, attributes);
    return attributes;
  };
};
