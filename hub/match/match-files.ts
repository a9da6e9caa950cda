import { rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { BadRequestError } from '../core/errors.ts';
import { handOn } from './partition/hand-on.ts';
import { moveClips } from './partition/move-clips.ts';
import { type LineCounts, type LinkLine, linesIn, writeLines } from './partition/own-links.ts';
import { planPartitions } from './partition/plan.ts';
import type { RunContext } from './partition/run-partition.ts';
import { runTasks } from './partition/run-tasks.ts';
import type { SpoolFile } from './partition/spool.ts';
import { type Spooled, spoolFiles } from './partition/spool-files.ts';
import { openWorkFolder } from './partition/work-folder.ts';
import type { BadLine } from './read-lines.ts';
import type { Rules } from './rules/rules.ts';

export interface FileMatch {
  readonly records: number;
  readonly footage: number;
  readonly links: Readonly<Record<'linked' | 'review', number>>;
  readonly badLines: number;
}

export interface FileMatchOptions {
  /** false: links that a record only inherits are left out. */
  readonly inherited?: boolean;
  /** As many as the machine has processors when not given. */
  readonly threads?: number;
  /** Spooled bytes of one partition; what is held in memory at a time is some times that, for each thread. */
  readonly partitionBytes?: number;
}

const standardPartitionBytes = 48_000_000;

/** Match what was spooled, partition by partition, and leave the links in files. */
const matchSpooled = async (
  rules: Rules,
  spooled: Spooled,
  folder: string,
  { threads = availableParallelism(), partitionBytes = standardPartitionBytes }: FileMatchOptions,
): Promise<string[]> => {
  const { regions, superseded, far, spool } = spooled;
  const partitions = planPartitions(spooled.files, regions, partitionBytes);
  const byRegion = (files: readonly SpoolFile[]): Map<string, SpoolFile[]> => {
    const groups = new Map<string, SpoolFile[]>();
    for (const file of files) {
      const region = regions.of(file.city);
      groups.set(region, [...(groups.get(region) ?? []), file]);
    }
    return groups;
  };
  const first: RunContext = { rules, files: byRegion(spooled.files), superseded, far, clocks: new Map() };
  const votes = partitions.map((partition) => ({ ask: 'votes' as const, partition }));
  await runTasks(first, votes, threads, (result) => {
    for (const vote of result.votes) spooled.clocks.addVote(vote);
  });
  const clocks = spooled.clocks.estimate(rules, superseded);
  await moveClips(rules, spool, spooled.files, clocks);
  const second: RunContext = { ...first, files: byRegion(spool.files()), clocks };
  const tasks = partitions.map((partition, index) => ({
    ask: 'links' as const,
    partition,
    out: join(folder, `links-${index}.jsonl`),
  }));
  await runTasks(second, tasks, threads, () => undefined);
  return tasks.map(({ out }) => out);
};

/** Write links to a file that appears whole or not at all. @throws BadRequestError */
const writeOut = async (path: string, lines: AsyncIterable<LinkLine>): Promise<LineCounts> => {
  const partial = `${path}.part`;
  try {
    const counts = await writeLines(partial, lines, ({ text }) => text);
    await rename(partial, path);
    return counts;
  } catch (cause) {
    await rm(partial, { force: true });
    throw new BadRequestError(`[hub] [match] cannot write ${path}`, {
      remedy: 'see that the folder exists and the disk has space',
      cause,
    });
  }
};

/**
 * Match two JSON Lines files and write the links to a third, which appears whole or not at all. The rows are spooled to a
 * temporary folder by city and day and matched partition by partition, in threads; the links are the same however they are
 * cut up. Memory holds a partition for each thread. The folder goes when the process ends; what a killed one left, the next
 * one takes away.
 *
 * @param onBadLine told of every line that was passed over
 * @throws BadRequestError when a file cannot be read or written
 */
export const matchFiles = async (
  rules: Rules,
  files: { readonly records: string; readonly footage: string; readonly out: string },
  onBadLine: (bad: BadLine) => void,
  options: FileMatchOptions = {},
): Promise<FileMatch> => {
  let badLines = 0;
  const folder = openWorkFolder();
  try {
    const spooled = await spoolFiles(rules, files, folder.path, (bad) => {
      badLines += 1;
      onBadLine(bad);
    });
    const own = await matchSpooled(rules, spooled, folder.path, options);
    const links = options.inherited === false ? linesIn(own) : handOn(rules, spooled.families, own);
    const counts = await writeOut(files.out, links);
    return { records: spooled.records, footage: spooled.footage, links: counts, badLines };
  } finally {
    folder.close();
  }
};
