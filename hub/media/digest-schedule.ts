import cron from 'node-cron';
import { explain } from '../core/errors.ts';
import { withLease } from '../store/lease.ts';
import { digestsDue } from '../store/media.ts';
import { checkDigest } from './check-digest.ts';
import type { MediaDeps } from './deps.ts';
import { sweepSegments } from './evidence/cut-segment.ts';
import { homeVolume } from './home-volume.ts';
import { sweepOnDemand } from './on-demand.ts';
import { sweepUploads } from './upload/sweep-uploads.ts';
import { sweepLocalOriginals } from './volumes/local-original.ts';

const dayMs = 86_400_000;
const onDemandKeptMs = 6 * 3_600_000;

export interface DigestSchedule {
  close(): Promise<void>;
}

/**
 * Check originals against their digests, each about once in `everyDays`, a few in every quarter of an hour so that it
 * takes no line or disk from others, and remove what was made on demand long ago, uploads nobody finished and cuts that were
 * left behind. Runs in every scheduler process; a lease lets one of them do it.
 */
export const startDigestSchedule = (deps: MediaDeps, { everyDays = 30, atOnce = 50 } = {}): DigestSchedule => {
  let closed = false;
  let running: Promise<void> = Promise.resolve();

  const check = async (): Promise<void> => {
    await withLease(deps.store, 'digest-schedule', async (lost) => {
      for (const id of await digestsDue(deps.store.db, Date.now() - everyDays * dayMs, atOnce)) {
        if (closed || lost.aborted) return;
        await checkDigest(deps, id);
      }
      await sweepOnDemand(deps, onDemandKeptMs);
      await sweepLocalOriginals(deps, onDemandKeptMs);
      await sweepUploads(deps);
      await sweepSegments(homeVolume(deps).workshop);
    });
  };
  const task = cron.schedule('*/15 * * * *', () => {
    running = check().catch((error: unknown) =>
      deps.log.warn({ error: explain(error) }, '[hub] [media] digests could not be checked'),
    );
  });
  return {
    close: async () => {
      closed = true;
      await task.destroy();
      await running;
    },
  };
};
