import { setTimeout as pause } from 'node:timers/promises';
import type { Cursor, Delivery, Page } from '../core/connector.ts';
import { ConfigurationError, HubError, nextStep } from '../core/errors.ts';
import { paceOf } from '../core/pace.ts';
import type { Gate, Manners } from '../queue/pace.ts';
import { noteFailure, noteSuccess, postponeRun, type SourceError, type SourceRow } from '../store/sources.ts';
import { isOutage } from '../store/trouble.ts';
import { reactionTo } from './back-off.ts';
import { contextOf, type Running } from './context.ts';
import { deliver, LeaseLostError } from './deliver.ts';
import type { IngestDeps } from './deps.ts';
import { type HeldLease, holdLease } from './lease.ts';

/** What one run did. `ran` is false when the source was not to be polled: paused, waiting, or held by another. */
export interface PollRun {
  ran: boolean;
  pages: number;
  stored: number;
  unchanged: number;
  deadLettered: number;
  /** Why the run ended early. */
  error?: unknown;
  /** Ended early because the other side is to be left alone for now. */
  wait?: Extract<Gate, { open: false }>;
}

/** How long a stopped connector may take to close what it holds. */
const graceMs = 3_000;

const nothing: PollRun = { ran: false, pages: 0, stored: 0, unchanged: 0, deadLettered: 0 };

/** The next page, or the abort: a connector that hangs must not hold up a pause or a shutdown. */
const nextPage = async (pages: AsyncIterator<Page>, signal: AbortSignal): Promise<IteratorResult<Page>> => {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([pages.next(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

const rowsOf = (deliveries: readonly Delivery[]): number =>
  deliveries.reduce((sum, { stored, unchanged, deadLettered }) => sum + stored + unchanged + deadLettered, 0);

const addUp = (run: PollRun, deliveries: readonly Delivery[]): void => {
  run.pages += 1;
  for (const { stored, unchanged, deadLettered } of deliveries) {
    run.stored += stored;
    run.unchanged += unchanged;
    run.deadLettered += deadLettered;
  }
};

/** @returns the wait that ended it before the other side had said everything */
const walk = async (
  { connector, context }: Running,
  cursor: Cursor | undefined,
  store: (page: Page) => Promise<readonly Delivery[]>,
  source: string,
  manners: Manners,
): Promise<PollRun['wait']> => {
  if (!connector.poll) {
    throw new ConfigurationError(`[hub] [${source}] this connector does not poll`, {
      remedy: 'take the schedule away: the other side pushes',
    });
  }
  const first = await manners.ask(context.signal);
  if (!first.open) return first;
  const pages = connector.poll(context, cursor)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const page = await nextPage(pages, context.signal);
      await manners.succeeded();
      if (page.done) return undefined;
      await manners.took(rowsOf(await store(page.value)));
      const next = await manners.ask(context.signal);
      if (!next.open) return next;
    }
  } finally {
    // Lets the connector close what it holds before the lease is given away; it may hang, so not for ever.
    const ended = pages.return?.().catch(() => undefined);
    await Promise.race([ended, pause(graceMs, undefined, { ref: false })]);
  }
};

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
  const run: PollRun = { ...nothing, ran: true };
  let version = source.cursorVersion;
  let running: Running | undefined;
  let manners: Manners | undefined;
  try {
    running = contextOf(deps, source, signal);
    const { opened } = running;
    manners = deps.pace(source.name, paceOf(running.context.settings, source.name));
    const store = async (page: Page): Promise<readonly Delivery[]> => {
      const next = page.cursor === undefined ? {} : { next: { cursor: page.cursor } };
      const deliveries = await deliver(deps, source, page.messages, { position: { lease, version, ...next }, opened });
      addUp(run, deliveries);
      version += 1;
      return deliveries;
    };
    const wait = await walk(running, source.cursor ?? undefined, store, source.name, manners);
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
  if (held === undefined) return nothing;
  try {
    return await runWith(deps, held, AbortSignal.any([signal, held.signal]));
  } finally {
    await held.release();
  }
};

/** Waits where others come back later: what began at the beginning would have to begin there again. */
const patient = (manners: Manners): Manners => ({
  ...manners,
  async ask(signal) {
    for (;;) {
      const gate = await manners.ask(signal);
      if (gate.open) return gate;
      await pause(Math.min(60_000, Math.max(1_000, gate.until - Date.now())), undefined, { signal });
    }
  },
});

/**
 * Read a source again from another position, beside the live one and without moving it. What the store has already
 * is unchanged.
 *
 * @param from a cursor of this connector; absent: from the beginning
 */
export const backfillSource = async (
  deps: IngestDeps,
  source: SourceRow,
  from: Cursor | undefined,
  { signal }: { signal: AbortSignal },
): Promise<PollRun> => {
  const run: PollRun = { ...nothing, ran: true };
  const running = contextOf(deps, source, signal);
  const manners = deps.pace(source.name, paceOf(running.context.settings, source.name));
  const store = async ({ messages }: Page): Promise<readonly Delivery[]> => {
    const deliveries = await deliver(deps, source, messages, { opened: running.opened });
    addUp(run, deliveries);
    return deliveries;
  };
  await walk(running, from, store, source.name, patient(manners));
  return run;
};
