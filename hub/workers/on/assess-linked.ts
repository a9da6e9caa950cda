import { reassess } from '../../media/keeping/reassess.ts';
import { onEvent } from '../on-event.ts';

/** What a recording is linked to decides how long it is kept. */
export default onEvent('links.changed', (hub, { footageIds }) => reassess(hub.store, footageIds));
