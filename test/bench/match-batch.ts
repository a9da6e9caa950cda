import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { RowDataPacket } from 'mysql2';
import mysql from 'mysql2/promise';
import { loadRules } from '../../hub/match/rules/rules.ts';
import { listRuns, type RunProgress, startRun } from '../../hub/store/match-runs.ts';
import { openStore, type Store } from '../../hub/store/open.ts';
import { type Goal, report, table } from './_goals.ts';
import { startSurroundings } from './ingest/surroundings.ts';
import { bareRead, bareWrite, linkRows } from './match-batch/bare.ts';
import { openCoreShare } from './match-batch/core-share.ts';
import { type Matcher, type Place, startMatcher } from './match-batch/matcher.ts';
import { fill } from './match-online/fill.ts';
import { recordsPerCity } from './match-speed/province.ts';
import { processorSeconds } from './media/processor-seconds.ts';

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

/** Processor time, s. */
interface Effort {
  readonly hub: number;
  readonly database: number;
}

interface Measured {
  readonly ms: number;
  /** Unknown where a process was killed: what it did died with it. */
  readonly effort: Effort | undefined;
  readonly run: RunProgress;
  readonly links: string;
}

/** No machine needs so long for it. */
const longestMs = 20 * 60_000;

/** Match everything, with whoever works. @param halfWay called once, when half of the parts are done */
const batch = async (store: Store, halfWay?: () => Promise<void>): Promise<Omit<Measured, 'effort'>> => {
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

const ownSeconds = async (): Promise<number> => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** What some work takes of the processors. @param hub what the hub's side took since it began, s */
const withEffort = async <T>(
  server: number,
  hub: () => Promise<number>,
  run: () => Promise<T>,
): Promise<{ result: T; effort: Effort }> => {
  const before = { hub: await hub(), database: await processorSeconds(server) };
  const result = await run();
  return {
    result,
    effort: { hub: (await hub()) - before.hub, database: (await processorSeconds(server)) - before.database },
  };
};

const pidOfServer = async (store: Store): Promise<number> => {
  const [[row]] = await store.pool.query<RowDataPacket[]>('SELECT @@pid_file AS path');
  return Number(await readFile(String(row?.path), 'utf8'));
};

/** Part of a core that a worker gets where workers stand for machines of their own, and the database has the rest. */
const share = 0.5;
const sharedCores: readonly Place[] = [
  { core: 0, share },
  { core: 1, share },
];

/** The rows of several processes, and what is to be said of them. */
interface Shared {
  readonly rows: readonly (readonly [name: string, Measured])[];
  readonly notes: readonly string[];
  readonly goals: readonly Goal[];
}

type Work = (places: readonly Place[], victim?: 'killed') => Promise<Measured>;

const faster = (one: Measured, two: Measured): number => one.ms / two.ms;

const measureShared = async (work: Work): Promise<Shared> => {
  const one = await work([{ core: 0 }]);
  const two = await work([{ core: 0 }, { core: 1 }]);
  const killed = await work([{ core: 0 }, { core: 1 }], 'killed');
  const rows: [string, Measured][] = [
    ['one process on one core', one],
    ['two processes on a core each', two],
    ['one of the two killed half-way', killed],
  ];
  const goals: Goal[] = [
    {
      name: 'two processes, times as fast as one, the database on the same two cores',
      value: faster(one, two),
      atLeast: 1.8,
      digits: 2,
    },
  ];
  const probe = await openCoreShare(`hub-bench-${process.pid}`, share);
  await probe?.close();
  if (probe === undefined) return { rows, goals, notes: ['No control groups here: no row with shares of a core.'] };
  const [slow, slower] = [await work(sharedCores), await work(sharedCores.slice(0, 1))];
  rows.push(['one process, half a core', slower], ['two processes, half a core each', slow]);
  goals.push({
    name: 'two processes, times as fast as one, half a core each and the rest the database',
    value: faster(slower, slow),
    atLeast: 1.8,
    digits: 2,
  });
  const { hub = 0, database = 0 } = one.effort ?? {};
  return {
    rows,
    goals,
    notes: [
      `Two cores that the database shares can be ${((2 * hub) / (hub + database)).toFixed(2)} times as fast as one that has a second for its database, if nothing is lost at all;`,
      'so two processes are shown as on machines of their own as well: each held to half a core, the database free.',
    ],
  };
};

const seconds = ({ hub, database }: Effort): [string, string] => [hub.toFixed(1), database.toFixed(1)];

const measure = async (records: number, isShort: boolean): Promise<void> => {
  const cities = Math.max(1, Math.round(records / recordsPerCity));
  const surroundings = await startSurroundings([]);
  const files = await mkdtemp(join(tmpdir(), 'bench-batch-'));
  await chmod(files, 0o755);
  const running: Matcher[] = [];
  const rest = async (): Promise<void> => void (await Promise.all(running.splice(0).map((matcher) => matcher.stop())));
  try {
    const connection = await mysql.createConnection(surroundings.hubUrl);
    const { rows } = await fill(connection, loadRules(), cities, files, 0, { isMatched: false });
    await connection.end();
    const store = openStore(surroundings.hubUrl, { connections: 2 });
    const server = await pidOfServer(store);
    const work: Work = async (places, victim) => {
      await forget(store);
      running.push(...(await Promise.all(places.map((place) => startMatcher(surroundings.env, place)))));
      const [first] = running;
      const hub = async () => (await Promise.all(running.map((one) => one.seconds()))).reduce((sum, one) => sum + one);
      const { result, effort } =
        victim === 'killed'
          ? { result: await batch(store, async () => first?.kill()), effort: undefined }
          : await withEffort(server, hub, () => batch(store));
      await rest();
      return { ...result, effort };
    };

    const read = await withEffort(server, ownSeconds, () => timed(() => bareRead(store.pool)));
    const alone = await work([{}]);
    const links = await linkRows(store.pool);
    await store.pool.query('CREATE TABLE bare_links LIKE links');
    const written = await withEffort(server, ownSeconds, () => timed(() => bareWrite(store.pool, 'bare_links', links)));
    await store.pool.query('DROP TABLE bare_links');
    const shared: Shared = isShort ? { rows: [], notes: [], goals: [] } : await measureShared(work);
    await store.close();

    const bare = (name: string, { result: ms, effort }: typeof read) => [
      name,
      ...[inSeconds(ms), whole((rows.records * 1000) / ms), ...seconds(effort), '', ''],
    ];
    const line = (name: string, { ms, effort, run, links: said }: Measured) => {
      const parts = run.passes.map(({ pass, parts: all }) => `${pass} ${all}`).join(', ');
      const figures = [inSeconds(ms), whole((rows.records * 1000) / ms), ...(effort ? seconds(effort) : ['', ''])];
      return [name, ...figures, parts, said.split(' ')[0] ?? ''];
    };
    const cores = cpus().length;
    const least = ((alone.effort?.hub ?? 0) + (alone.effort?.database ?? 0)) / cores;
    const body = [
      `${whole(rows.records)} records and ${whole(rows.footage)} clips in ${cities} cities, ${whole(links.length)} links; commits wait for the disk.`,
      `One process and its database cannot be faster than ${least.toFixed(1)} s with all ${cores} cores busy. Load at the end: ${(loadavg()[0] as number).toFixed(1)}.`,
      ...shared.notes,
      '',
      table(
        ['', 's', 'records/s', 'processor s: hub', 'database', 'parts', 'links'],
        [
          bare('bare SELECT of the rows', read),
          bare('bare INSERT of the links', written),
          line('one process', alone),
          ...shared.rows.map(([name, measured]) => line(name, measured)),
        ],
      ),
    ].join('\n');
    const isSame = ({ links: said }: Measured): boolean => said === alone.links;
    const goals: Goal[] = [
      {
        name: 'whole batch, times reading and writing alone',
        value: alone.ms / (read.result + written.result),
        atMost: 3,
        digits: 2,
      },
      ...shared.goals,
    ];
    if (!isShort)
      goals.push({
        name: 'runs with other links than one process alone, kill -9 among them',
        value: shared.rows.filter(([, measured]) => !isSame(measured)).length,
        atMost: 0,
        digits: 0,
      });
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
