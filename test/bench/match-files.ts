import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { report, table } from './_goals.ts';
import { footageOf, recordOf } from './match-speed/as-told.ts';
import { cityLoad, recordsPerCity } from './match-speed/province.ts';

const root = join(import.meta.dirname, '../..');

/** Write some cities as JSON Lines. @returns the number of lines of both files */
const writeFiles = async (records: string, footage: string, cities: number): Promise<number> => {
  const files = [createWriteStream(records), createWriteStream(footage)] as const;
  let lines = 0;
  for (let city = 0; city < cities; city += 1) {
    const load = cityLoad(city);
    const told = [load.records.map(recordOf), load.footage.map(footageOf)] as const;
    for (const [index, rows] of told.entries()) {
      const file = files[index] as (typeof files)[0];
      lines += rows.length;
      if (!file.write(`${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)) await once(file, 'drain');
    }
  }
  for (const file of files) file.end();
  await Promise.all(files.map((file) => finished(file)));
  return lines;
};

interface Run {
  readonly seconds: number;
  /** Of all threads. */
  readonly processorSeconds: number;
  /** Most memory the process held, bytes. */
  readonly peak: number;
}

const ticksPerSecond = 100;

/** What the kernel says of a process; undefined when it is over. */
const looked = async (pid: number): Promise<{ peak: number; processorSeconds: number } | undefined> => {
  try {
    const [status, stat] = await Promise.all([
      readFile(`/proc/${pid}/status`, 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number.isNaN(peak)
      ? undefined
      : { peak, processorSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond };
  } catch {
    return undefined;
  }
};

/** `hub match` as anybody would start it, in a process of its own. */
const runMatch = async (records: string, footage: string, out: string): Promise<Run> => {
  const before = performance.now();
  const files = ['--records', records, '--footage', footage, '--out', out];
  const child = spawn(process.execPath, ['--import', 'tsx', 'hub/cli/main.ts', 'match', ...files], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let [peak, processorSeconds] = [0, 0];
  const watch = setInterval(async () => {
    const now = child.pid === undefined ? undefined : await looked(child.pid);
    if (now) [peak, processorSeconds] = [now.peak, now.processorSeconds];
  }, 50);
  const [code] = await once(child, 'exit');
  clearInterval(watch);
  if (code !== 0) throw new Error(`hub match ended with ${code}`);
  return { seconds: (performance.now() - before) / 1000, processorSeconds, peak };
};

const whole = (value: number): string => Math.round(value).toLocaleString('en');

/** Files of a few and of many cities through `hub match`: how memory and time grow with the lines. */
export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...args], options: { cities: { type: 'string', default: '2,8,24' } } });
  const folder = await mkdtemp(join(tmpdir(), 'bench-files-'));
  const [records, footage, out] = ['records', 'footage', 'links'].map((name) => join(folder, `${name}.jsonl`)) as [
    string,
    string,
    string,
  ];
  const measured: (Run & { lines: number })[] = [];
  try {
    for (const cities of values.cities.split(',').map(Number)) {
      const lines = await writeFiles(records, footage, cities);
      measured.push({ lines, ...(await runMatch(records, footage, out)) });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const [first, last] = [measured[0], measured.at(-1)];
  if (!first || !last) throw new Error('--cities names no number of cities');
  const body = [
    `Cities of ${whole(recordsPerCity)} records and ${whole(2 * recordsPerCity)} clips each, 40 % of these with a track, a thread for each core.`,
    '',
    table(
      ['lines', 's', 'processor, µs a line', 'most memory, MB'],
      measured.map(({ lines, seconds, processorSeconds, peak }) => [
        whole(lines),
        seconds.toFixed(1),
        whole((processorSeconds * 1e6) / lines),
        whole(peak / 1e6),
      ]),
    ),
  ].join('\n');
  await report('match-files', `npm run -s bench -- match-files${args.length > 0 ? ` ${args.join(' ')}` : ''}`, body, [
    {
      name: `memory for ${(last.lines / first.lines).toFixed(0)} times the lines, times`,
      value: last.peak / first.peak,
      atMost: 1.25,
      digits: 2,
    },
  ]);
};
