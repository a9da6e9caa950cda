import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Problem } from '../client/request.ts';
import { errorSays } from './error-says.ts';

/** The session has ended: the shell shows the sign-in. */
export const signedOutEvent = 'hub-signed-out';

/**
 * Something fetched for an element: absent while it loads, then the value or the problem. A newer fetch outruns an older
 * one; leaving the page aborts. While it is fetched again, the old value stays to be seen.
 */
export class Loaded<T> implements ReactiveController {
  value: T | undefined;
  problem: Problem | undefined;
  busy = false;
  readonly #host: ReactiveControllerHost;
  #abort: AbortController | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#abort?.abort();
  }

  /** Fetch. Never rejects: what went wrong is in `problem`. */
  async run(fetch: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.busy = true;
    this.#host.requestUpdate();
    try {
      const value = await fetch(abort.signal);
      if (abort.signal.aborted) return;
      this.value = value;
      this.problem = undefined;
    } catch (error) {
      if (abort.signal.aborted) return;
      this.problem = problemOf(error);
    }
    this.busy = false;
    this.#host.requestUpdate();
  }
}

/** Any error as a problem in the language of the moment; an ended session is told to the shell. */
export const problemOf = (error: unknown): Problem => {
  if (!(error instanceof Problem)) return new Problem(0, 'broken', String(error));
  const { status, type, message, remedy, problems, current } = error;
  if (status === 401) window.dispatchEvent(new Event(signedOutEvent));
  const fields = problems.map((problem) => ({ ...problem, message: errorSays(problem.message) }));
  return new Problem(status, type, errorSays(message), remedy && errorSays(remedy), fields, current);
};

/** What went wrong and what to do, in one line. */
export const toldOf = (error: unknown): string => {
  const { message, remedy } = problemOf(error);
  return [message, remedy].filter(Boolean).join('；');
};
