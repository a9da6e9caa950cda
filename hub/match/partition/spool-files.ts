import { footageName } from '../../core/footage.ts';
import { recordName, recordSchema } from '../../core/record.ts';
import { type MatchRecord, matchFootageOf, matchRecordOf } from '../inputs.ts';
import { type BadLine, footageLineSchema, readLines } from '../read-lines.ts';
import { clipClockOf } from '../resolve/clocks-by-links.ts';
import type { Rules } from '../rules/rules.ts';
import { ClockSpool } from './clock-spool.ts';
import type { FarJoins } from './closure.ts';
import { FamilySearch } from './families.ts';
import { FarJoinSearch } from './far-joins.ts';
import { NumberTable } from './numbers.ts';
import { cityOf, Regions } from './regions.ts';
import { reachOf, spanOfClip } from './span.ts';
import { Spool, type SpoolFile } from './spool.ts';

/** Two files, written down by city and day, and what has to be known of them as a whole. */
export interface Spooled {
  readonly records: number;
  readonly footage: number;
  readonly spool: Spool;
  readonly files: readonly SpoolFile[];
  readonly regions: Regions;
  readonly superseded: ReadonlySet<number>;
  readonly far: FarJoins;
  readonly clocks: ClockSpool;
  /** Records that numbers join to others, whole. */
  readonly families: readonly MatchRecord[];
}

/**
 * Read two JSON Lines files once and write their rows to files by city and day. Ids are the numbers of the lines in their
 * order. The same thing again is a newer version of it. Besides what is being read, memory holds some eighty bytes a line:
 * digests of names and numbers, and where the bearers of numbers lie.
 *
 * @param folder empty, for the spooled files
 */
export const spoolFiles = async (
  rules: Rules,
  files: { readonly records: string; readonly footage: string },
  folder: string,
  onBadLine: (bad: BadLine) => void,
): Promise<Spooled> => {
  const [spool, regions, far, families] = [new Spool(folder), new Regions(), new FarJoinSearch(), new FamilySearch()];
  const names = new NumberTable();
  const superseded = new Set<number>();
  const clocks = new ClockSpool(folder);
  let next = 0;
  const idOf = (name: string): number => {
    const former = names.get(name);
    if (former !== undefined) superseded.add(former);
    names.set(name, next);
    next += 1;
    return next - 1;
  };
  for await (const line of readLines(files.records, recordSchema, onBadLine)) {
    const record = matchRecordOf(idOf(`record ${recordName(line)}`), line);
    const [reach, city] = [reachOf(rules, record), cityOf(record.org)];
    regions.addRecord(rules, record);
    far.addRecord(record, reach, city);
    families.add(record);
    spool.put('records', city, [{ from: record.start, to: record.start }, reach], record);
  }
  const records = names.size;
  for await (const line of readLines(files.footage, footageLineSchema, onBadLine)) {
    const clip = matchFootageOf(idOf(`footage ${footageName(line)}`), line);
    const [span, city] = [spanOfClip(rules, clip), cityOf(clip.org)];
    regions.addClip(clip);
    far.addClip(clip, span, (other) => regions.join(city, other));
    for (const clock of clipClockOf(clip)) clocks.addClip(clock);
    spool.put('footage', city, [{ from: clip.start, to: clip.start }, span], clip);
  }
  spool.flush();
  return {
    records,
    footage: names.size - records,
    spool,
    files: spool.files(),
    regions,
    superseded,
    far: far.finish(),
    clocks,
    families: await families.finish(spool.files(), superseded),
  };
};
