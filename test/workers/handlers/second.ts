import { onEvent } from '../../../hub/workers/on-event.ts';
import { seen } from './_seen.ts';

export default onEvent('record.changed', async (hub, { id }) => {
  // The hub at hand is the real one.
  await hub.store.db.$count((await import('../../../hub/store/tables/catalogue.ts')).records);
  seen.push(`second ${id}`);
});
