import { HubError, nextStep, RetriableError } from '../core/errors.ts';

const firstMs = 1_000;
const mostMs = 5 * 60_000;
/** A defect is tried this often: it may pass with a restart of the other side, and a person shall see it. */
const defects = 8;

/** What the runner of a source does after an error. */
export type Reaction =
  | { readonly do: 'pause' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'go-on' };

/** Exponential with jitter, so that sources that failed together do not come back together. */
export const backOff = (failures: number, random = Math.random()): number =>
  Math.min(mostMs, firstMs * 2 ** Math.min(failures, 20)) * (0.5 + random / 2);

/**
 * @param failures in a row before this one
 */
export const reactionTo = (error: unknown, failures: number): Reaction => {
  switch (nextStep(error)) {
    case 'success':
      return { do: 'go-on' };
    case 'pause':
      return { do: 'pause' };
    default: {
      if (!(error instanceof HubError) && failures + 1 >= defects) return { do: 'pause' };
      const wish = error instanceof RetriableError ? error.retryAfterMs : undefined;
      return { do: 'wait', ms: wish ?? backOff(failures) };
    }
  }
};
