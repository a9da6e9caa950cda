import { setTimeout as pause } from 'node:timers/promises';
import type { Cursor, Delivery, Page } from '../core/connector.ts';
import { ConfigurationError } from '../core/errors.ts';
import type { Gate, Manners } from '../queue/pace.ts';
import type { SourceRow } from '../store/sources.ts';
import type { Running } from './context.ts';
import { prepareMessages } from './deliver.ts';
import type { IngestDeps } from './deps.ts';
import type { PreparedMessage } from './prepare.ts';
import { rowsOf } from './store-messages.ts';

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

export const noRun: PollRun = { ran: false, pages: 0, stored: 0, unchanged: 0, deadLettered: 0 };

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

export const addUp = (run: PollRun, deliveries: readonly Delivery[]): void => {
  run.pages += 1;
  for (const { stored, unchanged, deadLettered } of deliveries) {
    run.stored += stored;
    run.unchanged += unchanged;
    run.deadLettered += deadLettered;
  }
};

/** A page that is mapped and waits to be stored. */
export interface Ready {
  readonly page: Page;
  readonly prepared: readonly PreparedMessage[];
}

interface Walk {
  readonly source: Pick<SourceRow, 'name' | 'mapping'>;
  readonly running: Running;
  readonly cursor: Cursor | undefined;
  readonly manners: Manners;
  /** Whether a refusal by the other side ends the walk, or is put aside like any message that cannot be read. */
  readonly polled: boolean;
  store(ready: Ready): Promise<void>;
}

/**
 * Read, map and store page after page. Where the connector allows it the next page is read and mapped while the last one
 * is being stored; pages are stored one after the other in any case.
 *
 * @returns the wait that ended it before the other side had said everything
 */
export const walk = async (
  deps: IngestDeps,
  { source, running, cursor, manners, polled, store }: Walk,
): Promise<PollRun['wait']> => {
  const { connector, context, opened } = running;
  if (!connector.poll) {
    throw new ConfigurationError(`[hub] [${source.name}] this connector does not poll`, {
      remedy: 'take the schedule away: the other side pushes',
    });
  }
  const first = await manners.ask(context.signal);
  if (!first.open) return first;
  const pages = connector.poll(context, cursor)[Symbol.asyncIterator]();
  const read = async (): Promise<Ready | undefined> => {
    const page = await nextPage(pages, context.signal);
    await manners.succeeded();
    if (page.done) return undefined;
    const prepared = await prepareMessages(deps, source, page.value.messages, { opened, polled });
    await manners.took(prepared.reduce((sum, message) => sum + rowsOf(message), 0));
    return { page: page.value, prepared };
  };
  /** Who has had its share ends between two positions. Where there is none to go on from, its share is waited for. */
  const readOn = async (isMidway: boolean) => {
    for (;;) {
      const gate = await manners.ask(context.signal);
      if (gate.open) return { ready: await read() };
      if (!isMidway || gate.why !== 'rate') return { wait: gate };
      await pause(Math.max(1, gate.until - Date.now()), undefined, { signal: context.signal });
    }
  };
  try {
    for (let reading: ReturnType<typeof readOn> = read().then((ready) => ({ ready })); ; ) {
      const { ready, wait } = await reading;
      if (ready === undefined) return wait;
      const storing = connector.readsAhead ? store(ready) : await store(ready);
      reading = readOn(ready.page.cursor === undefined);
      // What goes wrong with the next page is heard of after this one is stored.
      reading.catch(() => undefined);
      await storing;
    }
  } finally {
    // Lets the connector close what it holds before the lease is given away; it may hang, so not for ever.
    const ended = pages.return?.().catch(() => undefined);
    await Promise.race([ended, pause(graceMs, undefined, { ref: false })]);
  }
};
