import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadRules } from '../../hub/match/rules/rules.ts';
import { type Goal, report, table } from './_goals.ts';
import { writeTables } from './match-speed/asks.ts';
import { type EngineRun, runInThreads } from './match-speed/engine.ts';
import type { Step } from './match-speed/measure-stretch.ts';
import { type PeerRun, runDuckdb, runDuckdbByRanges, runMariadb, runPostgres } from './match-speed/peers.ts';
import { stretchesFor } from './match-speed/stretches.ts';

const peakGb = (): number => process.resourceUsage().maxRSS / 1024 ** 2;
const perSecond = (count: number, ms: number): number => (count * 1000) / ms;
const whole = (value: number): string => Math.round(value).toLocaleString('en');
const load = (): string => `Load of the machine at the end: ${(loadavg()[0] as number).toFixed(1)}.`;
const shown: readonly [Step, string][] = [
  ['lay', 'laid out in columns'],
  ['index', 'index'],
  ['pairs', 'pairs'],
  ['score', 'pairs and comparisons'],
  ['decide', 'rivals and decisions'],
];

/** What a step takes for a record, of all threads, processor time, µs. */
const effort = (cpuMs: number, records: number): string => ((cpuMs * 1000) / records).toFixed(2);

const engineTable = ({ sum, wallMs, cpuMs }: EngineRun, threads: number): string =>
  table(
    ['engine', 'records a second', `by processor time, ${threads} threads`, 'µs of processor a record'],
    shown.map(([step, title]) => [
      title,
      whole(perSecond(sum.records, wallMs(step))),
      whole(threads * perSecond(sum.records, cpuMs(step))),
      effort(cpuMs(step), sum.records),
    ]),
  );

interface Peers {
  readonly sampled: readonly PeerRun[];
  readonly duckdb: PeerRun;
  /** By ranges of time alone; shown beside, nothing is measured against it. */
  readonly byRanges: PeerRun;
}

const measurePeers = async (records: number, threads: number, sampleEvery: number, run: EngineRun): Promise<Peers> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-match-'));
  try {
    await writeTables(loadRules(), stretchesFor(records), (record) => record % sampleEvery === 0, folder);
    // A server may run as another user.
    await chmod(folder, 0o755);
    const { sampled } = run.sum;
    return {
      sampled: [await runPostgres(folder, sampled), await runMariadb(folder, sampled)],
      duckdb: await runDuckdb(folder, run.sum.records, threads),
      byRanges: await runDuckdbByRanges(folder, sampled, threads),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const measureAll = async (records: number, threads: number, sample: number): Promise<void> => {
  const sampleEvery = Math.max(1, Math.round(records / sample));
  const engine = await runInThreads(stretchesFor(records), sampleEvery, threads);
  const rssGb = peakGb();
  const { sum } = engine;
  const { sampled, duckdb, byRanges } = await measurePeers(records, threads, sampleEvery, engine);
  const peers = [...sampled, duckdb];
  const [pairsWallMs, pairsCpuMs] = [engine.wallMs('pairs'), engine.cpuMs('pairs')];
  const timesByWall = (peer: PeerRun): number =>
    perSecond(sum.records, pairsWallMs) / perSecond(peer.records, peer.wallMs);
  const timesByCpu = (peer: PeerRun): number => peer.cpuMs / peer.records / (pairsCpuMs / sum.records);
  const body = [
    `${whole(sum.records)} records of calls and ${whole(sum.clips)} clips of four cities, cut into half months with a day beside them on either side`,
    `(${whole(sum.loadedRecords)} records loaded); ${whole(sum.pairs)} candidate pairs, ${whole(sum.considered)} worth considering, ${whole(sum.linked)} linked.`,
    'Times of the engine are those of all that is loaded, a day beside included; candidate pairs are asked for own records.',
    `PostgreSQL and MariaDB join every ${sampleEvery}th record (${whole(sum.sampled)}) with all clips, DuckDB all of them; each the second time it is asked.`,
    'Everybody is asked for the same pairs, and finds them. The databases get more done beforehand: partners and windows are worked out,',
    'and every question is written once for each hour and drawer that it touches, so that DuckDB only joins equal keys in batches, the one thing',
    'it does best. The engine looks each record up by itself, works its stretches and boxes out while it is timed, and leaves its clips where',
    'the scoring finds them. DuckDB is asked by ranges of time alone as well, for the sample: that is the question as the engine has it.',
    load(),
    '',
    engineTable(engine, threads),
    '',
    table(
      [
        'the same join',
        'records a second',
        'µs of processor a record',
        'times: wall',
        'times: processor',
        'pairs',
        'sum',
      ],
      [
        [
          `engine, ${threads} threads`,
          whole(perSecond(sum.records, pairsWallMs)),
          effort(pairsCpuMs, sum.records),
          '',
          '',
          sum.pairs,
          sum.hash,
        ],
        [`engine, every ${sampleEvery}th`, '', '', '', '', sum.sampledPairs, sum.sampledHash],
        ...[...peers, byRanges].map((peer) => [
          peer.name,
          whole(perSecond(peer.records, peer.wallMs)),
          effort(peer.cpuMs, peer.records),
          timesByWall(peer).toFixed(1),
          timesByCpu(peer).toFixed(1),
          peer.pairs,
          peer.hash,
        ]),
      ],
    ),
  ].join('\n');
  const ratios = peers.flatMap((peer): Goal[] => {
    const atLeast = peer === duckdb ? 10 : 20;
    return [
      { name: `pairs, times ${peer.name}`, value: timesByWall(peer), atLeast, digits: 1 },
      { name: `pairs, times ${peer.name}, by processor time`, value: timesByCpu(peer), atLeast, digits: 1 },
    ];
  });
  const isSame =
    [...sampled, byRanges].every(({ pairs, hash }) => pairs === sum.sampledPairs && hash === sum.sampledHash) &&
    duckdb.pairs === sum.pairs &&
    duckdb.hash === sum.hash;
  const scored = { atLeast: 140_000, digits: 0 };
  const goals: Goal[] = [
    { name: 'records a second, scored', value: perSecond(sum.records, engine.wallMs('score')), ...scored },
    {
      name: 'records a second, scored, by processor time',
      value: threads * perSecond(sum.records, engine.cpuMs('score')),
      ...scored,
    },
    ...ratios,
    { name: 'peers with the same pairs', value: isSame ? 1 : 0, atLeast: 1, digits: 0 },
    { name: 'stretches whose margin was too narrow', value: sum.widened, atMost: 0, digits: 0 },
    { name: 'peak RSS of the engine, GB', value: rssGb, atMost: 2.5, digits: 2 },
  ];
  const command = `npm run -s bench -- match-speed --records ${records} --threads ${threads} --sample ${sample}`;
  await report('match-speed', command, body, goals);
};

/**
 * How the time grows with the records: the exponent between the smallest and the largest size. By processor time, so that
 * what else the machine does counts less.
 */
const measureGrowth = async (sizes: readonly number[], threads: number): Promise<void> => {
  const rows: { records: number; ms: number; rssGb: number }[] = [];
  for (const size of sizes) {
    const run = await runInThreads(stretchesFor(size), size, threads);
    rows.push({ records: run.sum.records, ms: run.throughCpuMs, rssGb: peakGb() });
  }
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return;
  const exponent = Math.log(last.ms / first.ms) / Math.log(last.records / first.records);
  const body = [
    `From records to decisions in ${threads} threads; the same four cities for a longer time. ${load()}`,
    '',
    table(
      ['records', 'processor s', 'records a second, by processor time', 'peak RSS, GB'],
      rows.map(({ records, ms, rssGb }) => [
        whole(records),
        (ms / 1000).toFixed(1),
        whole(threads * perSecond(records, ms)),
        rssGb.toFixed(2),
      ]),
    ),
  ].join('\n');
  await report('match-speed', `npm run -s bench -- match-speed --growth ${sizes.join()} --threads ${threads}`, body, [
    // One size alone does not grow.
    ...(last.records === first.records ? [] : [{ name: 'growth exponent', value: exponent, atMost: 1.1 }]),
    { name: 'peak RSS of the engine, GB', value: last.rssGb, atMost: 2.5, digits: 2 },
  ]);
};

/**
 * The engine beside databases that do the same join. `--records N` (1,000,000 when not given, and twice as many clips),
 * `--threads`, `--sample` records that PostgreSQL and MariaDB join, `--growth 100000,4000000` for the growth of the time
 * instead.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      records: { type: 'string', default: '1000000' },
      threads: { type: 'string', default: '2' },
      sample: { type: 'string', default: '5000' },
      growth: { type: 'string' },
    },
  });
  const threads = Number(values.threads);
  if (values.growth === undefined) await measureAll(Number(values.records), threads, Number(values.sample));
  else await measureGrowth(values.growth.split(',').map(Number), threads);
};
