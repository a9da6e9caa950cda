import { indexFootage, indexRecords } from '../../search/reindex.ts';
import { footageLinkedTo } from '../../store/indexing.ts';
import { onEvent } from '../on-event.ts';

/**
 * Recordings are found by what they show: both sides of the changed links are indexed anew, those included that have
 * lost their link.
 */
export default onEvent('links.changed', async (hub, { recordId, footageIds }) => {
  await indexRecords(hub.store.db, hub.search, [recordId]);
  const linked = await footageLinkedTo(hub.store.db, recordId);
  await indexFootage(hub.store.db, hub.search, [...new Set([...linked, ...footageIds])]);
  hub.queue.live.tell({ topic: 'links', data: { recordId } });
});
