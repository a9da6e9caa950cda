import { takeEarly } from './early-answers.ts';
import type { FailureReason } from './engine.ts';

const firstWaitMs = 1_000;
const longestWaitMs = 15_000;

/** Waiting will not help. */
export class Refusal extends Error {
  readonly reason: FailureReason;

  constructor(reason: FailureReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

const reasonOf = (status: number): FailureReason | undefined => {
  if (status === 401 || status === 403) return 'refused';
  return status === 404 || status === 410 ? 'missing' : undefined;
};

/** Not the line's: the browser objects to what was done with the bytes. */
const isOurs = (error: unknown): boolean =>
  error instanceof DOMException && !['AbortError', 'NetworkError'].includes(error.name);

/** A while, or until the browser says that the line is back. */
const untilOnline = (waitMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const heard = new AbortController();
    const timer = setTimeout(() => now(), waitMs);
    const now = (): void => {
      clearTimeout(timer);
      heard.abort();
      resolve();
    };
    window.addEventListener('online', now, { signal: heard.signal });
    signal.addEventListener('abort', now, { signal: heard.signal });
  });

/**
 * Asks until the bytes are there, or waiting will not help.
 *
 * @param read reads what has begun to come; called again, from the beginning, when it does not come to its end
 * @param interrupted called once, when the line or the hub is in trouble
 * @throws Refusal, or what the signal says when it is aborted
 */
export const loadPatiently = async <T>(
  url: string,
  signal: AbortSignal,
  read: (answer: Response) => Promise<T>,
  interrupted: () => void,
): Promise<T> => {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    const answer = (await takeEarly(url, signal)) ?? (await fetch(url, { signal }).catch(() => undefined));
    const reason = answer && reasonOf(answer.status);
    if (reason) throw new Refusal(reason, `HTTP ${answer.status}`);
    if (answer?.ok) {
      try {
        return await read(answer);
      } catch (error) {
        if (error instanceof Refusal) throw error;
        if (isOurs(error)) throw new Refusal('broken', String(error));
      }
    }
    signal.throwIfAborted();
    if (waitMs === firstWaitMs) interrupted();
    await untilOnline(waitMs, signal);
  }
};
