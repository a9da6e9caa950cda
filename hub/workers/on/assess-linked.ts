import { reassess } from '../../media/keeping/reassess.ts';
import { noteHeld } from '../../store/holds.ts';
import { onEvent } from '../on-event.ts';

/** What a recording is linked to decides how long it is kept; what a hold has covered once it goes on to cover. */
export default onEvent('links.changed', async (hub, { recordId, footageIds }) => {
  await noteHeld(hub.store.db, recordId);
  await reassess(hub.store, footageIds);
});
