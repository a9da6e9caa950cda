import { fetchFootage } from '../../media/fetch-footage.ts';
import { onEvent } from '../on-event.ts';

/** Bring the bytes to a volume. */
export default onEvent('media.wanted', (hub, { footageId }, signal) => fetchFootage({ ...hub, signal }, footageId));
