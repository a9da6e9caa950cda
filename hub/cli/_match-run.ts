import { setTimeout as pause } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { listRuns, type RunProgress, runById, startRun } from '../store/match-runs.ts';
import type { Store } from '../store/open.ts';
import { withStore } from './_with-store.ts';

export interface RunOptions {
  from?: number;
  to?: number;
  org?: string;
  detach?: boolean;
}

const moment = (text: string): number => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('it is a time such as 2024-01-05T00:00:00+08:00.');
  return at;
};

const orgCode = (text: string): string => {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError('it is an organisation code of 12 digits.');
  return text;
};

const day = (at: number): string => (at > 8.64e15 ? '…' : at <= 0 ? '…' : new Date(at).toISOString().slice(0, 16));

const told = ({ run, passes, records, changed }: RunProgress): string => {
  const { id, fromAt, toAt, org, createdAt, finishedAt } = run;
  const of = `${day(fromAt)} to ${day(toAt)}${org === null ? '' : ` of ${org}`}`;
  const parts = passes.map(({ pass, parts: all, done }) => `${pass} ${done}/${all}`).join(', ') || 'not planned yet';
  const seconds = (((finishedAt ?? Date.now()) - createdAt) / 1000).toFixed(0);
  const state = finishedAt === null ? `running for ${seconds} s` : `done in ${seconds} s`;
  return `run ${id}, ${of}: ${state}; parts ${parts}; ${records} records, ${changed} got other links`;
};

const follow = async (store: Store, id: number): Promise<void> => {
  let before = '';
  for (;;) {
    const run = await runById(store.db, id);
    const progress = (await listRuns(store.db)).find((one) => one.run.id === id);
    const parts = JSON.stringify(progress?.passes);
    if (progress && (parts !== before || run?.finishedAt !== null)) console.error(told(progress));
    before = parts;
    if (run === undefined || run.finishedAt !== null) return;
    await pause(1_000);
  }
};

/** Have the store, or a stretch of it, matched again by whichever worker processes run, and tell how far it is. */
export const matchStore = ({ from = 0, to = Number.MAX_SAFE_INTEGER, org, detach }: RunOptions): Promise<void> =>
  withStore(async (store) => {
    const wanted = { fromAt: from, toAt: to, org: org ?? null, startedBy: 'command line' };
    const id = await store.transaction((tx) => startRun(tx, wanted));
    if (detach) console.log(`run ${id}; hub match status tells how far it is`);
    else await follow(store, id);
  });

export const addRunOptions = (match: Command): void => {
  match
    .option('--from <time>', 'of the store: records that begin at this time or later', moment)
    .option('--to <time>', '... and no later than this', moment)
    .option('--org <code>', '... of this organisation and all below it', orgCode)
    .option('--detach', 'do not wait until it is done');
};

/** `hub match status`: how far the last runs are. */
export const addStatus = (match: Command): void => {
  match
    .command('status')
    .description('Tell how far the last runs over the store have come.')
    .action(() =>
      withStore(async (store) => {
        for (const progress of await listRuns(store.db)) console.log(told(progress));
      }),
    );
};
