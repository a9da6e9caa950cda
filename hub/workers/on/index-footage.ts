import { indexFootage } from '../../search/reindex.ts';
import { onEvent } from '../on-event.ts';

/** A recording can be found as soon as it is stored. */
export default onEvent('footage.changed', async (hub, { id }) => {
  await indexFootage(hub.store.db, hub.search, [id]);
  hub.queue.live.tell({ topic: 'footage', data: { id } });
});
