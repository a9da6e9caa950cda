import { matchFootage } from '../../match/online.ts';
import { onEvent } from '../on-event.ts';

/** Find what a new, late or changed recording shows. */
export default onEvent('footage.changed', async (hub, { id }) => {
  await hub.store.transaction((tx) => matchFootage(tx, hub.rules, id));
  hub.queue.nudge();
});
