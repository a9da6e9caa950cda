import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { Charset } from '../../hub/core/charset.ts';
import { RecordError } from '../../hub/core/errors.ts';
import { textOfFile } from './text-of-file.ts';

const delimiters = [',', '\t', ';', '|'];
/** A quote that is never closed would swallow the file. */
const longestRowBytes = 4 * 1024 * 1024;

/** The sign that parts the first line most often. */
const delimiterIn = (text: string): string => {
  const [line = ''] = text.split(/\r?\n/, 1);
  const counts = delimiters.map((sign) => line.split(sign).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
};

async function* restOf(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

/**
 * Lines of a CSV file as their cells, read as a stream. Cells are text, whatever they look like: a formula stays the
 * letters it is.
 *
 * @param delimiter empty: found out from the first line
 * @throws RecordError when a line cannot be read, naming it
 */
export async function* readCsv(path: string, charset: Charset, delimiter: string): AsyncGenerator<string[]> {
  const pieces = textOfFile(path, charset);
  const first = await pieces.next();
  if (first.done) return;
  const source = Readable.from(restOf(first.value, pieces));
  const parser = source.pipe(
    parse({
      delimiter: delimiter || delimiterIn(first.value),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      // People write 他说"你好" into a cell without doubling its quotes.
      relax_quotes: true,
      max_record_size: longestRowBytes,
    }),
  );
  // `pipe` hands no error on, and one that nobody hears ends the process.
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const cells of parser) yield cells as string[];
  } catch (cause) {
    if (cause instanceof RecordError) throw cause;
    throw new RecordError(`[hub] [file-drop] ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
      remedy: 'correct the line, or the delimiter in the settings, and put the file back into the folder',
      misfit: { field: '', rule: 'csv', value: undefined },
    });
  }
}
