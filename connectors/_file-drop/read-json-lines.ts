import type { Charset } from '../../hub/core/charset.ts';
import { RecordError } from '../../hub/core/errors.ts';
import { linesOf, longestLine } from '../../hub/core/lines.ts';
import { parseJson } from '../../hub/core/mapping/json.ts';
import { textOfFile } from './text-of-file.ts';

/** A line that cannot be read, in place of its value: the mapping then refuses that row and no other. */
const unreadable = (line: string, number: number, error: unknown): unknown => ({
  unreadable: `line ${number}: ${error instanceof Error ? error.message : String(error)}`,
  text: line.slice(0, 10_000),
});

/** Values of a JSON Lines file. */
export async function* readJsonLines(path: string, charset: Charset): AsyncGenerator<unknown> {
  let number = 0;
  for await (const line of linesOf(textOfFile(path, charset))) {
    number += 1;
    if (line.length > longestLine) {
      throw new RecordError(`[hub] [file-drop] a line is longer than ${longestLine} characters`, {
        remedy: 'JSON Lines has one value on a line; a file of one big value is called .json',
      });
    }
    if (line.trim() === '') continue;
    try {
      yield parseJson(line);
    } catch (error) {
      yield unreadable(line, number, error);
    }
  }
}
