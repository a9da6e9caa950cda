import { mustNotBeBusy, tendOriginal } from '../../media/volumes/tend-original.ts';
import { logCopies } from '../log-copies.ts';
import { onEvent } from '../on-event.ts';

/** Copy, move and remove originals as the rules of the volumes and their retention classes want it. */
export default onEvent('original.tend', async (hub, { footageId, to }) => {
  const outcome = await tendOriginal(hub, footageId, { to, note: logCopies });
  mustNotBeBusy(footageId, outcome);
});
