import { setTimeout as pause } from 'node:timers/promises';
import type { CheckStep, RawMessage } from '../core/connector.ts';
import { ConfigurationError } from '../core/errors.ts';
import { failedStep, hideInStep } from './check.ts';
import type { IngestDeps } from './deps.ts';
import { type Misfit, misfitOf } from './preview.ts';
import { openTrial, type Trial } from './trial.ts';

export interface Sample {
  readonly messages: readonly RawMessage[];
  /** What stopped it. Messages that came before are there all the same. */
  readonly error?: Misfit;
}

const patienceMs = 30_000;
const graceMs = 2_000;
/** Empty pages that are passed over in search of rows. */
const mostSeen = 60;
const mostMessages = 5;

/** Bytes as they are, but for secrets. */
const hideIn = (body: Uint8Array, hide: (text: string) => string): Uint8Array => {
  const text = Buffer.from(body).toString('latin1');
  const hidden = hide(text);
  return hidden === text ? body : Buffer.from(hidden, 'latin1');
};

/**
 * Try settings that are not saved: connect and authenticate, read nothing. What is wrong is a failed step, never thrown.
 *
 * @throws SettingsError, for the form to mark its fields
 */
export const checkTrial = async (deps: IngestDeps, trial: Trial): Promise<CheckStep[]> => {
  const signal = AbortSignal.timeout(patienceMs);
  const { connector, context, hide } = await openTrial(deps, trial, signal);
  const steps = await connector.check(context).catch((error: unknown) => [failedStep(error, signal)]);
  return steps.map((step) => hideInStep(step, hide));
};

/**
 * Fetch the first page with anything in it, by settings that are not saved. Nothing is stored, no position moves.
 *
 * @throws SettingsError, for the form to mark its fields; ConfigurationError for a connector that does not poll
 */
export const fetchSample = async (deps: IngestDeps, trial: Trial): Promise<Sample> => {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(patienceMs)]);
  const { connector, context, seen, hide } = await openTrial(deps, trial, signal);
  if (!connector.poll) {
    throw new ConfigurationError('[hub] [sample] this connector is pushed to: there is nothing to fetch', {
      remedy: 'wait for a request at a temporary address, or paste a message',
    });
  }
  const pages = connector.poll(context, undefined)[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('no rows within 30 seconds')), { once: true }),
  );
  aborted.catch(() => undefined);
  const result = (messages: readonly RawMessage[], error?: unknown): Sample => ({
    messages: messages.slice(0, mostMessages).map((message) => ({ ...message, body: hideIn(message.body, hide) })),
    ...(error === undefined ? {} : { error: { ...misfitOf(error), message: hide(misfitOf(error).message) } }),
  });
  try {
    while (seen.length < mostSeen) {
      const page = await Promise.race([pages.next(), aborted]);
      if (page.done) break;
      if (page.value.messages.length > 0) return result(page.value.messages);
    }
    return result(seen.slice(-1));
  } catch (error) {
    return result(seen.slice(-1), error);
  } finally {
    stop.abort();
    await Promise.race([pages.return?.().catch(() => undefined), pause(graceMs, undefined, { ref: false })]);
  }
};
