import { onEvent } from '../../../hub/workers/on-event.ts';
import { seen } from './_seen.ts';

export default onEvent('record.changed', async (_, { id }) => seen.push(`first ${id}`));
