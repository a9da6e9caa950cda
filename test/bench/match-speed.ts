import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadRules } from '../../hub/match/rules.ts';
import { type Goal, report, table } from './_goals.ts';
import { writeTables } from './match-speed/asks.ts';
import { type EngineRun, runInThisThread, runInThreads, type Step } from './match-speed/engine.ts';
import { type PeerRun, runDuckdb, runMariadb, runPostgres } from './match-speed/peers.ts';
import { recordsPerCity } from './match-speed/province.ts';

const citiesFor = (records: number): number[] =>
  Array.from({ length: Math.max(1, Math.round(records / recordsPerCity)) }, (_, city) => city);

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const peakMb = (): number => process.resourceUsage().maxRSS / 1024;
const perSecond = (count: number, ms: number): number => (count * 1000) / ms;
const whole = (value: number): string => Math.round(value).toLocaleString('en');
const shown: readonly [Step, string][] = [
  ['layMs', 'laid out in columns'],
  ['indexMs', 'index'],
  ['pairsMs', 'pairs'],
  ['scoredMs', 'pairs and comparisons'],
  ['decidedMs', 'rivals and decisions'],
];

const engineTable = (runs: readonly (readonly [string, EngineRun])[]): string =>
  table(
    ['records a second', ...runs.map(([name]) => name)],
    shown.map(([step, title]) => [
      title,
      ...runs.map(([, { sum, wallMs }]) => whole(perSecond(sum.records, wallMs(step)))),
    ]),
  );

/** From records to decisions, ms. */
const throughMs = ({ wallMs }: EngineRun): number =>
  wallMs('layMs') + wallMs('indexMs') + wallMs('scoredMs') + wallMs('decidedMs');

const measurePeers = async (records: number, threads: number, sampleEvery: number): Promise<PeerRun[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-match-'));
  try {
    await writeTables(loadRules(), citiesFor(records), sampleEvery, folder);
    // A server may run as another user.
    await chmod(folder, 0o755);
    const peers: PeerRun[] = [];
    for (const run of [runPostgres, runMariadb, (path: string) => runDuckdb(path, threads)])
      peers.push(await run(folder));
    return peers;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const measureAll = async (records: number, threads: number, sampled: number): Promise<void> => {
  const cities = citiesFor(records);
  const sampleEvery = Math.max(1, Math.round((cities.length * recordsPerCity) / sampled));
  // Warm, so that what is measured is the work and not the compiler.
  runInThisThread(cities.slice(0, 1), sampleEvery, cpuMs);
  const alone = runInThisThread(cities, sampleEvery, cpuMs);
  const together = await runInThreads(cities, sampleEvery, threads);
  const rssMb = peakMb();
  const peers = await measurePeers(records, threads, sampleEvery);
  const { sum } = together;
  const pairsRate = perSecond(sum.records, together.wallMs('pairsMs'));
  const rateOf = ({ ms }: PeerRun): number => perSecond(sum.sampled, ms);
  const body = [
    `${whole(sum.records)} records of calls and ${whole(sum.clips)} clips in ${cities.length} cities of ten days, one partition each;`,
    `${whole(sum.candidates)} candidate pairs, ${whole(sum.considered)} worth considering, ${whole(sum.linked)} linked.`,
    `The databases join every ${sampleEvery}th record (${whole(sum.sampled)}) with all clips. Load of the machine: see the ratio of wall to processor time.`,
    '',
    engineTable([
      ['1 thread, processor time', alone],
      [`${threads} threads, wall time`, together],
    ]),
    '',
    table(
      ['the same join', 'records a second', 'engine is faster by', 'pairs', 'sum'],
      [
        [`engine, ${threads} threads`, whole(pairsRate), '', sum.sampledPairs, sum.sampleHash],
        ...peers.map((peer) => [
          peer.name,
          whole(rateOf(peer)),
          (pairsRate / rateOf(peer)).toFixed(1),
          peer.pairs,
          peer.hash,
        ]),
      ],
    ),
  ].join('\n');
  const ratios = peers.map((peer): Goal => {
    const atLeast = peer.name === 'DuckDB' ? 10 : 20;
    return { name: `pairs, times ${peer.name}`, value: pairsRate / rateOf(peer), atLeast, digits: 1 };
  });
  const isSame = peers.every(({ pairs, hash }) => pairs === sum.sampledPairs && hash === sum.sampleHash);
  const goals: Goal[] = [
    {
      name: 'records a second, scored',
      value: perSecond(sum.records, together.wallMs('scoredMs')),
      atLeast: 140_000,
      digits: 0,
    },
    {
      name: 'records a second, scored, by processor time of one thread',
      value: threads * perSecond(alone.sum.records, alone.sum.scoredMs),
      atLeast: 140_000,
      digits: 0,
    },
    ...ratios,
    { name: 'peers with the same pairs', value: isSame ? 1 : 0, atLeast: 1, digits: 0 },
    { name: 'peak RSS of the engine, GB', value: rssMb / 1024, atMost: 2.5, digits: 2 },
  ];
  await report(
    'match-speed',
    `npm run -s bench -- match-speed --records ${records} --threads ${threads} --sample ${sampled}`,
    body,
    goals,
  );
};

/**
 * How the time grows with the records: the exponent between the smallest and the largest size. By processor time of one
 * thread, so that what else the machine does counts less.
 */
const measureGrowth = async (sizes: readonly number[]): Promise<void> => {
  runInThisThread(citiesFor(sizes[0] ?? 0), 1000, cpuMs);
  const rows: { records: number; ms: number; rssMb: number }[] = [];
  for (const size of sizes) {
    const run = runInThisThread(citiesFor(size), 1000, cpuMs);
    rows.push({ records: run.sum.records, ms: throughMs(run), rssMb: peakMb() });
  }
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return;
  const exponent = Math.log(last.ms / first.ms) / Math.log(last.records / first.records);
  const body = table(
    ['records', 'from records to decisions, processor s', 'records a second', 'peak RSS, MB'],
    rows.map(({ records, ms, rssMb }) => [
      whole(records),
      (ms / 1000).toFixed(1),
      whole(perSecond(records, ms)),
      whole(rssMb),
    ]),
  );
  await report('match-speed', `npm run -s bench -- match-speed --growth ${sizes.join()}`, body, [
    { name: 'growth exponent', value: exponent, atMost: 1.1 },
    { name: 'peak RSS of the engine, GB', value: last.rssMb / 1024, atMost: 2.5, digits: 2 },
  ]);
};

/**
 * The engine beside databases that do the same join. `--records N` (100,000 when not given, and twice as many clips),
 * `--threads`, `--sample` records that the databases join, `--growth 100000,4000000` for the growth of the time instead.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      records: { type: 'string', default: '100000' },
      threads: { type: 'string', default: '2' },
      sample: { type: 'string', default: '20000' },
      growth: { type: 'string' },
    },
  });
  const threads = Number(values.threads);
  if (values.growth === undefined) await measureAll(Number(values.records), threads, Number(values.sample));
  else await measureGrowth(values.growth.split(',').map(Number));
};
