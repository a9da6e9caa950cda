import { RecordError } from '../errors.ts';
import { compileMapping } from './compile.ts';
import { canonicalName } from './field.ts';
import type { Mapping } from './parse.ts';
import { MappingError, type YamlPath } from './problem.ts';

/** Of one row, so that a wrong mapping costs no more than this. */
const mostErrors = 12;

/** Stands in for what must be there and is not; taken out of the result again. */
const placeholders: Readonly<Record<string, unknown>> = {
  'time.start': { const: '2000-01-01T00:00:00Z', formats: ['iso'] },
  start: { const: '2000-01-01T00:00:00Z', formats: ['iso'] },
  end: { const: '2000-01-01T00:00:00Z', formats: ['iso'] },
  deviceKind: { const: 'body-camera' },
  mediaType: { const: 'video' },
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const lenient = (spec: unknown): unknown => {
  if (isObject(spec) && !Array.isArray(spec)) return { ...spec, ifBad: 'absent' };
  if (typeof spec === 'string' && spec.startsWith('=')) return { const: spec.slice(1), ifBad: 'absent' };
  return { from: spec, ifBad: 'absent' };
};

/** Change every specification of a canonical field, wherever in the lists it stands. */
const change = (
  value: unknown,
  field: string,
  to: (spec: unknown) => unknown,
  path: YamlPath = ['fields'],
): unknown => {
  if (path.length > 1 && typeof path.at(-1) === 'string' && canonicalName(path) === field) return to(value);
  if (Array.isArray(value)) return value.map((one, index) => change(one, field, to, [...path, index]));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, change(one, field, to, [...path, name])]),
  );
};

const without = (value: Record<string, unknown>, field: string): Record<string, unknown> => {
  const [name = '', ...rest] = field.split('.');
  const { [name]: inner, ...others } = value;
  return rest.length === 0 || !isObject(inner) ? others : { ...others, [name]: without(inner, rest.join('.')) };
};

/**
 * Map a row that does not fit once more, leaving out what does not: all that is wrong with it, and all that could be
 * read. For previews; slow, since it compiles anew for each misfit.
 *
 * @param first what mapping it in earnest threw
 */
export const mapTolerantly = async (
  mapping: Mapping,
  row: unknown,
  first: RecordError,
): Promise<{ mapped?: Record<string, unknown>; errors: RecordError[] }> => {
  const errors: RecordError[] = [];
  const loosened = new Set<string>();
  const replaced = new Set<string>();
  let definition = mapping.definition;
  for (let error: RecordError | undefined = first; error && errors.length < mostErrors; ) {
    const field = error.misfit?.field ?? '';
    const isAgain = loosened.has(field);
    if (!isAgain) errors.push(error);
    if (field === '' || replaced.has(field)) return { errors };
    if (isAgain) replaced.add(field);
    else loosened.add(field);
    const to = isAgain ? () => placeholders[field] ?? { const: '?' } : lenient;
    definition = { ...definition, fields: change(definition.fields, field, to) } as typeof definition;
    error = undefined;
    try {
      const mapped = await compileMapping({ ...mapping, definition }).map(row, definition.name);
      if (mapped.target === 'skip') return { errors };
      const content: Record<string, unknown> = { ...(mapped.target === 'record' ? mapped.record : mapped.footage) };
      return { mapped: [...replaced].reduce(without, content), errors };
    } catch (caught) {
      if (caught instanceof MappingError) return { errors };
      if (!(caught instanceof RecordError)) throw caught;
      error = caught;
    }
  }
  return { errors };
};
