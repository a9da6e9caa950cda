import { repostFootage } from '../../store/repost.ts';
import { onEvent } from '../on-event.ts';

/** Where its wearer served may have been said while the recording was being stored: it is looked at again once it is. */
export default onEvent('footage.changed', (hub, { id }) => repostFootage(hub.store, id));
