import { definitionOf, readField, writeField } from './yaml-fields.ts';

/** The mapping with a path of its rows kept as an attribute of that name; as it was where there is one already. */
export const withAttribute = (yaml: string, path: string): string => {
  const at = ['attributes', path.split('.').at(-1) ?? path];
  return readField(definitionOf(yaml), at) ? yaml : writeField(yaml, at, { from: path, rest: '' });
};
