import { RecordError } from '../errors.ts';
import type { Compilation } from './compilation.ts';
import type { Read } from './field.ts';
import type { Standpoint } from './path.ts';

/** A field without which there is no record. @throws RecordError with the rule `required` */
export const required = <T>(c: Compilation, field: string, read: Read<T>): ((at: Standpoint) => T) => {
  const { name } = c.mapping.definition;
  return (at) => {
    const value = read(at);
    if (value !== undefined) return value;
    throw new RecordError(`[hub] [${name}] ${field} is missing`, {
      remedy: `correct fields.${field} in ${c.mapping.file}, then replay; or ask the other side to fill it in`,
      misfit: { field, rule: 'required', value: undefined },
    });
  };
};
