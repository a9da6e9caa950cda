import { HubError, nextStep } from '../core/errors.ts';
import { paceOf } from '../core/pace.ts';
import type { Manners } from '../queue/pace.ts';
import { noteFailure, noteSuccess, postponeRun, type SourceError, type SourceRow } from '../store/sources.ts';
import { isOutage } from '../store/trouble.ts';
import { reactionTo } from './back-off.ts';
import { contextOf, type Running } from './context.ts';
import { deliver, LeaseLostError, storePrepared } from './deliver.ts';
import type { IngestDeps } from './deps.ts';
import { type HeldLease, holdLease } from './lease.ts';
import { addUp, noRun, type PollRun, type Ready, walk } from './walk.ts';

export const sourceErrorOf = (error: unknown): SourceError => ({
  message: (error instanceof Error ? error.message : String(error)).slice(0, 2_000),
  ...(error instanceof HubError && error.remedy ? { remedy: error.remedy } : {}),
  next: nextStep(error),
  at: Date.now(),
});

/** Put aside the message a connector could not get past; its position stays. */
const putAside = async (
  deps: IngestDeps,
  { lease, source, version }: { lease: HeldLease['lease']; source: SourceRow; version: number },
  running: Running,
  error: unknown,
): Promise<void> => {
  const message = running.refused(error);
  const step = nextStep(error);
  if (message === undefined || (step !== 'dead-letter' && step !== 'refuse')) return;
  await deliver(deps, source, [message], { position: { lease, version } });
};

const settle = async (deps: IngestDeps, held: HeldLease, error: unknown): Promise<void> => {
  const { lease, source } = held;
  const reaction = reactionTo(error, source.failures);
  if (reaction.do === 'go-on') await noteSuccess(deps.store.db, lease);
  else
    await noteFailure(
      deps.store.db,
      lease,
      sourceErrorOf(error),
      reaction.do === 'pause' ? 'failed' : { waitMs: reaction.ms },
    );
  deps.queue.live.tell({
    topic: 'source',
    data: { name: source.name, state: reaction.do === 'pause' ? 'failed' : 'running' },
  });
};

const runWith = async (deps: IngestDeps, held: HeldLease, signal: AbortSignal): Promise<PollRun> => {
  const { lease, source } = held;
  const run: PollRun = { ...noRun, ran: true };
  let version = source.cursorVersion;
  let running: Running | undefined;
  let manners: Manners | undefined;
  try {
    running = contextOf(deps, source, signal);
    manners = deps.pace(source.name, paceOf(running.context.settings, source.name));
    const store = async ({ page, prepared }: Ready): Promise<void> => {
      const next = page.cursor === undefined ? {} : { next: { cursor: page.cursor } };
      addUp(run, await storePrepared(deps, source.name, prepared, { position: { lease, version, ...next } }));
      version += 1;
    };
    const cursor = source.cursor ?? undefined;
    const wait = await walk(deps, { source, running, cursor, manners, polled: true, store });
    if (wait) {
      run.wait = wait;
      await postponeRun(deps.store.db, lease, wait.until - Date.now());
    } else await noteSuccess(deps.store.db, lease);
  } catch (error) {
    run.error = error;
    // A stop is no failure; the next run goes on from the last stored page.
    if (signal.aborted || error instanceof LeaseLostError) return run;
    try {
      await manners?.failed(error);
      if (running) await putAside(deps, { lease, source, version }, running, error);
      await settle(deps, held, error);
    } catch (cause) {
      // With the database away nothing can be noted, and nothing was stored either.
      if (!isOutage(cause) && !(cause instanceof HubError)) throw cause;
    }
  }
  if (run.stored + run.deadLettered > 0) {
    deps.queue.live.tell({ topic: 'source', data: { name: source.name, stored: run.stored, dead: run.deadLettered } });
  }
  return run;
};

/**
 * Poll a source once, from its stored position to the present, one page a transaction. One run per source at a time
 * across all processes. Errors of the other side are noted on the source and do not throw: their class decides
 * whether it is tried again and when.
 *
 * @throws RetriableError when the database is away before the run begins
 */
export const pollSource = async (
  deps: IngestDeps,
  name: string,
  { signal }: { signal: AbortSignal },
): Promise<PollRun> => {
  const held = await holdLease(deps.store, name);
  if (held === undefined) return noRun;
  try {
    return await runWith(deps, held, AbortSignal.any([signal, held.signal]));
  } finally {
    await held.release();
  }
};
