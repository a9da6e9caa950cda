import type { Command } from 'commander';
import { reconcilePublications } from '../publish/reconcile.ts';
import { publishTo } from '../publish/send.ts';
import { resetBreaker } from '../store/breakers.ts';
import { listPublications, publicationSums } from '../store/publication-lists.ts';
import { retryPublications } from '../store/publication-outcomes.ts';
import { requireSource } from '../store/sources.ts';
import { publishingOf } from '../workers/publishing.ts';
import { stopSignal } from './_stop-signal.ts';
import { withHub } from './_with-hub.ts';
import { withStore } from './_with-store.ts';

export default (program: Command): void => {
  const publish = program.command('publish').description('Links told to other systems.');

  publish
    .command('status')
    .description('Counts by state for each source, and the latest errors with what can be done.')
    .argument('[source]')
    .action((name?: string) =>
      withStore(async (store) => {
        for (const { target, counts } of (await publicationSums(store.db, name)).values()) {
          const states = Object.entries(counts).map(([state, count]) => `${state} ${count}`);
          console.log([target, ...states].join('\t'));
          const { items } = await listPublications(store.db, target, { troubled: true, limit: 5 });
          for (const { publication, record } of items) {
            const { message = '', remedy } = publication.lastError ?? {};
            console.log(['', `${record.system}/${record.externalId}`, message, remedy ?? ''].join('\t'));
          }
        }
      }),
    );

  publish
    .command('retry')
    .description('Tell again, now, what failed or waits after an error. The exit status says whether all was told.')
    .argument('<source>')
    .action((name: string) =>
      withHub(async (hub) => {
        await requireSource(hub.store.db, name);
        const due = await retryPublications(hub.store.db, name);
        await resetBreaker(hub.store.db, name);
        const run = await publishTo(publishingOf(hub), name, { signal: stopSignal() });
        console.log(JSON.stringify({ due, ...run }));
        if (run.failed + run.retried > 0) process.exitCode = 1;
      }),
    );

  publish
    .command('reconcile')
    .description(
      'Compare what a source was told with what it should have been told, and where it can be read with what it has.',
    )
    .argument('<source>')
    .action((name: string) =>
      withHub(async (hub) => {
        const found = await reconcilePublications(publishingOf(hub), name, { signal: stopSignal() });
        console.log(JSON.stringify(found));
        if (found.missing) process.exitCode = 1;
      }),
    );
};
