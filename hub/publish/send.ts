import { ConfigurationError, HubError, nextStep, RecordError, RetriableError } from '../core/errors.ts';
import { paceOf } from '../core/pace.ts';
import type { Gate, Manners } from '../queue/pace.ts';
import { withLease } from '../store/lease.ts';
import {
  acknowledgePublication,
  claimPublications,
  giveBackPublications,
  notePublicationError,
  postponePublications,
} from '../store/publication-outcomes.ts';
import type { PublicationError, PublicationRow } from '../store/publications.ts';
import { findSource } from '../store/sources.ts';
import type { PublishDeps } from './deps.ts';
import { publicationsOf } from './publication-of.ts';
import { targetOf } from './targets.ts';

/** What became of one run of telling. */
export interface PublishRun {
  /** False when the source is not told anything, is paused, or another process is telling it. */
  ran: boolean;
  told: number;
  withdrawn: number;
  /** Put aside for a person. */
  failed: number;
  /** To be tried again. */
  retried: number;
  /** Ended early because the other side is to be left alone for now. */
  wait?: Extract<Gate, { open: false }>;
}

const batch = 50;
/** After a crash what was under way is told again so much later. */
const leaseMs = 5 * 60_000;
const longestWaitMs = 10 * 60_000;
/** While settings or rights are wrong, one attempt in so long sees whether they have been put right. */
const refusedWaitMs = 10 * 60_000;
/** A defect may pass with a restart; after so many attempts a person shall see it. */
const attemptsOfDefects = 8;

const errorOf = (error: unknown): PublicationError => ({
  message: (error instanceof Error ? error.message : String(error)).slice(0, 2_000),
  ...(error instanceof HubError && error.remedy ? { remedy: error.remedy } : {}),
  next: nextStep(error),
  at: Date.now(),
});

const waitMs = (error: unknown, attempts: number): number => {
  if (error instanceof RetriableError && error.retryAfterMs !== undefined) return error.retryAfterMs;
  return Math.min(longestWaitMs, 1_000 * 2 ** Math.min(attempts, 20)) * (0.5 + Math.random() / 2);
};

type Verdict = 'told' | 'failed' | 'retried';

interface Settled {
  verdict: Verdict;
  /** Of a link that is told again. */
  dueAt?: number;
}

/** Write down what became of one link, by the class of its error. */
const settle = async (deps: PublishDeps, row: PublicationRow, error: unknown): Promise<Settled> => {
  const step = error === undefined ? 'success' : nextStep(error);
  const isHopeless =
    step === 'dead-letter' ||
    step === 'refuse' ||
    (!(error instanceof HubError) && row.attempts + 1 >= attemptsOfDefects);
  return deps.store.transaction(async (tx): Promise<Settled> => {
    if (step === 'success') {
      await acknowledgePublication(tx, row);
      return { verdict: 'told' };
    }
    const dueAt = Date.now() + (step === 'pause' ? refusedWaitMs : waitMs(error, row.attempts));
    await notePublicationError(tx, row, errorOf(error), isHopeless ? 'failed' : { dueAt });
    return isHopeless ? { verdict: 'failed' } : { verdict: 'retried', dueAt };
  });
};

/** Rights that are missing, and the other side's wish to be left alone, hold for whatever would come next as well. */
const holdsForAll = (error: unknown): boolean =>
  error instanceof ConfigurationError || (error instanceof RetriableError && error.retryAfterMs !== undefined);

interface Sending {
  readonly deps: PublishDeps;
  readonly target: string;
  readonly manners: Manners;
  readonly run: PublishRun;
  readonly signal: AbortSignal;
}

/** The rows of one batch that nothing is known of yet. */
const ledger = ({ deps, target, run }: Sending, rows: readonly PublicationRow[]) => {
  const open = new Map(rows.map((row) => [row.id, row]));
  const hear = async (linkId: number, error: unknown): Promise<number | undefined> => {
    const row = open.get(linkId);
    if (!row) return undefined;
    open.delete(linkId);
    const { verdict, dueAt } = await settle(deps, row, error);
    if (verdict === 'told') run[row.withdraw ? 'withdrawn' : 'told'] += 1;
    else run[verdict] += 1;
    return dueAt;
  };
  return {
    open,
    hear,
    /** The same for all that are left, and nothing else is told to this source before. */
    async hearAll(error: unknown): Promise<void> {
      let latest = 0;
      for (const linkId of [...open.keys()]) latest = Math.max(latest, (await hear(linkId, error)) ?? 0);
      await postponePublications(deps.store.db, target, latest);
    },
  };
};

/** The record or the recording is not in the store any more: that cannot be told. */
const gone = (): RecordError =>
  new RecordError('[hub] [publish] the record or the recording is not there any more', {
    remedy: 'nothing can be told of it; take the link away at the other side by hand',
  });
const noWord = (target: string): RetriableError =>
  new RetriableError(`[hub] [publish] the connector of ${target} said nothing about this link`);

/**
 * Tell one batch. What was not reached is as before.
 *
 * @returns whether to go on with the next
 */
const sendBatch = async (
  sending: Sending,
  rows: readonly PublicationRow[],
  { connector, context }: ReturnType<PublishDeps['connect']>,
): Promise<boolean> => {
  const { deps, target, manners, run, signal } = sending;
  const { open, hear, hearAll } = ledger(sending, rows);
  const publications = await publicationsOf(deps.store.db, deps.environment.publicUrl, rows);
  const present = new Set(publications.map(({ linkId }) => linkId));
  for (const { id } of rows) if (!present.has(id)) await hear(id, gone());
  let goesOn = true;
  const answers = connector.publish?.(context, publications)[Symbol.asyncIterator]();
  try {
    while (goesOn && open.size > 0) {
      const answer = await answers?.next();
      if (!answer || answer.done) break;
      const { linkId, error } = answer.value;
      const dueAt = await hear(linkId, error);
      await (error === undefined ? manners.succeeded() : manners.failed(error));
      if (holdsForAll(error)) {
        goesOn = false;
        await giveBackPublications(deps.store.db, [...open.values()]);
        await postponePublications(deps.store.db, target, dueAt ?? 0);
      } else if (open.size > 0) {
        const gate = await manners.ask(signal);
        goesOn = gate.open;
        if (!gate.open) run.wait = gate;
      }
    }
    if (goesOn && open.size > 0) await hearAll(noWord(target));
  } catch (error) {
    goesOn = false;
    // A stop is no failure; what was not named may have been told and is told again.
    if (!signal.aborted) {
      await manners.failed(error);
      await hearAll(error);
    }
  } finally {
    await answers?.return?.().catch(() => undefined);
  }
  await giveBackPublications(deps.store.db, [...open.values()]);
  return goesOn;
};

const logged = (deps: PublishDeps, target: string, rows: readonly PublicationRow[]): Promise<void> =>
  deps.audit.record({
    actor: 'hub',
    actorKind: 'hub',
    action: 'links.publish',
    object: `source:${target}`,
    detail: {
      told: rows.filter(({ withdraw }) => !withdraw).map(({ recordId, footageId }) => [recordId, footageId]),
      withdrawn: rows.filter(({ withdraw }) => withdraw).map(({ recordId, footageId }) => [recordId, footageId]),
    },
  });

const sendAll = async (sending: Sending): Promise<void> => {
  const { deps, target, manners, run, signal } = sending;
  const source = await findSource(deps.store.db, target);
  if (!source || source.state === 'paused' || !targetOf(deps, source)) return;
  run.ran = true;
  for (let goesOn = true; goesOn && !signal.aborted; ) {
    const gate = await manners.ask(signal);
    if (!gate.open) {
      run.wait = gate;
      return;
    }
    const rows = await deps.store.transaction((tx) => claimPublications(tx, target, batch, leaseMs));
    if (rows.length === 0) return;
    let connected: ReturnType<PublishDeps['connect']>;
    try {
      connected = deps.connect(source, signal);
    } catch (error) {
      await ledger(sending, rows).hearAll(error);
      return;
    }
    // What leaves the hub is in the log before it leaves.
    await logged(deps, target, rows);
    goesOn = await sendBatch(sending, rows, connected);
    deps.queue.live.tell({ topic: 'source', data: { name: target, told: run.told } });
  }
};

/**
 * Tell a source everything that is due, one process at a time and with the manners it declares. Errors are noted on the
 * publications and do not throw: their class decides whether and when a link is told again.
 *
 * @throws RetriableError when the database is away
 */
export const publishTo = async (
  deps: PublishDeps,
  target: string,
  { signal }: { signal: AbortSignal },
): Promise<PublishRun> => {
  const run: PublishRun = { ran: false, told: 0, withdrawn: 0, failed: 0, retried: 0 };
  const source = await findSource(deps.store.db, target);
  if (!source) return run;
  const manners = deps.pace(target, paceOf(source.settings, target));
  await withLease(deps.store, `publish:${target}`, async (lost) => {
    await sendAll({ deps, target, manners, run, signal: AbortSignal.any([signal, lost]) });
    if (run.wait) await postponePublications(deps.store.db, target, run.wait.until);
  });
  if (run.failed > 0) deps.log.warn({ source: target, failed: run.failed }, '[hub] [publish] links could not be told');
  return run;
};
