import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { linesOf } from '../../core/lines.ts';
import type { Link } from '../../core/link.ts';

/**
 * Links on their way from the partitions to the end: lines of canonical JSON, each after one character that tells whether
 * it is linked. So most of them are copied and never taken apart again.
 */

export interface LinkLine {
  readonly isLinked: boolean;
  /** Canonical JSON. */
  readonly text: string;
}

export const lineOf = (link: Link): LinkLine => ({
  isLinked: link.decision === 'linked',
  text: JSON.stringify(link),
});

/** Lines of some files, one after the other. */
export async function* linesIn(paths: readonly string[]): AsyncGenerator<LinkLine> {
  for (const path of paths)
    for await (const line of linesOf(createReadStream(path, 'utf8')))
      yield { isLinked: line.startsWith('+'), text: line.slice(1) };
}

export const linkIn = ({ text }: LinkLine): Link => JSON.parse(text) as Link;

const heldCharacters = 100_000;

export interface LineCounts {
  readonly linked: number;
  readonly review: number;
}

/**
 * Write lines to a file, many at a time.
 *
 * @param textOf what stands in the file for a line
 * @throws what the file system throws
 */
export const writeLines = async (
  path: string,
  lines: Iterable<LinkLine> | AsyncIterable<LinkLine>,
  textOf: (line: LinkLine) => string,
): Promise<LineCounts> => {
  const out = createWriteStream(path);
  // Heard by `finished` and by writes; without a listener of its own the stream would end the process.
  out.on('error', () => undefined);
  const counts = { linked: 0, review: 0 };
  let held = '';
  for await (const line of lines) {
    counts[line.isLinked ? 'linked' : 'review'] += 1;
    held += `${textOf(line)}\n`;
    if (held.length < heldCharacters) continue;
    if (!out.write(held)) await once(out, 'drain');
    held = '';
  }
  out.end(held);
  await finished(out);
  return counts;
};

/** To a file that `linesIn` reads. */
export const writeOwnLinks = (path: string, links: Iterable<Link>): Promise<LineCounts> =>
  writeLines(
    path,
    (function* () {
      for (const link of links) yield lineOf(link);
    })(),
    ({ isLinked, text }) => `${isLinked ? '+' : '-'}${text}`,
  );
