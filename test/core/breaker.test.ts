import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterFailure, afterSuccess, type Breaker, closedBreaker, tryBreaker } from '../../hub/core/breaker.ts';
import { paceOf } from '../../hub/core/pace.ts';

const settings = paceOf({ breakerFailures: 3, breakerSeconds: 10, breakerShare: 60 }, 'test');
const failed = (breaker: Breaker, times: number, now: number): Breaker =>
  Array.from({ length: times }).reduce<Breaker>((one) => afterFailure(one, settings, now), breaker);

test('opens after failures in a row, and a success in between begins anew', () => {
  const twice = failed(closedBreaker, 2, 0);
  expect(twice).toMatchObject({ state: 'closed', failures: 2 });
  expect(failed(afterSuccess(twice, settings), 2, 0).state).toBe('closed');
  expect(failed(twice, 1, 1_000)).toMatchObject({ state: 'open', until: 11_000, openings: 1 });
});

test('opens by the share of failures though none follow each other', () => {
  const mostly = Array.from({ length: 20 }, (_, index) => index % 3 !== 0);
  const calm = paceOf({ breakerFailures: 100, breakerShare: 60 }, 'test');
  const breaker = mostly.reduce<Breaker>(
    (one, fails) => (fails ? afterFailure(one, calm, 0) : afterSuccess(one, calm)),
    closedBreaker,
  );
  expect(breaker.state).toBe('open');
  const off = paceOf({ breakerFailures: 100, breakerShare: 0 }, 'test');
  expect(mostly.reduce<Breaker>((one) => afterFailure(one, off, 0), closedBreaker).state).toBe('closed');
});

test('after its rest one attempt is let through, the others wait for it', () => {
  const open = failed(closedBreaker, 3, 0);
  expect(tryBreaker(open, 9_999).allowed).toBe(false);
  const trial = tryBreaker(open, 10_000);
  expect(trial).toMatchObject({ allowed: true, breaker: { state: 'half-open' } });
  expect(tryBreaker(trial.breaker, 10_001).allowed).toBe(false);
  expect(afterSuccess(trial.breaker, settings)).toEqual(closedBreaker);
  // The process that made the trial was killed: another one makes it.
  expect(tryBreaker(trial.breaker, 10_000 + 60_000).allowed).toBe(true);
});

test('a failed trial opens it for twice as long, and never for more than a quarter of an hour', () => {
  let breaker = failed(closedBreaker, 3, 0);
  let now = 0;
  const rests = Array.from({ length: 12 }, () => {
    now = breaker.until;
    breaker = afterFailure(tryBreaker(breaker, now).breaker, settings, now);
    return (breaker.until - now) / 1_000;
  });
  expect(rests.slice(0, 4)).toEqual([20, 40, 80, 160]);
  expect(Math.max(...rests)).toBe(900);
});

test('the wish of the other side is honoured when it is longer', () => {
  expect(afterFailure(failed(closedBreaker, 2, 0), settings, 0, 3_600_000).until).toBe(3_600_000);
});

test('whatever happens, it closes by success alone and survives being stored', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('fail', 'succeed', 'ask'), { maxLength: 60 }), (events) => {
      let breaker = closedBreaker;
      let now = 0;
      for (const event of events) {
        now += 3_000;
        const before = breaker;
        if (event === 'fail') breaker = afterFailure(breaker, settings, now);
        else if (event === 'succeed') breaker = afterSuccess(breaker, settings);
        else breaker = tryBreaker(breaker, now).breaker;
        if (before.state !== 'closed' && breaker.state === 'closed') expect(event).toBe('succeed');
        expect(JSON.parse(JSON.stringify(breaker))).toEqual(breaker);
      }
    }),
  );
});
