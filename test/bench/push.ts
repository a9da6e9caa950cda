import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { gt } from 'drizzle-orm';
import { readEnvironment } from '../../hub/core/environment.ts';
import { configureSource } from '../../hub/ingest/configure.ts';
import { reconciliation } from '../../hub/ingest/reconcile.ts';
import { records } from '../../hub/store/tables/catalogue.ts';
import { openHub } from '../../hub/workers/hub.ts';
import { report, table } from './_goals.ts';
import { startSurroundings } from './ingest/surroundings.ts';
import { databaseCommits, diskCommits } from './push/commits.ts';
import { openLoop, percentile } from './push/open-loop.ts';

const secret = 'synthetic-secret-of-the-benchmark';
/** Taken in turns, so that both are measured in the same weather. */
const turns = 6;
const commitsPerTurn = 200;
/** Until the machine code of the path is made: a hub runs for months, and its first seconds are seen by nobody. */
const warmSeconds = 10;

/** @param children gets the process at once, so that it ends whatever happens */
const startServer = async (file: string, env: Record<string, string>, children: ChildProcess[]): Promise<number> => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) return Number(line);
  throw new Error(`${file} ended without a port`);
};

const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** @param arrived told again, with the officers on the scene by now: what happens to a call three or four times */
const callBody = (index: number, { arrived }: { arrived: boolean }): string => {
  const at = Date.now() - 600_000;
  return JSON.stringify({
    v_calls: {
      jjdbh: `9901002024${String(index).padStart(20, '0')}`,
      gxdwdm: '990106590000',
      cjmj: '009901,009902',
      bjrmc: '测试',
      bjdh: `199${String(index).padStart(8, '0')}`,
      jqdz: `测试路 ${index % 900} 号`,
      bjnr: '有人打架，双方已被劝开',
      jqlbdm: '02010100',
      bjsj: stamp(at),
      jjsj: stamp(at + 4_000),
      ddxcsj: arrived ? stamp(at + 400_000) : null,
      jd: '113.310000',
      wd: '23.120000',
      ajbh: index % 6 === 0 ? `A9901${String(index).padStart(18, '0')}` : null,
      gxsj: stamp(at + (arrived ? 401_000 : 5_000)),
    },
  });
};

/**
 * The answer of a pushed message, yes after the commit, beside a bare Hono route in a process of its own. Open loop:
 * latency counts from the moment a request was due.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: { seconds: { type: 'string', default: '60' }, rate: { type: 'string', default: '200' } },
  });
  const perSecond = Number(values.rate);
  const perTurn = Math.round((Number(values.seconds) / turns) * perSecond);
  const surroundings = await startSurroundings([join(import.meta.dirname, 'ingest/calls-view.yaml')]);
  const children: ChildProcess[] = [];
  const hub = await openHub(readEnvironment({ ...process.env, ...surroundings.env }));
  try {
    await configureSource(hub, {
      name: 'calls',
      connector: 'http-push',
      mapping: 'calls-view',
      state: 'running',
      schedule: null,
      settings: { authentication: 'bearer', secret },
    });
    const ports = [
      await startServer('push/bare-route.ts', {}, children),
      await startServer('push/hub-api.ts', surroundings.env, children),
    ];
    const [bare, own, changes]: [number[], number[], number[]] = [[], [], []];
    const [disk, inserts]: [number[], number[]] = [[], []];
    const emptyUrl = await surroundings.database('commits');
    let refused = 0;
    const reasons = new Set<string>();
    let next = 1_000_000;
    const send = (port: number, first: number, count: number, arrived: boolean) =>
      openLoop(`http://127.0.0.1:${port}/receive/calls/`, {
        count,
        perSecond,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
        bodyOf: (index) => callBody(first + index, { arrived }),
      });
    const load = async (port: number, count: number) => {
      const first = next;
      next += count;
      return { ...(await send(port, first, count, false)), first };
    };
    const pushed = { toHub: 0, again: 0 };
    const tellAgain = async (port: number, first: number, count: number) => {
      pushed.again += count;
      return send(port, first, count, true);
    };
    for (const port of ports) {
      const { reason, first } = await load(port, perSecond * warmSeconds);
      if (reason !== undefined) throw new Error(`refused: ${reason}`);
      if (port === ports.at(-1)) await tellAgain(port, first, perSecond * warmSeconds);
    }
    pushed.toHub += perSecond * warmSeconds;
    for (let turn = 0; turn < turns; turn += 1) {
      disk.push(...(await diskCommits(commitsPerTurn)));
      inserts.push(...(await databaseCommits(emptyUrl, commitsPerTurn)));
      for (const [index, port] of ports.entries()) {
        const sent = await load(port, perTurn);
        (index === 0 ? bare : own).push(...sent.latencies);
        refused += sent.refused;
        if (sent.reason) reasons.add(sent.reason);
        if (index === 0) continue;
        pushed.toHub += perTurn;
        const again = await tellAgain(port, sent.first, perTurn);
        changes.push(...again.latencies);
        refused += again.refused;
        if (again.reason) reasons.add(again.reason);
      }
    }
    const stored = await hub.store.db.$count(records);
    const changed = await hub.store.db.$count(records, gt(records.version, 1));
    const hours = await reconciliation(hub.store.db, { from: Date.now() - 86_400_000, to: Date.now() + 3_600_000 });
    const received = hours.reduce((sum, hour) => sum + hour.received, 0);
    const line = (what: string, values: readonly number[]) => [
      what,
      values.length,
      ...[0.5, 0.95, 0.99, 1].map((share) => percentile(values, share).toFixed(2)),
    ];
    const body = [
      `${perSecond} requests a second for ${values.seconds} s each, in ${turns} turns after ${warmSeconds} s of warming; the hub as \`serve --role api\`, each answer after its commit on disk.`,
      `Pushed ${pushed.toHub}, stored ${stored}; told again ${pushed.again}, changed ${changed}; counted as received ${received}, sums ${hours.every(({ balanced }) => balanced) ? 'balanced' : 'not balanced'}.`,
      ...[...reasons].map((reason) => `Refused: ${reason}`),
      '',
      table(
        ['answer, ms', 'requests', 'p50', 'p95', 'p99', 'most'],
        [
          line('the disk alone: 1 KB and fdatasync', disk),
          line('MariaDB alone: one INSERT, one after the other', inserts),
          line('bare Hono route', bare),
          line('hub', own),
          line('hub, a record it has that changed', changes),
        ],
      ),
    ].join('\n');
    await report('push', `npm run -s bench -- push --seconds ${values.seconds} --rate ${perSecond}`, body, [
      { name: 'push-p99-of-bare-route', value: percentile(own, 0.99) / percentile(bare, 0.99), atMost: 5, digits: 2 },
      { name: 'push-lost', value: pushed.toHub - stored + pushed.again - changed + refused, atMost: 0, digits: 0 },
    ]);
  } finally {
    for (const child of children) child.kill();
    await hub.close();
    await surroundings.close();
  }
};
