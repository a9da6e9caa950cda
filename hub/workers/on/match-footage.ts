import { matchFootage } from '../../match/online.ts';
import { onEvent } from '../on-event.ts';

/** A new, late or changed clip is matched, and everything it touches is decided anew. */
export default onEvent('footage.changed', (hub, { id }) =>
  hub.store.transaction((tx) => matchFootage(tx, hub.rules, id)),
);
