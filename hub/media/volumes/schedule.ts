import { setTimeout as pause } from 'node:timers/promises';
import { explain } from '../../core/errors.ts';
import { withLease } from '../../store/lease.ts';
import type { VolumesDeps } from './open-volumes.ts';
import { tendVolumes } from './tend-volumes.ts';

export interface VolumeSchedule {
  close(): Promise<void>;
}

/** Look after volumes and copies every few seconds. Runs in every scheduler process; a lease lets one of them do it. */
export const startVolumeSchedule = (
  deps: VolumesDeps,
  { everyMs = 5_000, thoroughEveryMs = 10 * 60_000 } = {},
): VolumeSchedule => {
  const stop = new AbortController();
  let thoroughAt = 0;
  const turn = async (): Promise<void> => {
    const isThorough = Date.now() >= thoroughAt;
    const leased = await withLease(deps.store, 'volumes', () => tendVolumes(deps, Date.now(), { isThorough }));
    if (leased.taken && isThorough && !leased.value.isMore) thoroughAt = Date.now() + thoroughEveryMs;
  };
  const turns = (async () => {
    while (!stop.signal.aborted) {
      await turn().catch((error: unknown) =>
        deps.log.warn({ error: explain(error) }, '[hub] [media] volumes could not be looked after'),
      );
      await pause(everyMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
    }
  })();
  return {
    close: async () => {
      stop.abort();
      await turns;
    },
  };
};
