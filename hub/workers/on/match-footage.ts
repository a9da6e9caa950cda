import { onEvent } from '../on-event.ts';
import { matchTogether } from './_match-together.ts';

/** A new, late or changed clip is matched, and everything it touches is decided anew. */
export default onEvent('footage.changed', (hub, { id }) => matchTogether(hub, { recordIds: [], footageIds: [id] }));
