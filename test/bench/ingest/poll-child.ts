import { readEnvironment } from '../../../hub/core/environment.ts';
import { pollSource } from '../../../hub/ingest/poll.ts';
import { openHub } from '../../../hub/workers/hub.ts';

// A hub process that polls one source to its end and says how long that took and how much memory it needed at most.
const [name = ''] = process.argv.slice(2);
const hub = await openHub(readEnvironment());
const begun = performance.now();
const run = await pollSource(hub, name, { signal: new AbortController().signal });
const ms = performance.now() - begun;
await hub.close();
process.stdout.write(
  JSON.stringify({
    ms,
    stored: run.stored,
    pages: run.pages,
    error: run.error === undefined ? undefined : String(run.error),
    rssMb: process.resourceUsage().maxRSS / 1024,
    cpuMs: (process.resourceUsage().userCPUTime + process.resourceUsage().systemCPUTime) / 1000,
  }),
);
