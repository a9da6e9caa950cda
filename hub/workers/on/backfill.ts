import { backfillSource } from '../../ingest/poll.ts';
import { findSource } from '../../store/sources.ts';
import { onEvent } from '../on-event.ts';

/** Read a source again beside its live position. Begun again after a crash: what the store has already is unchanged. */
export default onEvent('backfill.wanted', async (hub, { source: name, from }, signal) => {
  const source = await findSource(hub.store.db, name);
  if (source) await backfillSource(hub, source, from, { signal });
});
