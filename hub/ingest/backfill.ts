import { setTimeout as pause } from 'node:timers/promises';
import type { Cursor } from '../core/connector.ts';
import { paceOf } from '../core/pace.ts';
import type { Manners } from '../queue/pace.ts';
import type { Db } from '../store/open.ts';
import { isPolledNow, type SourceRow } from '../store/sources.ts';
import { contextOf } from './context.ts';
import { storePrepared } from './deliver.ts';
import type { IngestDeps } from './deps.ts';
import { addUp, noRun, type PollRun, type Ready, walk } from './walk.ts';

/** What one page of a backfill brought. */
export interface BackfilledPage {
  readonly added: PollRun;
  readonly reached?: Cursor;
}

/** How often it is looked whether the live poll is done. */
const lookAgainMs = 500;

/**
 * Manners of a lane beside the live one: the other side's hours, breaker and requests count for both, but the rows have a
 * budget of their own, and while the live poll runs nothing is asked. Waits where others come back later.
 */
const besideLive = (db: Db, manners: Manners, source: string, rowsPerMinute: number): Manners => {
  let freeAt = 0;
  return {
    ...manners,
    async ask(signal) {
      for (;;) {
        const wait = freeAt - performance.now();
        if (wait > 0) await pause(wait, undefined, { signal });
        if (await isPolledNow(db, source)) {
          await pause(lookAgainMs, undefined, { signal });
          continue;
        }
        const gate = await manners.ask(signal);
        if (gate.open) return gate;
        await pause(Math.min(60_000, Math.max(1_000, gate.until - Date.now())), undefined, { signal });
      }
    },
    async took(rows) {
      if (rowsPerMinute > 0) freeAt = Math.max(freeAt, performance.now()) + (rows * 60_000) / rowsPerMinute;
    },
  };
};

/**
 * Read a source again from another position, beside the live one and without moving it. What the store has already
 * is unchanged. Gives way to the live poll, page by page, and keeps to the source's `backfillRowsPerMinute`.
 *
 * @param from a cursor of this connector; absent: from the beginning
 * @param onPage told what each stored page brought and, where it has one, the position after it; awaited
 * @throws the class of the connector's error; the signal's reason when it is aborted
 */
export const backfillSource = async (
  deps: IngestDeps,
  source: SourceRow,
  from: Cursor | undefined,
  { signal, onPage }: { signal: AbortSignal; onPage?: (page: BackfilledPage) => Promise<void> },
): Promise<PollRun> => {
  const run: PollRun = { ...noRun, ran: true };
  const running = contextOf(deps, source, signal);
  const pace = paceOf(running.context.settings, source.name);
  const manners = besideLive(deps.store.db, deps.pace(source.name, pace), source.name, pace.backfillRowsPerMinute);
  const store = async ({ page, prepared }: Ready): Promise<void> => {
    const deliveries = await storePrepared(deps, source.name, prepared, {});
    addUp(run, deliveries);
    const added = { ...noRun };
    addUp(added, deliveries);
    await onPage?.({ added, ...(page.cursor === undefined ? {} : { reached: page.cursor }) });
  };
  await walk(deps, { source, running, cursor: from, manners, polled: false, store });
  return run;
};
