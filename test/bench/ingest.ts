import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { readEnvironment } from '../../hub/core/environment.ts';
import { configureSource } from '../../hub/ingest/configure.ts';
import { reconciliation } from '../../hub/ingest/reconcile.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { messages, outbox } from '../../hub/store/tables/ingest.ts';
import { openHub } from '../../hub/workers/hub.ts';
import { report, table } from './_goals.ts';
import { fillCalls } from './ingest/calls.ts';
import { plainInsert } from './ingest/plain-insert.ts';
import { startSurroundings } from './ingest/surroundings.ts';

const exec = promisify(execFile);
const source = 'calls';

interface Polled {
  ms: number;
  stored: number;
  pages: number;
  error?: string;
  rssMb: number;
  cpuMs: number;
}

const pollInChild = async (env: Record<string, string>): Promise<Polled> => {
  const child = join(import.meta.dirname, 'ingest/poll-child.ts');
  const { stdout } = await exec(process.execPath, ['--import', 'tsx', child, source], {
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 24,
  });
  return JSON.parse(stdout) as Polled;
};

/** Register the source, and afterwards prove that everything is there once: rows, sums, events, raw messages. */
const withHub = async <T>(
  env: Record<string, string>,
  use: (hub: Awaited<ReturnType<typeof openHub>>) => Promise<T>,
) => {
  const hub = await openHub(readEnvironment({ ...process.env, ...env }));
  return use(hub).finally(() => hub.close());
};

const addSource = (env: Record<string, string>, otherSide: string, count: number): Promise<void> =>
  withHub(env, (hub) => {
    const { username, password, host, pathname } = new URL(otherSide);
    return configureSource(hub, {
      name: source,
      mapping: 'calls-view',
      state: 'running',
      settings: {
        url: `mysql://${username}@${host}${pathname}`,
        password: decodeURIComponent(password),
        table: 'v_calls',
        key: 'jjdbh',
        cursorColumn: 'gxsj',
        historyDays: Math.ceil((count * 20_000) / 86_400_000) + 2,
        pageSize: 2_000,
        requestsPerSecond: 1_000,
        timeoutSeconds: 600,
      },
    });
  });

const proof = (env: Record<string, string>) =>
  withHub(env, async ({ store: { db } }) => {
    const hours = await reconciliation(db, { from: Date.now() - 86_400_000, to: Date.now() + 3_600_000 });
    return {
      records: await db.$count(records),
      events: await db.$count(outbox),
      messages: await db.$count(messages),
      balanced: hours.every(({ balanced }) => balanced),
      received: hours.reduce((sum, { received }) => sum + received, 0),
    };
  });

/**
 * Stored records a second from a database of the other side, with all promises on, beside plain multi-row INSERT of the
 * same rows on the same server; and the memory of the process that did it.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...args], options: { records: { type: 'string', default: '100000' } } });
  const count = Number(values.records);
  const surroundings = await startSurroundings([join(import.meta.dirname, 'ingest/calls-view.yaml')]);
  try {
    const otherSide = await surroundings.database('other_side');
    await fillCalls(otherSide, count);
    await addSource(surroundings.env, otherSide, count);
    const polled = await pollInChild(surroundings.env);
    const found = await proof(surroundings.env);
    if (polled.error || found.records !== count || found.received !== count || !found.balanced) {
      throw new Error(`not everything is there once: ${JSON.stringify({ polled, found })}`);
    }
    const seconds = (polled.ms / 1000).toFixed(1);
    console.log(
      `${found.records} stored once in ${seconds} s, ${Math.round(polled.rssMb)} MB at most; now plain INSERT of the same`,
    );
    const plain = await plainInsert(surroundings.hubUrl, await surroundings.database('plain'), [
      'records',
      'record_officers',
      'record_references',
    ]);
    const rows = [...plain.values()].reduce((sum, each) => sum + each.rows, 0);
    const ms = [...plain.values()].reduce((sum, each) => sum + each.ms, 0);
    const own = plain.get('records') ?? { rows: 0, ms: 1 };
    const perSecond = (polled.stored / polled.ms) * 1000;
    const recordsOnly = (own.rows / own.ms) * 1000;
    const withChildren = (own.rows / ms) * 1000;
    const line = (what: string, rate: number) => [what, Math.round(rate), (rate / recordsOnly).toFixed(3)];
    const body = [
      `${count} calls of one view, two officers each; ${found.messages} raw messages, ${found.events} events, ${rows} rows in the catalogue.`,
      `The hub's process: ${(polled.ms / 1000).toFixed(1)} s, of these ${(polled.cpuMs / 1000).toFixed(1)} s on a core, ${Math.round(polled.rssMb)} MB at most.`,
      '',
      table(
        ['way', 'records a second', 'of plain INSERT'],
        [
          line('connector → mapping → store, all promises on', perSecond),
          line('multi-row INSERT by mysql2, records alone', recordsOnly),
          line('multi-row INSERT by mysql2, records with officers and references', withChildren),
        ],
      ),
    ].join('\n');
    await report('ingest', `npm run -s bench -- ingest --records ${count}`, body, [
      { name: 'ingest-of-plain-insert', value: perSecond / withChildren, atLeast: 0.4 },
      { name: 'ingest-of-plain-insert-of-records-alone', value: perSecond / recordsOnly, atLeast: 0.4 },
      { name: 'ingest-memory-mb', value: polled.rssMb, atMost: 600, digits: 0 },
    ]);
  } finally {
    await surroundings.close();
  }
};
