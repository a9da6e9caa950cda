import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A gate that opens at most `perSecond` times a second, evenly. Opens at once when `signal` is aborted, so that the
 * caller comes to its own check of the signal.
 */
export const createPace = (perSecond: number, signal: AbortSignal): (() => Promise<void>) => {
  const gap = 1000 / perSecond;
  let next = 0;
  return async () => {
    const now = performance.now();
    const wait = next - now;
    next = Math.max(now, next) + gap;
    if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
  };
};
