import type { Command } from 'commander';
import { toIso } from '../core/time.ts';
import { mappingOf } from '../ingest/deps.ts';
import { reconciliation } from '../ingest/reconcile.ts';
import { driftReport } from '../ingest/source-drift.ts';
import { secretsOf } from '../ingest/source-secrets.ts';
import { listBackfills } from '../store/backfills.ts';
import { breakersOf } from '../store/breakers.ts';
import { openDeadLetters } from '../store/dead-letters.ts';
import { requireSource } from '../store/sources.ts';
import { withHub } from './_with-hub.ts';
import { withStore } from './_with-store.ts';

const dayMs = 86_400_000;
const at = (moment: number | null): string => (moment === null ? '-' : toIso(moment));

/** `status` and `drift` of a source. */
export const addWatchCommands = (source: Command): void => {
  source
    .command('status')
    .description('State, last error with what can be done, position, sums of a day, and readings beside it.')
    .argument('<name>')
    .action((name: string) =>
      withStore(async ({ db }) => {
        const row = await requireSource(db, name);
        const now = Date.now();
        const [breakers, letters, sums, backfills] = await Promise.all([
          breakersOf(db, [name]),
          openDeadLetters(db),
          reconciliation(db, { source: name, from: now - dayMs, to: now }),
          listBackfills(db, name, 3),
        ]);
        const total = (key: 'received' | 'stored' | 'unchanged' | 'dead') =>
          sums.reduce((sum, one) => sum + one[key], 0);
        console.log(`state\t${row.state}`);
        console.log(`last run\t${at(row.lastRunAt)}\nlast success\t${at(row.lastSuccessAt)}`);
        console.log(`last received\t${at(row.lastReceivedAt)}`);
        if (row.lastError) console.log(`last error\t${row.lastError.message}; ${row.lastError.remedy ?? ''}`);
        console.log(`breaker\t${breakers.get(name)?.state ?? 'closed'}`);
        console.log(`position\t${JSON.stringify(row.cursor)}`);
        console.log(`open dead letters\t${letters.get(name) ?? 0}`);
        console.log(
          `a day\treceived ${total('received')} = stored ${total('stored')} + unchanged ${total('unchanged')} + dead ${total('dead')} ${sums.every(({ balanced }) => balanced) ? '✓' : '✗'}`,
        );
        for (const { id, state, pages, stored, reached } of backfills) {
          console.log(`backfill ${id}\t${state}\tpages ${pages}, stored ${stored}\t${JSON.stringify(reached)}`);
        }
        if (row.state === 'failed') process.exitCode = 1;
      }),
    );

  source
    .command('drift')
    .description('New, vanished and re-typed fields in what the source brought last, each with a sample.')
    .argument('<name>')
    .action((name: string) =>
      withHub(async (hub) => {
        const row = await requireSource(hub.store.db, name);
        const report = await driftReport(hub.store, { source: name, mapping: mappingOf(hub, row) });
        await hub.audit.record({ actor: 'cli', actorKind: 'hub', action: 'source.drift', object: `source:${name}` });
        const { findings, messages, rows } = secretsOf(hub, row).value(report);
        console.log(`${findings.length} differences in ${rows} rows of ${messages} messages`);
        for (const { kind, path, since, was, is, sample } of findings) {
          const change = was === undefined ? '' : `${was} → ${is}`;
          console.log([kind, path, change, `message ${since}`, sample ?? ''].join('\t'));
        }
      }),
    );
};
