import { repostWithdrawn } from '../../store/repost.ts';
import { onEvent } from '../on-event.ts';

/** An edited record says no more where officers served: recordings that were taken for that station's follow. */
export default onEvent('statements.withdrawn', (hub, { said }) =>
  hub.store.transaction((tx) => repostWithdrawn(tx, said)),
);
