import { onEvent } from '../on-event.ts';
import { matchTogether } from './_match-together.ts';

/** A new or changed record is matched, and everything it touches is decided anew. */
export default onEvent('record.changed', (hub, { id }) => matchTogether(hub, { recordIds: [id], footageIds: [] }));
