import { matchRecord } from '../../match/online.ts';
import { onEvent } from '../on-event.ts';

/** A new or changed record is matched, and everything it touches is decided anew. */
export default onEvent('record.changed', (hub, { id }) =>
  hub.store.transaction((tx) => matchRecord(tx, hub.rules, id)),
);
