import { indexRecords } from '../../search/reindex.ts';
import { onEvent } from '../on-event.ts';

/** A record can be found as soon as it is stored, before anything is known about its footage. */
export default onEvent('record.changed', async (hub, { id }) => {
  await indexRecords(hub.store.db, hub.search, [id]);
  hub.queue.live.tell({ topic: 'record', data: { id } });
});
