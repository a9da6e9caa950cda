import { HubError, nextStep } from '../../core/errors.ts';
import { backfillSource } from '../../ingest/backfill.ts';
import { endBackfill, findBackfill, noteBackfill } from '../../store/backfills.ts';
import { tell } from '../../store/outbox.ts';
import { findSource } from '../../store/sources.ts';
import { onEvent } from '../on-event.ts';

/** A person wants it to end. */
class StoppedError extends Error {}

/** How often it is looked whether somebody wants it to end: its budget may let minutes pass between two pages. */
const lookEveryMs = 1_000;

const errorOf = (error: unknown): { message: string; remedy?: string } => ({
  message: error instanceof Error ? error.message : String(error),
  ...(error instanceof HubError && error.remedy ? { remedy: error.remedy } : {}),
});

/**
 * Read a source again beside its live position. How far it came is kept with every page, so after a stop or a crash it
 * goes on from there.
 */
export default onEvent('backfill.wanted', async (hub, { source: name, id = 0 }, signal) => {
  const { db } = hub.store;
  const [source, backfill] = await Promise.all([findSource(db, name), findBackfill(db, id)]);
  if (!backfill || backfill.state === 'done' || backfill.state === 'stopped') return;
  if (!source)
    return endBackfill(db, id, 'failed', { message: `[hub] [backfill] there is no source ${name} any more` });
  const showProgress = () => hub.queue.live.tell({ topic: 'source', data: { name } });
  const goOn = async (page: Parameters<typeof noteBackfill>[2]): Promise<void> => {
    if (!(await noteBackfill(db, id, page))) throw new StoppedError('stopped by a person');
    showProgress();
  };
  const stop = new AbortController();
  const looking = setInterval(async () => {
    const now = await findBackfill(db, id).catch(() => backfill);
    if (now?.state === 'stopping') stop.abort(new StoppedError('stopped by a person'));
  }, lookEveryMs);
  try {
    await goOn({});
    await backfillSource(hub, source, backfill.reached ?? undefined, {
      signal: AbortSignal.any([signal, stop.signal]),
      onPage: ({ added: { pages, stored, unchanged, deadLettered: dead }, reached }) =>
        goOn({ added: { pages, stored, unchanged, dead }, ...(reached === undefined ? {} : { reached }) }),
    });
    await endBackfill(db, id, 'done');
  } catch (error) {
    if (error instanceof StoppedError || stop.signal.aborted) await endBackfill(db, id, 'stopped');
    // Another worker goes on at once.
    else if (signal.aborted) await tell(db, [{ name: 'backfill.wanted', data: { source: name, id } }]);
    else if (nextStep(error) === 'retry') throw error;
    else await endBackfill(db, id, 'failed', errorOf(error));
  } finally {
    clearInterval(looking);
  }
  showProgress();
});
