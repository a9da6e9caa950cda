import { repostStated } from '../../store/repost.ts';
import { areRecordsMoved, repostRecords } from '../../store/repost-records.ts';
import { statedBy } from '../../store/statements.ts';
import { onEvent } from '../on-event.ts';

/**
 * A record that names officers with their stations tells where they served then; their recordings of those days follow, and
 * other records. Where it does not say so itself, what is known of its officers is written beside it.
 */
export default onEvent('record.changed', async (hub, { id }) => {
  const { db } = hub.store;
  const stated = await statedBy(db, [id]);
  if (stated.length > 0) await hub.store.transaction((tx) => repostStated(tx, stated));
  if (await areRecordsMoved(db, [id])) await hub.store.transaction((tx) => repostRecords(tx, [id]));
});
