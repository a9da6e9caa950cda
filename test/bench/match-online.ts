import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import mysql from 'mysql2/promise';
import type { BusinessRecord } from '../../hub/core/record.ts';
import { startMariadb } from '../../hub/dev/servers/mariadb.ts';
import { matchNow } from '../../hub/match/online/online.ts';
import { loadRules, type Rules } from '../../hub/match/rules/rules.ts';
import { grouped } from '../../hub/queue/grouped.ts';
import { migrate } from '../../hub/store/migrate.ts';
import { openStore, type Store } from '../../hub/store/open.ts';
import { saveRecord } from '../../hub/store/records.ts';
import { type Goal, report, table } from './_goals.ts';
import { bareSelect } from './match-online/bare.ts';
import { fill } from './match-online/fill.ts';
import { recordsPerCity } from './match-speed/province.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const before = performance.now();
  await run();
  return performance.now() - before;
};

/**
 * So many before what is measured: a process that matches has matched before, and its code is compiled. Until some five
 * hundred were matched one costs this process nearly twice as much as later on.
 */
const warming = 600;

const origin = { messageId: null, at: Date.now() } as never;
const save = async (store: Store, record: BusinessRecord): Promise<number> =>
  (await store.transaction((tx) => saveRecord(tx, record, origin))).id;

/** Statements that the server has run for everybody so far. */
const statements = async (connection: mysql.Connection): Promise<number> => {
  const [rows] = await connection.query<mysql.RowDataPacket[]>("SHOW GLOBAL STATUS LIKE 'Questions'");
  return Number(rows[0]?.Value);
};

/** A store that counts its journeys to the server. */
const counting = (store: Store): { store: Store; journeys: () => number } => {
  let journeys = 0;
  const { ask, write } = store.journeys;
  const counted = {
    ask: (statements: readonly string[]) => {
      journeys += 1;
      return ask(statements);
    },
    write: (statements: readonly string[]) => {
      journeys += 1;
      return write(statements);
    },
  };
  return { store: { ...store, journeys: counted }, journeys: () => journeys };
};

interface Alone {
  readonly bareMs: number[];
  /** One row inserted and committed: what the disk has of it. */
  readonly commitMs: number[];
  readonly eventMs: number[];
  readonly candidates: number[];
  readonly statements: number;
  readonly journeys: number;
  readonly cpuMs: number;
  readonly changed: number;
}

/** One record after the other: what the bare SELECT takes, and then what the whole of matching takes. */
const measureAlone = async (
  plain: Store,
  watcher: mysql.Connection,
  rules: Rules,
  arrivals: readonly BusinessRecord[],
): Promise<Alone> => {
  const { store, journeys } = counting(plain);
  const bareMs: number[] = [];
  const commitMs: number[] = [];
  const eventMs: number[] = [];
  const candidates: number[] = [];
  let [asked, cpu, changed] = [0, 0, 0];
  for (const record of arrivals) {
    const id = await save(store, record);
    const sql = bareSelect(rules, record);
    bareMs.push(
      await timed(async () => {
        const [rows] = await store.pool.query<mysql.RowDataPacket[]>(sql);
        candidates.push(rows.length);
      }),
    );
    commitMs.push(await timed(() => store.pool.query('INSERT INTO bare_commits (at) VALUES (1)')));
    const [before, cpuBefore] = [await statements(watcher), cpuMs()];
    eventMs.push(
      await timed(async () => {
        changed += (await matchNow(store, rules, { recordIds: [id], footageIds: [] })).size;
      }),
    );
    cpu += cpuMs() - cpuBefore;
    // The question itself is one of them.
    asked += (await statements(watcher)) - before - 1;
  }
  const count = arrivals.length;
  return {
    ...{ bareMs, commitMs, eventMs, candidates, changed },
    ...{ statements: asked / count, journeys: journeys() / count, cpuMs: cpu / count },
  };
};

/** Many that wait already, in groups as the handlers make them. @returns records a second */
const measureGroups = async (store: Store, rules: Rules, arrivals: readonly BusinessRecord[]): Promise<number> => {
  const ids: number[] = [];
  for (const record of arrivals) ids.push(await save(store, record));
  const ms = await timed(async () => {
    for (let at = 0; at < ids.length; at += 32) {
      const recordIds = ids.slice(at, at + 32);
      await matchNow(store, rules, { recordIds, footageIds: [] });
    }
  });
  return (ids.length * 1000) / ms;
};

/** Arrivals at a steady pace, whether or not the ones before are done. @returns ms from each one's arrival to its links */
const measurePace = async (
  store: Store,
  rules: Rules,
  arrivals: readonly BusinessRecord[],
  perSecond: number,
): Promise<number[]> => {
  const ids: number[] = [];
  for (const record of arrivals) ids.push(await save(store, record));
  const match = grouped<number>(async (recordIds) => {
    await matchNow(store, rules, { recordIds, footageIds: [] });
  });
  const begin = performance.now();
  return Promise.all(
    ids.map(async (id, index) => {
      const due = begin + (index * 1000) / perSecond;
      await pause(Math.max(0, due - performance.now()));
      await match([id]);
      return performance.now() - due;
    }),
  );
};

const measure = async (clips: number, events: number): Promise<void> => {
  const [load = 0] = loadavg();
  const folder = await mkdtemp(join(tmpdir(), 'bench-online-'));
  const files = join(folder, 'files');
  await mkdir(files);
  // A server may run as another user.
  for (const path of [folder, files]) await chmod(path, 0o755);
  // What an arrival looks at is in memory, as it is where a hub runs: 4 KB for each clip and what belongs to it.
  const poolMb = Math.max(1_024, Math.ceil(clips / 256));
  const extra = ['--secure-file-priv=', `--innodb-buffer-pool-size=${poolMb}M`];
  const server = await startMariadb({ dataDir: join(folder, 'data'), runDir: folder, extra });
  try {
    const url = await server.database('hub');
    const rules = loadRules();
    const store = openStore(url, { connections: 2 });
    const watcher = await mysql.createConnection(url);
    await migrate(store);
    const cities = Math.max(1, Math.round(clips / (2 * recordsPerCity)));
    const fillMs = performance.now();
    const { arrivals, rows } = await fill(watcher, rules, cities, files, events * 3 + warming);
    await watcher.query('CREATE TABLE bare_commits (id bigint AUTO_INCREMENT PRIMARY KEY, at bigint NOT NULL)');
    console.log(`filled in ${((performance.now() - fillMs) / 1000).toFixed(0)} s`);
    // Warm, so that what is measured is the work and not the compiler.
    await measureAlone(store, watcher, rules, arrivals.slice(0, warming));
    const alone = await measureAlone(store, watcher, rules, arrivals.slice(warming, warming + events));
    const pace = await measurePace(store, rules, arrivals.slice(warming + events, warming + 2 * events), 50);
    const groups = await measureGroups(store, rules, arrivals.slice(warming + 2 * events));
    const ratio = (share: number) => quantile(alone.eventMs, share) / quantile(alone.bareMs, share);
    const shown = (values: readonly number[], share: number) => quantile(values, share).toFixed(2);
    const line = (name: string, values: readonly number[]) => [
      name,
      shown(values, 0.5),
      shown(values, 0.9),
      shown(values, 0.99),
    ];
    const body = [
      `${whole(rows.records)} records, ${whole(rows.footage)} clips, ${whole(rows.footage_cells)} cells and ${whole(rows.links)} links stand in MariaDB (commits wait for the disk);`,
      `${events} new records one at a time after ${warming} others, ${quantile(alone.candidates, 0.5)} candidate clips each (median), ${alone.changed} records got other links.`,
      `What else the machine had to do: a load of ${load.toFixed(1)} on ${cpus().length} cores before this began.`,
      `One event: ${alone.statements.toFixed(1)} statements in ${alone.journeys.toFixed(1)} journeys, ${alone.cpuMs.toFixed(1)} ms of this process. In groups of 32: ${groups.toFixed(0)} records a second.`,
      '',
      table(
        ['ms', 'p50', 'p90', 'p99'],
        [
          line('bare SELECT of the candidates', alone.bareMs),
          line('bare INSERT of one row, committed', alone.commitMs),
          line('one record matched, links written', alone.eventMs),
          line('the same at 50 a second, from arrival to links', pace),
        ],
      ),
    ].join('\n');
    const goals: Goal[] = [
      { name: 'one record, times the bare SELECT, p50', value: ratio(0.5), atMost: 4, digits: 1 },
      { name: 'one record, times the bare SELECT, p99', value: ratio(0.99), atMost: 4, digits: 1 },
    ];
    await report('match-online', `npm run -s bench -- match-online --clips ${clips} --events ${events}`, body, goals);
    await watcher.end();
    await store.close();
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * One new record against a full store, beside a bare SELECT of its candidates. `--clips N` (200,000 when not given, and
 * half as many records), `--events` records for each of the three ways.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: { clips: { type: 'string', default: '200000' }, events: { type: 'string', default: '300' } },
  });
  await measure(Number(values.clips), Number(values.events));
};
