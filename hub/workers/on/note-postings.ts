import { repostStated } from '../../store/postings.ts';
import { statedBy } from '../../store/statements.ts';
import { onEvent } from '../on-event.ts';

/** A record that names officers with their stations tells where they served then; their recordings of those days follow. */
export default onEvent('record.changed', async (hub, { id }) => {
  const stated = await statedBy(hub.store.db, [id]);
  if (stated.length > 0) await hub.store.transaction((tx) => repostStated(tx, stated));
});
