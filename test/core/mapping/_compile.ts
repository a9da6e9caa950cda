import { type CompiledMapping, compileMapping, type Mapped } from '../../../hub/core/mapping/compile.ts';
import { parseMapping } from '../../../hub/core/mapping/parse.ts';
import { MappingError, type MappingProblem } from '../../../hub/core/mapping/problem.ts';

/** What every mapping of these tests has in common; a test gives the lines that it is about. */
const heading = `name: test
title: { zh: 测试, en: Test }
connector: http-push
`;

const parts: Record<string, string> = {
  target: 'target: record\nsystem: dispatch\n',
  decode: 'decode: [json]\n',
  rows: 'rows: .\n',
};

/** YAML of a mapping file: `lines`, with usual target, decode chain and rows where it says nothing of them. */
export const yamlOf = (lines: string): string =>
  heading +
  Object.entries(parts)
    .map(([key, text]) => (new RegExp(`^${key}:`, 'm').test(lines) ? '' : text))
    .join('') +
  lines;

export const compile = (lines: string): CompiledMapping =>
  compileMapping(parseMapping(yamlOf(lines), 'mappings/test.yaml'));

/** A mapping of records whose fields are `fields`, beside those every record needs. */
export const compileFields = (fields: string, more = ''): CompiledMapping =>
  compile(`${more}fields:\n  externalId: id\n  kind: =call\n  time: { start: at }\n${fields.replace(/^/gm, '  ')}\n`);

const base = { id: 'X1', at: '2024-01-05 08:48:09' };

export const recordOf = (mapping: CompiledMapping, row: object) => {
  const mapped = mapping.map({ ...base, ...row }, 'source') as Mapped;
  if (mapped.target !== 'record') throw new Error(`the row became ${mapped.target}`);
  return mapped.record;
};

/** The problems a mapping file has. */
export const problemsOf = (lines: string): readonly MappingProblem[] => {
  try {
    compile(lines);
  } catch (error) {
    if (error instanceof MappingError) return error.problems;
    throw error;
  }
  return [];
};

export const messageOf = (text: string, contentType = '') => ({ body: Buffer.from(text), contentType });

export const thrownBy = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};
