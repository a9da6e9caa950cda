import iconv from 'iconv-lite';
import type { RawMessage } from '../connector.ts';
import { nextStep, RecordError } from '../errors.ts';
import type { CompiledMapping, Mapped } from './compile.ts';
import { dryRun } from './dry-run.ts';
import type { Example } from './schema.ts';
import { differences } from './subset.ts';

export interface ExampleResult {
  readonly mapping: string;
  readonly title: string;
  /** What is not as the example says; empty when it holds. */
  readonly differences: readonly string[];
}

/** The raw message an example stands for. @throws RangeError when it has none, or names a charset nobody knows */
export const messageOf = (example: Example): RawMessage => {
  const { message, base64, json, charset = 'utf-8', contentType } = example;
  if (base64 !== undefined) return { body: Buffer.from(base64, 'base64'), contentType: contentType ?? '' };
  if (json !== undefined) {
    return { body: Buffer.from(JSON.stringify(json)), contentType: contentType ?? 'application/json' };
  }
  if (message === undefined) throw new RangeError('the example has no message: give message, json or base64');
  if (!iconv.encodingExists(charset)) throw new RangeError(`there is no charset "${charset}"`);
  return { body: iconv.encode(message, charset), contentType: contentType ?? '' };
};

const canonical = (mapped: Mapped): unknown =>
  mapped.target === 'record' ? mapped.record : mapped.target === 'footage' ? mapped.footage : { skip: mapped.reason };

const refusal = (expected: NonNullable<Example['fails']>, error: Error | undefined): string[] => {
  if (!error) return [`expected to be refused (${JSON.stringify(expected)}), was accepted`];
  const misfit = error instanceof RecordError ? error.misfit : undefined;
  return differences(expected, { field: misfit?.field, rule: misfit?.rule, next: nextStep(error) }).map(
    (difference) => `${difference} (${error.message})`,
  );
};

const run = async (mapping: CompiledMapping, example: Example): Promise<string[]> => {
  const { rows, error } = await dryRun(mapping, messageOf(example), mapping.name);
  const failed = error ?? rows.find((row) => row.error)?.error;
  if (example.fails) return refusal(example.fails, failed);
  if (failed) return [`was refused: ${failed.message}`];
  return differences(
    example.expect,
    rows.flatMap(({ mapped }) => (mapped ? [canonical(mapped)] : [])),
  );
};

/** Run the examples of a mapping: its tests. Rows that are left out show as `{ skip: reason }`. */
export const runExamples = async (mapping: CompiledMapping): Promise<ExampleResult[]> => {
  const results: ExampleResult[] = [];
  for (const example of mapping.examples) {
    const found = await run(mapping, example).catch((error: unknown) => [
      error instanceof Error ? error.message : String(error),
    ]);
    results.push({ mapping: mapping.name, title: example.title, differences: found });
  }
  return results;
};
