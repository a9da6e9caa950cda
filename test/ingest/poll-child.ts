import { pollSource } from '../../hub/ingest/poll.ts';
import { openStore } from '../../hub/store/open.ts';
import { ingestDeps } from './deps.ts';
import { tablePoller } from './table-poller.ts';

// A process of its own, to be killed while it polls: poll-child.ts <database> <table's database> <source>
const [hubUrl = '', tableUrl = '', name = ''] = process.argv.slice(2);
const store = openStore(hubUrl);
const deps = ingestDeps(store, { connectors: new Map([['test', tablePoller(tableUrl)]]) });
const run = await pollSource(deps, name, { signal: new AbortController().signal });
await deps.observations.close();
await store.close();
process.stdout.write(JSON.stringify({ ran: run.ran, pages: run.pages, stored: run.stored }));
