import { backfillSource } from '../../ingest/backfill.ts';
import { tell } from '../../store/outbox.ts';
import { findSource } from '../../store/sources.ts';
import { onEvent } from '../on-event.ts';

/**
 * Read a source again beside its live position. A stop leaves word of how far it came; after a crash it begins again, and
 * what the store has already is unchanged.
 */
export default onEvent('backfill.wanted', async (hub, { source: name, from }, signal) => {
  const source = await findSource(hub.store.db, name);
  if (source === undefined) return;
  let reached = from;
  const onPage = (cursor: unknown) => {
    reached = cursor;
  };
  try {
    await backfillSource(hub, source, from, { signal, onPage });
  } catch (error) {
    if (!signal.aborted || reached === from) throw error;
    await tell(hub.store.db, [{ name: 'backfill.wanted', data: { source: name, from: reached } }]);
  }
});
