import { createApi } from '../../../hub/api/app.ts';
import { listen } from '../../../hub/api/listen.ts';
import { readEnvironment } from '../../../hub/core/environment.ts';
import { openHub } from '../../../hub/workers/hub.ts';

// The hub as `serve --role api` runs it. Prints its port.
const hub = await openHub(readEnvironment());
const { port } = await listen(await createApi(hub), hub.environment);
process.stdout.write(`${port}\n`);
