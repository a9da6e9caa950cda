import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError, RecordError } from '../core/errors.ts';
import type { FootageRow } from '../store/footage.ts';
import type { MediaDeps } from './deps.ts';
import { splitFragment } from './fragment.ts';
import { homeVolume } from './home-volume.ts';
import { segmentSeconds } from './ladder.ts';
import { type MediaFacts, probe } from './probe.ts';
import { readingArgs } from './reading.ts';
import { runProgram } from './run-program.ts';
import { localOriginal } from './volumes/local-original.ts';

type OnDemandDeps = Pick<MediaDeps, 'store' | 'environment' | 'signal' | 'log'>;

/** Tall enough to see what happens, small enough that any processor makes it faster than it plays. */
const tallest = 480;
const timeoutMs = 60_000;
/** Segments that are made at the same time in this process; more would only make each of them late. */
const mostAtOnce = 2;

/** Below the home volume. */
export const onDemandFolder = (id: number): string => `.workshop/on-demand/${id}`;

const folderOf = (deps: Pick<OnDemandDeps, 'environment'>, { id }: FootageRow): string =>
  homeVolume(deps).locate(onDemandFolder(id));

const durationOf = (row: FootageRow, facts: MediaFacts): number =>
  facts.durationMs ?? row.durationMs ?? row.endAt - row.startAt;

/** Segments of a clip; the last may be shorter. */
const countOf = (durationMs: number): number => Math.max(1, Math.ceil(durationMs / 1000 / segmentSeconds));

const playlist = (durationMs: number): string => {
  const count = countOf(durationMs);
  const lines = Array.from({ length: count }, (_, at) => {
    const seconds = Math.min(segmentSeconds, durationMs / 1000 - at * segmentSeconds);
    return `#EXTINF:${Math.max(0.04, seconds).toFixed(3)},\nnow-${at}.m4s`;
  });
  return [
    ...['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${segmentSeconds}`, '#EXT-X-PLAYLIST-TYPE:VOD'],
    ...['#EXT-X-INDEPENDENT-SEGMENTS', '#EXT-X-MAP:URI="now-init.m4s"', ...lines, '#EXT-X-ENDLIST', ''],
  ].join('\n');
};

const segmentArgs = (facts: MediaFacts, input: string, at: number): string[] => {
  const from = String(at * segmentSeconds);
  const height = Math.min(tallest, facts.video?.height ?? tallest);
  return [
    ...['-nostdin', '-v', 'error', '-y', ...readingArgs, '-ss', from, '-t', String(segmentSeconds), '-i', input],
    ...(facts.video
      ? [
          ...[
            '-map',
            '0:V:0',
            '-c:v',
            'libx264',
            '-preset',
            'ultrafast',
            '-crf',
            '26',
            '-maxrate',
            '800k',
            '-bufsize',
            '1600k',
            '-pix_fmt',
            'yuv420p',
          ],
          ...['-profile:v', 'baseline', '-vf', `scale=-2:${Math.floor(height / 2) * 2}`, '-g', '250'],
        ]
      : []),
    ...(facts.audio ? ['-map', '0:a:0', '-c:a', 'aac', '-b:a', '48k', '-ac', '1', '-ar', '48000'] : []),
    // Segments are made apart from each other; their times must fit together all the same.
    ...['-map_metadata', '-1', '-output_ts_offset', from, '-video_track_timescale', '90000'],
    ...['-f', 'mp4', '-movflags', '+empty_moov+default_base_moof+frag_discont+cmaf'],
  ];
};

let running = 0;
const waiting: (() => void)[] = [];

/** Wait for a turn. Whoever asks last is served first: a player that jumped wants what it asked for now. */
const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.pop()?.();
  }
};

const making = new Map<string, Promise<void>>();

const makeSegment = async (deps: OnDemandDeps, row: FootageRow, facts: MediaFacts, at: number): Promise<void> => {
  const folder = folderOf(deps, row);
  await mkdir(folder, { recursive: true });
  const part = join(folder, `part-${randomBytes(6).toString('hex')}`);
  try {
    await runProgram(deps.environment.ffmpeg, [...segmentArgs(facts, await localOriginal(deps, row), at), part], {
      timeoutMs,
      signal: deps.signal,
    });
    const fragment = splitFragment(await readFile(part));
    if (!fragment) throw new RecordError(`[hub] [media] recording ${row.id} holds nothing at ${at * segmentSeconds} s`);
    for (const [name, bytes] of [
      ['now-init.m4s', fragment.init],
      [`now-${at}.m4s`, fragment.media],
    ] as const) {
      await writeFile(`${part}.${name}`, bytes);
      await rename(`${part}.${name}`, join(folder, name));
    }
  } finally {
    await rm(part, { force: true });
  }
};

const factsKnown = new Map<number, Promise<MediaFacts>>();
const mostFactsKnown = 500;

const factsOf = (deps: OnDemandDeps, row: FootageRow): Promise<MediaFacts> => {
  const known =
    factsKnown.get(row.id) ?? localOriginal(deps, row).then((file) => probe(deps.environment.ffprobe, file));
  factsKnown.delete(row.id);
  factsKnown.set(row.id, known);
  known.catch(() => factsKnown.delete(row.id));
  for (const id of factsKnown.keys()) if (factsKnown.size > mostFactsKnown) factsKnown.delete(id);
  return known;
};

/** The names that exist on demand: a playlist, the head of all segments, and the segments. */
export const onDemandName = /^now(?:\.m3u8|-init\.m4s|-(\d{1,6})\.m4s)$/;

/**
 * A file of a clip that has no rendition yet, made when it is asked for: the playlist at once, a segment within a second
 * or two wherever in the clip it lies. Kept for a
 * while, also when a rendition has been made since: somebody may be in the middle of it.
 *
 * @throws NotFoundError for a name or a segment there is not, RecordError when ffmpeg can make nothing of the place
 */
export const onDemandFile = async (
  deps: OnDemandDeps,
  row: FootageRow,
  name: string,
): Promise<{ bytes: Buffer; type: string }> => {
  const facts = await factsOf(deps, row);
  const durationMs = durationOf(row, facts);
  if (name === 'now.m3u8') return { bytes: Buffer.from(playlist(durationMs)), type: 'application/vnd.apple.mpegurl' };
  const at = Number(onDemandName.exec(name)?.[1] ?? 0);
  if (!onDemandName.test(name) || at >= countOf(durationMs)) {
    throw new NotFoundError(`[hub] [media] recording ${row.id} has no ${name}`);
  }
  const file = join(folderOf(deps, row), name);
  const kept = await readFile(file).catch(() => undefined);
  if (kept === undefined) {
    const key = `${row.id} ${at}`;
    const made = making.get(key) ?? inTurn(() => makeSegment(deps, row, facts, at)).finally(() => making.delete(key));
    making.set(key, made);
    await made;
  }
  return { bytes: kept ?? (await readFile(file)), type: 'video/iso.segment' };
};

/** Remove what was made on demand and nobody has asked anew for a while. @returns how many clips it was */
export const sweepOnDemand = async (deps: Pick<OnDemandDeps, 'environment'>, olderThanMs: number): Promise<number> => {
  const folder = join(homeVolume(deps).workshop, 'on-demand');
  let swept = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs < olderThanMs) continue;
    await rm(join(folder, name), { recursive: true, force: true });
    swept += 1;
  }
  return swept;
};
