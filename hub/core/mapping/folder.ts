import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '../errors.ts';
import { type CompiledMapping, compileMapping } from './compile.ts';
import { type ExampleResult, runExamples } from './examples.ts';
import { type Mapping, parseMapping } from './parse.ts';
import { MappingError, type MappingProblem } from './problem.ts';

/** The match rules stand in the same folder and are no mapping. */
const notMappings: ReadonlySet<string> = new Set(['matching.yaml']);

/** Names of the mapping files of a folder, sorted. @throws ConfigurationError when it cannot be read */
export const mappingFiles = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigurationError(`[hub] [mapping] the folder ${folder} cannot be read: ${cause.code}`, {
      remedy: 'name the folder with the YAML files',
      cause,
    });
  });
  return names.filter((name) => /\.ya?ml$/.test(name) && !notMappings.has(name)).sort();
};

/** What is wrong with a mapping file: its shape, its meaning, and examples it lacks. Never throws. */
export const lintMapping = (text: string, file: string): readonly MappingProblem[] => {
  let mapping: Mapping;
  try {
    mapping = parseMapping(text, file);
    compileMapping(mapping);
  } catch (error) {
    if (error instanceof MappingError) return error.problems;
    throw error;
  }
  const { examples } = mapping.definition;
  if (examples.length === 0)
    return [mapping.locate(['examples'], 'there are none', 'add a message with what it should become')];
  return examples.flatMap((example, index) => {
    const messages = [example.message, example.base64, example.json].filter((message) => message !== undefined);
    const verdicts = [example.expect, example.fails].filter((verdict) => verdict !== undefined);
    const at = ['examples', index];
    return [
      ...(messages.length === 1 ? [] : [mapping.locate(at, 'needs one message', 'give message, json or base64')]),
      ...(verdicts.length === 1 ? [] : [mapping.locate(at, 'needs one verdict', 'give expect or fails')]),
    ];
  });
};

/** Lint every mapping of a folder. */
export const lintFolder = async (folder: string): Promise<MappingProblem[]> => {
  const names = await mappingFiles(folder);
  const problems = await Promise.all(
    names.map(async (name) => lintMapping(await readFile(join(folder, name), 'utf8'), join(folder, name))),
  );
  return problems.flat();
};

/**
 * Read and compile every mapping of a folder, found by scanning.
 *
 * @throws MappingError with the problems of all files at once
 */
export const loadMappings = async (folder: string): Promise<Map<string, CompiledMapping>> => {
  const mappings = new Map<string, CompiledMapping>();
  const problems: MappingProblem[] = [];
  for (const name of await mappingFiles(folder)) {
    const file = join(folder, name);
    try {
      const mapping = compileMapping(parseMapping(await readFile(file, 'utf8'), file));
      mappings.set(mapping.name, mapping);
    } catch (error) {
      if (!(error instanceof MappingError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new MappingError(folder, problems);
  return mappings;
};

/** Run the examples of every mapping of a folder. @throws MappingError when a file cannot be used at all */
export const testFolder = async (folder: string): Promise<ExampleResult[]> => {
  const results: ExampleResult[] = [];
  for (const mapping of (await loadMappings(folder)).values()) results.push(...(await runExamples(mapping)));
  return results;
};
