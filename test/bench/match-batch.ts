import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { RowDataPacket } from 'mysql2';
import mysql from 'mysql2/promise';
import { loadRules } from '../../hub/match/rules.ts';
import { listRuns, type RunProgress, startRun } from '../../hub/store/match-runs.ts';
import { openStore, type Store } from '../../hub/store/open.ts';
import { type Goal, report, table } from './_goals.ts';
import { startSurroundings } from './ingest/surroundings.ts';
import { bareRead, bareWrite, linkRows } from './match-batch/bare.ts';
import { type Matcher, startMatcher } from './match-batch/matcher.ts';
import { fill } from './match-online/fill.ts';
import { recordsPerCity } from './match-speed/province.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const inSeconds = (ms: number): string => (ms / 1000).toFixed(1);
const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const before = performance.now();
  await run();
  return performance.now() - before;
};

/** As if nothing had ever been matched. */
const forget = async (store: Store): Promise<void> => {
  await store.pool.query('TRUNCATE links');
  await store.pool.query('TRUNCATE outbox');
  await store.pool.query('UPDATE records SET linkCount = 0 WHERE linkCount <> 0');
  await store.pool.query(
    'UPDATE footage SET linkCount = 0, clockErrorMs = NULL WHERE linkCount <> 0 OR clockErrorMs IS NOT NULL',
  );
};

/** How many links there are, and a sum over all that they say. */
const digest = async (store: Store): Promise<string> => {
  const said = 'recordId, footageId, segmentStart, segmentEnd, decision, ROUND(weight, 6), evidence';
  const sql = `SELECT COUNT(*) AS total, SUM(CRC32(CONCAT_WS(' ', ${said}))) AS sum FROM links`;
  const [[row]] = await store.pool.query<RowDataPacket[]>(sql);
  return `${row?.total} ${row?.sum}`;
};

const doneParts = ({ passes }: RunProgress): { done: number; parts: number } => ({
  done: passes.reduce((sum, { done }) => sum + done, 0),
  parts: passes.reduce((sum, { parts }) => sum + parts, 0),
});

interface Measured {
  readonly ms: number;
  readonly run: RunProgress;
  readonly links: string;
}

/** No machine needs so long for it. */
const longestMs = 20 * 60_000;

/** Match everything, with whoever works. @param halfWay called once, when half of the parts are done */
const batch = async (store: Store, halfWay?: () => Promise<void>): Promise<Measured> => {
  const order = { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER, org: null, startedBy: 'bench' };
  await store.transaction((tx) => startRun(tx, order));
  let waits = halfWay;
  for (;;) {
    const run = (await listRuns(store.db, 1))[0] as RunProgress;
    const { done, parts } = doneParts(run);
    const { createdAt, finishedAt } = run.run;
    if (waits && parts > 0 && done * 2 >= parts) {
      await waits();
      waits = undefined;
    }
    if (finishedAt !== null) return { ms: finishedAt - createdAt, run, links: await digest(store) };
    if (Date.now() > createdAt + longestMs) throw new Error(`the run is not over: ${JSON.stringify(run)}`);
    await pause(250);
  }
};

const measure = async (records: number, isShort: boolean): Promise<void> => {
  const cities = Math.max(1, Math.round(records / recordsPerCity));
  const surroundings = await startSurroundings([]);
  const files = await mkdtemp(join(tmpdir(), 'bench-batch-'));
  await chmod(files, 0o755);
  const running: Matcher[] = [];
  const work = async (cores: readonly (number | undefined)[]): Promise<Matcher[]> => {
    const matchers = await Promise.all(cores.map((core) => startMatcher(surroundings.env, core)));
    running.push(...matchers);
    return matchers;
  };
  const rest = async (): Promise<void> => void (await Promise.all(running.splice(0).map((matcher) => matcher.stop())));
  try {
    const connection = await mysql.createConnection(surroundings.hubUrl);
    const { rows } = await fill(connection, loadRules(), cities, files, 0, { isMatched: false });
    await connection.end();
    const store = openStore(surroundings.hubUrl, { connections: 2 });
    await forget(store);

    const readMs = await timed(() => bareRead(store.pool));
    await work([undefined]);
    const alone = await batch(store);
    await rest();
    const links = await linkRows(store.pool);
    await store.pool.query('CREATE TABLE bare_links LIKE links');
    const writeMs = await timed(() => bareWrite(store.pool, 'bare_links', links));
    await store.pool.query('DROP TABLE bare_links');

    const shared: [name: string, Measured][] = [];
    if (!isShort) {
      await forget(store);
      await work([0]);
      shared.push(['one process on one core', await batch(store)]);
      await rest();
      await forget(store);
      await work([0, 1]);
      shared.push(['two processes on a core each', await batch(store)]);
      await rest();
      await forget(store);
      const [victim] = await work([0, 1]);
      shared.push(['one of the two killed half-way', await batch(store, async () => victim?.kill())]);
      await rest();
    }
    await store.close();

    const line = (name: string, { ms, run, links: said }: Measured) => {
      const parts = run.passes.map(({ pass, parts: all }) => `${pass} ${all}`).join(', ');
      return [name, inSeconds(ms), whole((rows.records * 1000) / ms), parts, said.split(' ')[0] ?? ''];
    };
    const body = [
      `${whole(rows.records)} records and ${whole(rows.footage)} clips in ${cities} cities, ${whole(links.length)} links; commits wait for the disk.`,
      '',
      table(
        ['', 's', 'records/s', 'parts', 'links'],
        [
          ['bare SELECT of the rows', inSeconds(readMs), whole((rows.records * 1000) / readMs), '', ''],
          ['bare INSERT of the links', inSeconds(writeMs), whole((rows.records * 1000) / writeMs), '', ''],
          line('one process', alone),
          ...shared.map(([name, measured]) => line(name, measured)),
        ],
      ),
    ].join('\n');
    const goals: Goal[] = [
      {
        name: 'whole batch, times reading and writing alone',
        value: alone.ms / (readMs + writeMs),
        atMost: 3,
        digits: 2,
      },
    ];
    const [one, two] = shared.map(([, measured]) => measured);
    if (one && two)
      goals.push(
        { name: 'two processes, times as fast as one', value: one.ms / two.ms, atLeast: 1.8, digits: 2 },
        {
          name: 'same links whoever did it, and after kill -9',
          value: shared.filter(([, { links: said }]) => said === alone.links).length,
          atLeast: 3,
          digits: 0,
        },
      );
    const command = `npm run -s bench -- match-batch --records ${records}${isShort ? ' --short' : ''}`;
    await report('match-batch', command, body, goals);
  } finally {
    await rest();
    await surroundings.close();
    await rm(files, { recursive: true, force: true });
  }
};

/**
 * The whole store matched again, beside reading and writing its rows alone; by one process, by two, and with one killed.
 * `--records N`, in cities of some 17,000; `--short` leaves out the runs of several processes.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: { records: { type: 'string', default: '100000' }, short: { type: 'boolean', default: false } },
  });
  await measure(Number(values.records), values.short);
};
