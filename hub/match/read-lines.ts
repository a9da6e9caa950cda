import { createReadStream } from 'node:fs';
import type { z } from 'zod';
import { BadRequestError } from '../core/errors.ts';
import { footageSchema } from '../core/footage.ts';
import { linesOf, longestLine } from '../core/lines.ts';

/** A catalogue entry in a line: what the store would refuse as well is a bad line. */
export const footageLineSchema = footageSchema.refine(({ start, end }) => Date.parse(end) >= Date.parse(start), {
  path: ['end'],
  message: 'the recording ends before it starts',
});

/** A line that is not what it should be. */
export interface BadLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

const reasonOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'the object'}: ${message}`).join('; ');

/**
 * Read JSON Lines as a stream. A line that is no JSON or does not fit the schema is reported and passed over; empty lines
 * are passed over in silence.
 *
 * @throws BadRequestError when the file cannot be read
 */
export async function* readLines<T>(
  file: string,
  schema: z.ZodType<T>,
  onBadLine: (bad: BadLine) => void,
): AsyncGenerator<T> {
  const stream = createReadStream(file, 'utf8');
  const opened = new Promise<void>((resolve, reject) => stream.once('open', () => resolve()).once('error', reject));
  await opened.catch((cause: unknown) => {
    throw new BadRequestError(`[hub] [match] cannot read ${file}`, {
      remedy: 'name an existing JSON Lines file',
      cause,
    });
  });
  let line = 0;
  for await (const text of linesOf(stream)) {
    line += 1;
    if (text.length > longestLine) {
      onBadLine({ file, line, reason: `longer than ${longestLine} characters` });
      continue;
    }
    // A byte order mark is how some editors say "UTF-8".
    const content = (line === 1 ? text.replace(/^\uFEFF/, '') : text).trim();
    if (content === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch (error) {
      onBadLine({ file, line, reason: `no JSON: ${error instanceof Error ? error.message : error}` });
      continue;
    }
    const result = schema.safeParse(value);
    if (result.success) yield result.data;
    else onBadLine({ file, line, reason: reasonOf(result.error) });
  }
}
