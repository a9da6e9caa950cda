import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { BadRequestError } from '../core/errors.ts';
import { footageName, footageSchema } from '../core/footage.ts';
import { recordName, recordSchema } from '../core/record.ts';
import { linksOf, matchWithClocks } from './batch.ts';
import { type MatchFootage, type MatchRecord, matchFootageOf, matchRecordOf } from './inputs.ts';
import { type BadLine, readLines } from './read-lines.ts';
import type { Rules } from './rules.ts';

export interface FileMatch {
  readonly records: number;
  readonly footage: number;
  readonly links: Readonly<Record<'linked' | 'review', number>>;
  readonly badLines: number;
}

/**
 * Match two JSON Lines files and write the links to a third, which appears whole or not at all. Read and written as
 * streams; what matching looks at is kept in memory, the rest of each line is not.
 *
 * @param onBadLine told of every line that was passed over, a second line for the same thing included
 * @throws BadRequestError when a file cannot be read or written
 */
export const matchFiles = async (
  rules: Rules,
  files: { readonly records: string; readonly footage: string; readonly out: string },
  onBadLine: (bad: BadLine) => void,
  options: { inherited?: boolean } = {},
): Promise<FileMatch> => {
  let badLines = 0;
  const complain = (bad: BadLine) => {
    badLines += 1;
    onBadLine(bad);
  };
  const records = new Map<string, MatchRecord>();
  for await (const record of readLines(files.records, recordSchema, complain)) {
    // The same record again is a newer version of it.
    const name = recordName(record);
    records.set(name, matchRecordOf(records.get(name)?.id ?? records.size, record));
  }
  const footage = new Map<string, MatchFootage>();
  for await (const entry of readLines(files.footage, footageSchema, complain)) {
    const name = footageName(entry);
    footage.set(name, matchFootageOf(footage.get(name)?.id ?? footage.size, entry));
  }
  const recordList = [...records.values()];
  const resolved = matchWithClocks(rules, recordList, [...footage.values()]);
  const links = { linked: 0, review: 0 };
  const partial = `${files.out}.part`;
  const out = createWriteStream(partial);
  // Heard by `finished` and by writes; without a listener of its own the stream would end the process.
  out.on('error', () => undefined);
  try {
    for (const link of linksOf(rules, recordList, resolved, options)) {
      links[link.decision === 'linked' ? 'linked' : 'review'] += 1;
      if (!out.write(`${JSON.stringify(link)}\n`)) await once(out, 'drain');
    }
    out.end();
    await finished(out);
    await rename(partial, files.out);
  } catch (cause) {
    await rm(partial, { force: true });
    throw new BadRequestError(`[hub] [match] cannot write ${files.out}`, {
      remedy: 'see that the folder exists and the disk has space',
      cause,
    });
  }
  return { records: records.size, footage: footage.size, links, badLines };
};
