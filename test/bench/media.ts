import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePackages } from '../../hub/dev/bare.mjs';
import { renditionFolder } from '../../hub/media/rendition-file.ts';
import { report, table } from './_goals.ts';
import { type Taken, throughput, type Wanted } from './media/fetch-files.ts';
import { type HubWithClip, startHubWithClip } from './media/hub-with-clip.ts';
import { cameraClip, longClip } from './media/make-clip.ts';
import { startNginx } from './media/nginx.ts';
import { watch } from './media/viewers.ts';

const origin = 'https://cases.example';
const viewers = 200;
const bitsPerSecond = 1_000_000;
const segmentSeconds = 4;
const connections = 16;
/** Servers share one core, who asks has the other. */
const oneCore = ['taskset', '-c', '0'];

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** All segments whole, and the original in parts of half a megabyte, as browsers ask for it. */
const wantedOf = (base: string, original: string, names: readonly string[], bytes: number): Wanted[] => [
  ...names.map((name) => ({ url: `${base}/${name}` })),
  ...Array.from({ length: names.length }, (_, at) => {
    const start = Math.floor((at / names.length) * (bytes - 524_288));
    return { url: original, range: `bytes=${start}-${start + 524_287}` };
  }),
];

/** Turn by turn, so that both are measured in the same weather. */
const compare = async (hub: HubWithClip, turns: number, seconds: number): Promise<{ hub: Taken; nginx: Taken }> => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-bench-nginx-'));
  const nginx = await startNginx(folder, hub.mediaDir, oneCore);
  try {
    const at = renditionFolder(hub.footageId);
    const names = (await readdir(join(hub.mediaDir, at))).filter((name) => /^seg-[01]-/.test(name));
    const row = await hub.row();
    const base = `${hub.url}/media/${hub.footageId}/p/${await hub.playback(origin)}`;
    const bytes = row.bytes ?? 0;
    const own = wantedOf(base, `${base}/original`, names, bytes);
    const bare = wantedOf(`${nginx.url}/${at}`, `${nginx.url}/${row.path}`, names, bytes);
    const seen: { hub: Taken[]; nginx: Taken[] } = { hub: [], nginx: [] };
    for (let turn = 0; turn <= turns; turn += 1)
      for (const [who, wanted, pid] of [
        ['nginx', bare, nginx.pid],
        ['hub', own, hub.pid],
      ] as const) {
        const taken = await throughput(wanted, { pid, connections, seconds: turn === 0 ? 1 : seconds });
        // The first turn warms.
        if (turn > 0) seen[who].push(taken);
      }
    const middle = (taken: readonly Taken[]): Taken => ({
      rate: median(taken.map(({ rate }) => rate)),
      serving: median(taken.map(({ serving }) => serving)),
      asking: median(taken.map(({ asking }) => asking)),
    });
    return { hub: middle(seen.hub), nginx: middle(seen.nginx) };
  } finally {
    nginx.close();
    await rm(folder, { recursive: true, force: true });
  }
};

const view = async (hub: HubWithClip, seconds: number) => {
  const folder = join(hub.mediaDir, renditionFolder(hub.footageId));
  const names = (await readdir(folder)).filter((name) => name.startsWith('seg-1-')).sort();
  // Twenty people with ten players each: sessions of their own, as in life.
  const bases = await Promise.all(
    Array.from({ length: 20 }, async () => `${hub.url}/media/${hub.footageId}/p/${await hub.playback(origin)}`),
  );
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  const rung = (sizes.reduce((sum, size) => sum + size, 0) * 8) / (names.length * segmentSeconds);
  // Segments are asked for so often that each viewer takes 1 Mbit/s.
  const every = (segmentSeconds * rung) / bitsPerSecond;
  const seen = await watch(hub.pid, viewers, seconds, every, (viewer) =>
    names.map((_, at) => `${bases[viewer % bases.length]}/${names[(at + viewer) % names.length]}`),
  );
  return { ...seen, mbit: (rung * seen.segments * segmentSeconds) / seconds / 1e6 };
};

/** Seconds from asking for the playlist until the segment in the middle of a clip has come whole. */
const firstSegment = async (gigabytes: number): Promise<{ seconds: number; bytes: number }> => {
  const clip = await longClip(gigabytes * 1e9);
  const hub = await startHubWithClip({
    ...{ file: clip.file, seconds: clip.seconds, rendition: false, origins: [origin] },
    linked: { from: 60, to: 90 },
  });
  try {
    const base = `${hub.url}/media/${hub.footageId}/p/${await hub.playback(origin)}`;
    const text = async (name: string): Promise<Response> => {
      const answer = await fetch(`${base}/${name}`);
      if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
      return answer;
    };
    const begun = performance.now();
    await (await text('now.m3u8')).text();
    const at = Math.floor(clip.seconds / segmentSeconds / 2);
    await (await text(`now-${at}.m4s`)).arrayBuffer();
    await (await text('now-init.m4s')).arrayBuffer();
    return { seconds: (performance.now() - begun) / 1000, bytes: clip.bytes };
  } finally {
    await hub.close();
  }
};

/** Bytes served with authorisation beside nginx without, two hundred viewers on one core, and the first segment on demand. */
export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '5' },
      turns: { type: 'string', default: '5' },
      gigabytes: { type: 'string', default: '1' },
    },
  });
  await ensurePackages(['nginx-light']);
  const seconds = Number(values.seconds);
  const hub = await startHubWithClip({
    ...{ file: await cameraClip(30), seconds: 30, rendition: true, origins: [origin], prefix: oneCore },
    linked: { from: 0, to: 30 },
  });
  let rates: Awaited<ReturnType<typeof compare>>;
  let seen: Awaited<ReturnType<typeof view>>;
  try {
    rates = await compare(hub, Number(values.turns), seconds);
    seen = await view(hub, Math.max(20, seconds * 4));
  } finally {
    await hub.close();
  }
  const first = await firstSegment(Number(values.gigabytes));
  const body = [
    `Segments of two rungs whole and the original in parts of 512 kB, ${connections} connections, medians of ${values.turns} turns of ${seconds} s; each server on one core, nginx without authorisation.`,
    '',
    table(
      ['served by', 'MB/s', 'its core', 'core of who asks', 'its core, s a GB'],
      (['nginx', 'hub'] as const).map((who) => {
        const { rate, serving, asking } = rates[who];
        const shares = [serving, asking].map((share) => `${(share * 100).toFixed(0)} %`);
        return [who, (rate / 1e6).toFixed(0), ...shares, ((serving * 1e9) / rate).toFixed(2)];
      }),
    ),
    '',
    'Where the core of who asks is near 100 %, more could have been served: then the seconds a GB are the fairer measure.',
    '',
    `${viewers} viewers at 1 Mbit/s (${seen.mbit.toFixed(0)} Mbit/s in all, ${seen.segments} segments): ${(seen.coreShare * 100).toFixed(0)} % of one core, ${seen.late} late, p99 ${seen.p99.toFixed(0)} ms.`,
    `First segment of a clip of ${(first.bytes / 1e9).toFixed(2)} GB, from its middle, by a hub that has not seen it: ${first.seconds.toFixed(2)} s.`,
  ].join('\n');
  await report('media', `npm run -s bench -- media${args.map((arg) => ` ${arg}`).join('')}`, body, [
    { name: 'media-throughput-of-nginx', value: rates.hub.rate / rates.nginx.rate, atLeast: 0.6, digits: 2 },
    { name: 'media-viewers-late', value: seen.late, atMost: 0, digits: 0 },
    { name: 'media-viewers-core-share', value: seen.coreShare, atMost: 1, digits: 2 },
    { name: 'media-on-demand-first-segment-s', value: first.seconds, atMost: 4, digits: 2 },
  ]);
};
