import { CircuitState, ConsecutiveBreaker, CountBreaker } from 'cockatiel';
import type { PaceSettings } from './pace.ts';

/** Attempts the share of failures is taken of, and how many there must be before it counts. */
const size = 20;
const longestRestMs = 15 * 60_000;
/** A trial that says nothing for so long was lost with its process. */
const trialMs = 60_000;

export const breakerStates = ['closed', 'open', 'half-open'] as const;
export type BreakerState = (typeof breakerStates)[number];

/**
 * A circuit breaker as a value, so that it can be shared by all processes through the store. Counting is cockatiel's;
 * what it keeps in one process is kept here.
 */
export interface Breaker {
  readonly state: BreakerState;
  /** Failures in a row. */
  readonly failures: number;
  /** The last attempts in cockatiel's own form. */
  readonly samples: unknown;
  /** How often it opened without being closed in between. */
  readonly openings: number;
  /** Open: when one attempt may be made. Half-open: until when the one under way is waited for. Epoch ms. */
  readonly until: number;
}

export const closedBreaker: Breaker = { state: 'closed', failures: 0, samples: null, openings: 0, until: 0 };

/** Nothing to remember: an attempt that succeeds changes nothing but the share. */
export const isAtRest = ({ state, failures }: Breaker): boolean => state === 'closed' && failures === 0;

/**
 * Ask whether an attempt may be made now. The first to ask after the rest makes the trial, everybody else waits for it.
 *
 * @returns the breaker afterwards; `allowed` says yes
 */
export const tryBreaker = (breaker: Breaker, now: number): { allowed: boolean; breaker: Breaker } => {
  if (breaker.state === 'closed') return { allowed: true, breaker };
  if (now < breaker.until) return { allowed: false, breaker };
  return { allowed: true, breaker: { ...breaker, state: 'half-open', until: now + trialMs } };
};

const shareOf = ({ samples }: Breaker, { breakerShare }: PaceSettings): CountBreaker | undefined => {
  if (breakerShare === 0) return undefined;
  const share = new CountBreaker({ threshold: breakerShare / 100, size, minimumNumberOfCalls: size });
  // Cockatiel writes into what it is given.
  if (samples) share.state = structuredClone(samples);
  return share;
};

/** @param attempts that succeeded since the breaker was last written */
export const afterSuccess = (breaker: Breaker, settings: PaceSettings, attempts = 1): Breaker => {
  if (breaker.state !== 'closed') return closedBreaker;
  const share = shareOf(breaker, settings);
  for (let count = 0; count < Math.min(size, attempts); count += 1) share?.success(CircuitState.Closed);
  return { ...breaker, failures: 0, samples: share?.state ?? null };
};

/**
 * @param wishMs the other side's own wish, e.g. its Retry-After
 */
export const afterFailure = (breaker: Breaker, settings: PaceSettings, now: number, wishMs = 0): Breaker => {
  // Attempts that were under way when it opened say nothing new.
  if (breaker.state === 'open' && now < breaker.until) return breaker;
  const row = new ConsecutiveBreaker(settings.breakerFailures);
  row.state = breaker.failures;
  const share = shareOf(breaker, settings);
  const opens = [row.failure(), share?.failure(CircuitState.Closed) ?? false].includes(true);
  const counted = { failures: row.state, samples: share?.state ?? null };
  if (!opens && breaker.state === 'closed') return { ...breaker, ...counted };
  const rest = Math.min(longestRestMs, settings.breakerSeconds * 1_000 * 2 ** Math.min(breaker.openings, 10));
  return { ...counted, state: 'open', openings: breaker.openings + 1, until: now + Math.max(rest, wishMs) };
};
