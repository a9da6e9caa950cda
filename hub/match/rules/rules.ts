import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigurationError } from '../../core/errors.ts';
import { rulesSchema } from './rules-schema.ts';

/** Match rules as the matcher uses them. Durations in milliseconds, distances in metres, weights in bits. */
export type Rules = z.output<typeof rulesSchema> & {
  /** `<name>@<digest>`: names the exact content in every link it made. */
  readonly version: string;
  /** log2 of the prior odds. */
  readonly priorWeight: number;
  /** The text they were read from. */
  readonly yaml: string;
};

/** The rules of the product, relative to this file. */
export const standardRules = new URL('../../../mappings/matching.yaml', import.meta.url).pathname;

const problemsOf = (file: string, text: string, error: z.ZodError): string[] => {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
      if (Array.isArray(range)) return counter.linePos(Number(range[0])).line;
    }
    return 1;
  };
  return error.issues.map((issue) => {
    const where = issue.path.map(String).join('.') || 'the file';
    return `${file}:${lineOf(issue.path)}: ${where}: ${issue.message}`;
  });
};

/**
 * Read rules from YAML text.
 *
 * @param file named in errors
 * @throws ConfigurationError with file, line, field and remedy of every problem
 */
export const parseRules = (text: string, file: string): Rules => {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const refuse = (problems: readonly string[]): never => {
    throw new ConfigurationError(`[hub] [match] match rules are not usable: ${problems.join('; ')}`, {
      remedy: `correct ${file}; mappings/matching.yaml is a working example`,
      detail: { file, problems },
    });
  };
  if (document.errors.length > 0) {
    refuse(document.errors.map((error) => `${file}:${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0]}`));
  }
  const content: unknown = document.toJS();
  const result = rulesSchema.safeParse(content);
  if (!result.success) return refuse(problemsOf(file, text, result.error));
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
  const { prior, name } = result.data;
  return { ...result.data, version: `${name}@${digest}`, priorWeight: Math.log2(prior / (1 - prior)), yaml: text };
};

/** @throws ConfigurationError when the file is not there or not usable */
export const loadRules = (file: string = standardRules): Rules => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`[hub] [match] cannot read the match rules ${file}`, {
      remedy: 'name an existing YAML file; mappings/matching.yaml is the standard one',
      cause,
    });
  }
  return parseRules(text, file);
};

/** Draft-7 JSON Schema of the rules file, for editors. */
export const rulesJsonSchema = (): unknown =>
  z.toJSONSchema(rulesSchema, { target: 'draft-7', io: 'input', unrepresentable: 'any' });

/** Probability of a match weight in bits. */
export const probabilityOf = (weight: number): number => 1 / (1 + 2 ** -weight);

/** Match weight in bits of a probability. */
export const weightOf = (probability: number): number => Math.log2(probability / (1 - probability));
