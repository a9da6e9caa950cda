import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError } from '../core/errors.ts';
import type { FootageRow } from '../store/footage.ts';
import type { MediaDeps } from './deps.ts';
import { homeVolume } from './home-volume.ts';
import { onDemandFolder } from './on-demand.ts';
import { readingArgs } from './reading.ts';
import { runProgram } from './run-program.ts';
import { localOriginal } from './volumes/local-original.ts';

type StillDeps = Pick<MediaDeps, 'store' | 'environment' | 'signal' | 'log'>;

const timeoutMs = 20_000;
/** Light enough to come over the thinnest line before anything else of the clip has. */
const width = 400;
const quality = '9';

/** The names of stills: `still-<second>.jpg`. */
export const stillName = /^still-(\d{1,6})\.jpg$/;

const making = new Map<string, Promise<void>>();

/**
 * - `near`: the key frame before the second, for nothing needs to be decoded up to it
 * - `exact`: no earlier than the second, for whoever may not see what came before
 */
export type StillPlace = 'near' | 'exact';

const make = async (
  deps: StillDeps,
  row: FootageRow,
  { second, place }: { second: number; place: StillPlace },
  file: string,
): Promise<void> => {
  const part = `${file}.${randomBytes(6).toString('hex')}.jpg`;
  await mkdir(homeVolume(deps).locate(onDemandFolder(row.id)), { recursive: true });
  try {
    const args = [
      ...['-nostdin', '-v', 'error', '-y', ...readingArgs],
      ...[...(place === 'near' ? ['-noaccurate_seek'] : []), '-ss', String(second)],
      ...['-i', await localOriginal(deps, row), '-map', '0:V:0', '-frames:v', '1'],
      ...['-vf', `scale=${width}:-2`, '-q:v', quality, part],
    ];
    await runProgram(deps.environment.ffmpeg, args, { timeoutMs, signal: deps.signal });
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
};

/**
 * A picture of one second of a clip, made when it is first asked for: what somebody sees while the clip itself is on its
 * way. Kept as long as segments on demand are.
 *
 * @throws NotFoundError when the clip has no picture, or none there; RecordError when ffmpeg can make nothing of it
 */
export const stillFile = async (
  deps: StillDeps,
  row: FootageRow,
  name: string,
  place: StillPlace = 'near',
): Promise<Buffer> => {
  const second = Number(stillName.exec(name)?.[1] ?? Number.NaN);
  const seconds = (row.durationMs ?? row.endAt - row.startAt) / 1000;
  if (!(second < seconds) || row.mediaType !== 'video' || row.videoCodec === null)
    throw new NotFoundError(`[hub] [media] recording ${row.id} has no ${name}`);
  const file = join(homeVolume(deps).locate(onDemandFolder(row.id)), place === 'near' ? name : `exact-${name}`);
  const kept = await readFile(file).catch(() => undefined);
  if (kept) return kept;
  const made = making.get(file) ?? make(deps, row, { second, place }, file).finally(() => making.delete(file));
  making.set(file, made);
  await made;
  return readFile(file);
};
