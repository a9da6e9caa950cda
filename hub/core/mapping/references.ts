import type { Reference } from '../record.ts';
import type { Compilation } from './compilation.ts';
import { compileField, type Read } from './field.ts';
import { compileList, unique } from './list.ts';
import type { Standpoint } from './path.ts';
import type { FootageFields, RecordFields } from './schema.ts';

const isSame = (one: Reference, other: Reference): boolean => one.id === other.id && one.kind === other.kind;

/** Compile `references`, of a record or of footage alike: each once. */
export const compileReferences = (
  c: Compilation,
  specs: RecordFields['references'] | FootageFields['references'],
): ((at: Standpoint) => Reference[]) => {
  const list = compileList(c, specs, ['fields', 'references'], (spec, path): Read<Reference> => {
    const id = compileField(c, spec.id, 'text', [...path, 'id']);
    return (at) => {
      const value = id(at);
      return value === undefined ? undefined : { kind: spec.kind, id: value };
    };
  });
  return (at) => unique('references', list(at), isSame);
};
