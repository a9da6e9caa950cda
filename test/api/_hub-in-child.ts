import { createApi } from '../../hub/api/app.ts';
import { listen } from '../../hub/api/listen.ts';
import { readEnvironment } from '../../hub/core/environment.ts';
import { openHub } from '../../hub/workers/hub.ts';

// A process of its own, for tests that kill it. Prints its port.
const hub = await openHub(readEnvironment());
const { port } = await listen(await createApi(hub), hub.environment);
process.stdout.write(`${port}\n`);
