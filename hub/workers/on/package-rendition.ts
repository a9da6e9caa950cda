import { packageFootage } from '../../media/package-footage.ts';
import { onEvent } from '../on-event.ts';

/** Make what browsers play; pages that wait for it are told. */
export default onEvent('rendition.wanted', async (hub, { footageId }, signal) => {
  await packageFootage({ ...hub, signal }, footageId);
  hub.queue.live.tell({ topic: 'footage', data: { id: footageId } });
});
