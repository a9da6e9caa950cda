import { linkOf } from '../batch.ts';
import type { ClockVote } from '../resolve/clocks-by-links.ts';
import type { Rules } from '../rules/rules.ts';
import type { FarJoins } from './closure.ts';
import { matchPartition } from './match-partition.ts';
import { writeOwnLinks } from './own-links.ts';
import { ownResolved } from './own-resolved.ts';
import type { Partition } from './plan.ts';
import type { SpoolFile } from './spool.ts';
import { spooledStore } from './spooled-store.ts';
import { votesOfPartition } from './votes-of-partition.ts';

/** What every partition of one run has to know. Can be sent to a thread. */
export interface RunContext {
  readonly rules: Rules;
  /** Spooled files by the name of their region. */
  readonly files: ReadonlyMap<string, readonly SpoolFile[]>;
  readonly superseded: ReadonlySet<number>;
  readonly far: FarJoins;
  /** Clock errors in ms by clip id, as far as they are known by now. */
  readonly clocks: ReadonlyMap<number, number>;
}

/** One piece of work: say what the links suggest about clocks, or write the links of a partition to a file. */
export type Task =
  | { readonly ask: 'votes'; readonly partition: Partition }
  | { readonly ask: 'links'; readonly partition: Partition; readonly out: string };

export interface TaskResult {
  readonly votes: readonly ClockVote[];
  readonly linked: number;
  readonly review: number;
}

/** Do one task, in whatever thread. */
export const runTask = async (context: RunContext, task: Task): Promise<TaskResult> => {
  const { rules, files, far } = context;
  const { region, from, to } = task.partition;
  const decided = matchPartition(rules, spooledStore(rules, files.get(region) ?? [], context), { from, to }, far);
  if (task.ask === 'votes') return { votes: votesOfPartition(rules, decided), linked: 0, review: 0 };
  const links = function* () {
    for (const one of ownResolved(decided)) yield linkOf(rules, one);
  };
  return { votes: [], ...(await writeOwnLinks(task.out, links())) };
};
