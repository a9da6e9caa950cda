import { setTimeout as pause } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { createApi } from '../api/app.ts';
import { listen } from '../api/listen.ts';
import { readEnvironment } from '../core/environment.ts';
import { explain } from '../core/errors.ts';
import { startSchedules } from '../ingest/schedule.ts';
import { startDigestSchedule } from '../media/digest-schedule.ts';
import { startVolumeSchedule } from '../media/volumes/schedule.ts';
import { startPublishSchedule } from '../publish/schedule.ts';
import { reindex } from '../search/reindex.ts';
import { migrate } from '../store/migrate.ts';
import { type Hub, openHub } from '../workers/hub.ts';
import { publishingOf } from '../workers/publishing.ts';
import { runWorkers } from '../workers/run.ts';
import { stopSignal } from './_stop-signal.ts';

/** `matcher` is a worker that only matches the store again: for machines that help out for a while. */
const knownRoles = ['api', 'worker', 'scheduler', 'matcher'] as const;
type ServeRole = (typeof knownRoles)[number];

const rolesOf = (text: string): ServeRole[] =>
  text.split(',').map((name) => {
    const role = knownRoles.find((known) => known === name.trim());
    if (role) return role;
    throw new InvalidArgumentError(`"${name}" is no role; give some of ${knownRoles.join(',')}`);
  });

interface Running {
  close(): Promise<void>;
}

/** Nothing under way needs longer to stop well; what does not stop is taken up by others, or after the next start. */
const patienceMs = 5_000;

const closeInTime = async (hub: Hub, part: string, close: () => Promise<void>): Promise<void> => {
  const late = pause(patienceMs, 'late', { ref: false });
  if ((await Promise.race([close(), late])) === 'late') hub.log.warn({ part }, 'it does not stop; left behind');
};

/** An index that is empty while the store is not was lost or never made: it is built while the hub serves. */
const restoreIndex = async (hub: Hub): Promise<void> => {
  try {
    if ((await hub.search.count()) > 0) return;
    const documents = await reindex(hub.store.db, hub.search);
    if (documents > 0) hub.log.info({ documents }, 'the search index was built anew');
  } catch (error) {
    hub.log.warn({ error: explain(error) }, 'the search index could not be built; run: hub reindex');
  }
};

const start: Record<ServeRole, (hub: Hub) => Promise<Running> | Running> = {
  api: async (hub) => listen(await createApi(hub), hub.environment),
  worker: async (hub) => {
    void restoreIndex(hub);
    return runWorkers(hub);
  },
  matcher: (hub) => runWorkers(hub, { lanes: ['rematch', 'parts'] }),
  scheduler: (hub) => {
    const parts = [
      startSchedules(hub),
      startDigestSchedule(hub),
      startVolumeSchedule(hub),
      startPublishSchedule(publishingOf(hub)),
    ];
    return { close: async () => void (await Promise.all(parts.map((part) => part.close()))) };
  },
};

export default (program: Command): void => {
  program
    .command('serve')
    .description('Run the hub: as many processes on as many machines as wanted, all alike.')
    .option('--role <roles>', 'what this process does: api, worker, scheduler, matcher, comma-separated', rolesOf, [
      'api',
      'worker',
      'scheduler',
    ])
    .action(async ({ role }: { role: ServeRole[] }) => {
      const environment = readEnvironment();
      const hub = await openHub(environment);
      const running: [part: string, Running][] = [];
      try {
        await migrate(hub.store);
        await hub.refreshMappings();
        for (const name of role) running.push([name, await start[name](hub)]);
        hub.log.info({ role, url: role.includes('api') ? environment.publicUrl : undefined }, 'the hub runs');
        const stop = stopSignal();
        await new Promise<void>((resolve) =>
          stop.aborted ? resolve() : stop.addEventListener('abort', () => resolve(), { once: true }),
        );
      } finally {
        for (const [part, { close }] of running.reverse()) await closeInTime(hub, part, close);
        await closeInTime(hub, 'connections', hub.close);
      }
      // A handle that somebody forgot must not keep a process that was told to end.
      process.exit();
    });
};
