import { indexFootage, indexRecords } from '../../search/reindex.ts';
import { footageLinkedTo } from '../../store/indexing.ts';
import { onEvent } from '../on-event.ts';

/** Recordings are found by what they show: both sides of the changed links are indexed anew. */
export default onEvent('links.changed', async (hub, { recordId }) => {
  await indexRecords(hub.store.db, hub.search, [recordId]);
  await indexFootage(hub.store.db, hub.search, await footageLinkedTo(hub.store.db, recordId));
  hub.queue.live.tell({ topic: 'links', data: { recordId } });
});
