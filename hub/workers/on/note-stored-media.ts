import { onEvent } from '../on-event.ts';

/** Players that wait for the bytes ask again. */
export default onEvent('media.stored', async (hub, { footageId }) => {
  hub.queue.live.tell({ topic: 'footage', data: { id: footageId } });
});
