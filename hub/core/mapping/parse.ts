import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type Document, isMap, isNode, isPair, isSeq, LineCounter, parseDocument, type ScalarTag } from 'yaml';
import type { z } from 'zod';
import { namesAt, nearestName } from './nearest-name.ts';
import { MappingError, type MappingProblem, type YamlPath } from './problem.ts';
import { type MappingDefinition, mappingSchema } from './schema.ts';

/** A mapping file that was read and has the right shape. `compileMapping` checks what it means. */
export interface Mapping {
  readonly file: string;
  /** First twelve digits of the SHA-256 of the text: which version a record was made by. */
  readonly version: string;
  readonly definition: MappingDefinition;
  /** A problem at a YAML path, with its line and column. */
  locate(path: YamlPath, message: string, remedy: string): MappingProblem;
}

/** `01` and numbers beyond fifteen digits are codes, not numbers: they keep every digit. */
const plainInteger = /^(?:0|-?[1-9]\d{0,14})$/;
const isIntegerTag = (tag: unknown): tag is ScalarTag =>
  typeof tag === 'object' && tag !== null && (tag as ScalarTag).tag === 'tag:yaml.org,2002:int' && !('format' in tag);

const read = (text: string, lines: LineCounter): Document =>
  parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    customTags: (tags) => tags.map((tag) => (isIntegerTag(tag) ? { ...tag, test: plainInteger } : tag)),
  });

/** The node at a path, or the nearest one above it; for a key that should not be there, the key itself. */
const rangeOf = (document: Document, path: YamlPath): number => {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isPair(item) && String(item.key) === String(key));
      if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
    }
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
};

type Issue = z.core.$ZodIssue;

/** Of the shapes a value may have, the one that was meant is the one whose problems lie deepest, or are fewest. */
const flatten = (issue: Issue, path: YamlPath = []): { issue: Issue; path: YamlPath }[] => {
  const at = [...path, ...(issue.path as (string | number)[])];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ issue, path: at }];
  const depth = (branch: readonly Issue[]): number =>
    Math.max(...branch.map((each) => each.path.length + (each.code === 'unrecognized_keys' ? 1 : 0)));
  const meant = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
  return depth(meant) === 0 && meant[0]?.code !== 'invalid_union'
    ? [{ issue, path: at }]
    : meant.flatMap((each) => flatten(each, at));
};

const meantWord = (said: unknown, words: readonly string[]): string | undefined =>
  typeof said === 'string' ? nearestName(said, words) : undefined;

/** A key without a value is most often the rest of a text: `{ en: Calls, urgent }` has two keys. */
const remedyOf = (document: Document, path: YamlPath): string => {
  const names = namesAt(mappingSchema, path.slice(0, -1));
  const meant = meantWord(path.at(-1), names);
  if (meant !== undefined) return `did you mean "${meant}"?`;
  return document.getIn(path) === undefined
    ? 'put the text before it in quotes: a comma between braces begins a new key'
    : `remove it or correct its spelling (possible here: ${names.join(', ')})`;
};

/** Words that would have been right where a text stands, in any of the possible shapes. */
const wordsOf = (issue: Issue): string[] => {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return issue.code === 'invalid_union' ? issue.errors.flat().flatMap(wordsOf) : [];
};

const correction = (document: Document, issue: Issue, path: YamlPath, otherwise: string): string => {
  const words = wordsOf(issue);
  const meant = meantWord(document.getIn(path), words);
  if (meant !== undefined) return `did you mean "${meant}"?`;
  return words.length > 0 && issue.code === 'invalid_union'
    ? `write one of ${words.join(', ')}, or see mappings/mapping.schema.json`
    : otherwise;
};

const kindNames: Readonly<Record<string, string>> = {
  array: 'a list',
  bigint: 'a number',
  boolean: 'true or false',
  null: 'left empty',
  number: 'a number',
  object: 'a map',
  record: 'a map',
  string: 'a text',
};

const kindOf = (value: unknown): string => {
  if (isMap(value)) return 'a map';
  if (isSeq(value)) return 'a list';
  return kindNames[value === null ? 'null' : typeof value] ?? typeof value;
};

/** How what stands there would be written as it is wanted. */
const shapeOf = (issue: z.core.$ZodIssueInvalidType, path: YamlPath, said: unknown): string => {
  const text = isNode(said) || said === null ? '…' : String(said);
  if (issue.expected === 'array') return `write [${text}]`;
  if (issue.expected === 'string') return 'put it in quotes';
  const names = namesAt(mappingSchema, path);
  return names.length > 0 ? `write it with ${names.join(', ')}` : 'correct the value';
};

type Locate = Mapping['locate'];

const told = (document: Document, locate: Locate, issue: Issue, path: YamlPath): MappingProblem[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const at = [...path, key];
      return locate(at, `"${key}" is not known here`, remedyOf(document, at));
    });
  }
  const said = document.getIn(path);
  if (said === undefined && path.length > 0) {
    const words = wordsOf(issue);
    return [locate(path, 'is missing', words.length > 0 ? `write one of ${words.join(', ')}` : `add ${path.at(-1)}`)];
  }
  if (issue.code === 'invalid_union') {
    const remedy = correction(document, issue, path, 'see mappings/mapping.schema.json');
    return [locate(path, 'has none of the shapes that are possible here', remedy)];
  }
  if (issue.code !== 'invalid_type')
    return [locate(path, issue.message, correction(document, issue, path, 'correct the value'))];
  if (path.length === 0)
    return [locate(path, 'the file holds no mapping', 'copy the mapping that comes nearest and change it')];
  return [
    locate(
      path,
      `is ${kindOf(said)} where ${kindNames[issue.expected] ?? issue.expected} is wanted`,
      shapeOf(issue, path, said),
    ),
  ];
};

/**
 * Read a mapping file.
 *
 * @param file named in every problem; its base name must be the mapping's name
 * @throws MappingError with line, column and remedy of everything that is wrong with its shape
 */
export const parseMapping = (text: string, file: string): Mapping => {
  const lines = new LineCounter();
  const document = read(text, lines);
  const at = (offset: number, path: string, message: string, remedy: string): MappingProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), path, message, remedy };
  };
  const locate = (path: YamlPath, message: string, remedy: string): MappingProblem =>
    at(rangeOf(document, path), path.join('.'), message, remedy);
  const broken = document.errors.map((error) => at(error.pos[0], '', error.message, 'correct the YAML'));
  if (broken.length > 0) throw new MappingError(file, broken);
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new MappingError(file, [at(0, '', message, 'write it out instead of using aliases of aliases')]);
  }
  const result = mappingSchema.safeParse(plain);
  if (!result.success) {
    const problems = result.error.issues.flatMap((issue) =>
      flatten(issue).flatMap(({ issue: inner, path }) => told(document, locate, inner, path)),
    );
    throw new MappingError(file, problems);
  }
  const name = basename(file).replace(/\.ya?ml$/, '');
  if (result.data.name !== name) {
    throw new MappingError(file, [locate(['name'], `is "${result.data.name}"`, `call it ${name}, as the file`)]);
  }
  const version = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { file, version, definition: result.data, locate };
};
