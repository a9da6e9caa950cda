import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { openStore } from '../../hub/store/open.ts';
import { mediaDeps } from './catalogue.ts';

// A process of its own, for tests that kill it: DATABASE_URL, MEDIA_DIR, FOOTAGE_ID.
const store = openStore(process.env.DATABASE_URL ?? '');
const outcome = await fetchFootage(mediaDeps(store, process.env.MEDIA_DIR ?? ''), Number(process.env.FOOTAGE_ID));
await store.close();
process.stdout.write(outcome);
