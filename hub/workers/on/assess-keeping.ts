import { reassess } from '../../media/keeping/reassess.ts';
import { assessedBefore } from '../../store/keeping.ts';
import { tell } from '../../store/outbox.ts';
import { onEvent } from '../on-event.ts';

const atOnce = 1_000;

/** After a retention class was changed: all recordings, a part at a time. */
export default onEvent('keeping.assess', async (hub, { after, before, copies }) => {
  const ids = await assessedBefore(hub.store.db, before, after, atOnce);
  await reassess(hub.store, ids);
  if (copies && ids.length > 0) {
    await tell(
      hub.store.db,
      ids.map((footageId) => ({ name: 'original.tend', data: { footageId } })),
    );
  }
  const last = ids.at(-1);
  if (ids.length === atOnce && last !== undefined) {
    await tell(hub.store.db, [{ name: 'keeping.assess', data: { after: last, before, copies } }]);
  }
});
