import { matchRecord } from '../../match/online.ts';
import { onEvent } from '../on-event.ts';

/** Find the footage of a new or edited record, and decide its rivals anew. */
export default onEvent('record.changed', async (hub, { id }) => {
  await hub.store.transaction((tx) => matchRecord(tx, hub.rules, id));
  hub.queue.nudge();
});
