import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { RetriableError } from '../../core/errors.ts';
import type { FootageRow } from '../../store/footage.ts';
import { digestsOf, takeDigests } from '../digest.ts';
import { homeVolume } from '../home-volume.ts';
import type { VolumesDeps } from './open-volumes.ts';
import { type Original, openOriginal } from './read-original.ts';

const folderOf = (deps: Pick<VolumesDeps, 'environment'>): string => join(homeVolume(deps).workshop, 'fetched');

const bring = async (original: Original, row: FootageRow, file: string): Promise<void> => {
  // Its own: other processes of this machine may bring the same one.
  const part = `${file}.${randomBytes(6).toString('hex')}.part`;
  const digests = takeDigests();
  const handle = await open(part, 'w');
  try {
    for await (const chunk of original.read() as AsyncIterable<Buffer>) {
      digests.update(chunk);
      await handle.writeFile(chunk);
    }
  } finally {
    await handle.close();
  }
  const { sha256 } = digests.done();
  if (row.sha256 !== null && sha256 !== row.sha256) {
    await rm(part, { force: true });
    throw new RetriableError(`[hub] [media] recording ${row.id}: volume ${original.volume.name} gave other bytes`, {
      remedy: 'the next check of digests looks into it',
      detail: { was: row.sha256, is: sha256 },
    });
  }
  await rename(part, file);
};

const bringing = new Map<string, Promise<void>>();

/**
 * A file on this machine with the bytes of an original, for programs that cannot read a volume: the original itself where
 * it lies in a folder, else a copy that is kept for a while.
 *
 * @throws as `openOriginal`
 */
export const localOriginal = async (deps: VolumesDeps, row: FootageRow): Promise<string> => {
  const original = await openOriginal(deps, row);
  if (original.volume.locate) return original.volume.locate(original.path);
  const file = join(folderOf(deps), `${row.id}${extname(original.path)}`);
  const kept = await stat(file).catch(() => undefined);
  if (kept?.size !== row.bytes) {
    await mkdir(folderOf(deps), { recursive: true });
    const underWay = bringing.get(file) ?? bring(original, row, file).finally(() => bringing.delete(file));
    bringing.set(file, underWay);
    await underWay;
  }
  const now = new Date();
  await utimes(file, now, now);
  return file;
};

/** Remove local copies nobody has asked for since. @returns how many */
export const sweepLocalOriginals = async (
  deps: Pick<VolumesDeps, 'environment'>,
  olderThanMs: number,
): Promise<number> => {
  let swept = 0;
  for (const name of await readdir(folderOf(deps)).catch(() => [])) {
    const file = join(folderOf(deps), name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs < olderThanMs) continue;
    await rm(file, { force: true });
    swept += 1;
  }
  return swept;
};

/** Remove the local copy of a recording that was deleted. */
export const forgetLocalOriginal = async (deps: Pick<VolumesDeps, 'environment'>, id: number): Promise<void> => {
  for (const name of await readdir(folderOf(deps)).catch(() => [])) {
    if (name.startsWith(`${id}.`)) await rm(join(folderOf(deps), name), { force: true });
  }
};

/** Digests of a file in the workshop. */
export const digestsOfFile = (file: string) => digestsOf(createReadStream(file, { highWaterMark: 2 ** 20 }));
