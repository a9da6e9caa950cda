import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import type { Readable } from 'node:stream';
import { codeOf } from '../../connectors/_kit/network-error.ts';
import { ConfigurationError, HubError } from '../core/errors.ts';
import { isDiskFull } from './http-get.ts';
import { readKeptOpen, statKeptOpen } from './kept-open.ts';
import { type HomeVolume, VolumeFullError, VolumeTroubleError } from './volume.ts';

const readOnly = 0o444;
/** Bytes a piece: footage is read from front to back. */
const readAhead = 2 ** 18;
/** Names the volume a folder is: without it the disk is not mounted, or the folder is another volume's. */
export const markerOf = (folder: string): string => join(folder, '.hub-volume');

/** Make a rename survive a power cut. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');

/** Files and their preparation share a file system, so that a rename is atomic. */
const writeWhole = async (body: Readable, part: string, bytes: number): Promise<void> => {
  const handle = await open(part, 'wx');
  let written = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      for (let done = 0; done < chunk.length; ) {
        done += (await handle.write(chunk, done, chunk.length - done)).bytesWritten;
      }
      written += chunk.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (written !== bytes) throw new Error(`${written} of ${bytes} bytes came`);
};

/**
 * A volume in a local (or mounted) folder.
 *
 * @param options.marked the folder must carry its marker before anything is believed of it
 */
export const folderVolume = (
  name: string,
  folder: string,
  { marked = false }: { marked?: boolean } = {},
): HomeVolume => {
  const workshop = join(folder, '.workshop');

  const locate = (path: string): string => {
    if (isAbsolute(path) || normalize(path).startsWith('..')) {
      throw new ConfigurationError(`[hub] [media] "${path}" is not on volume ${name}`);
    }
    return join(folder, path);
  };
  const trouble = (what: string, cause: unknown): HubError =>
    cause instanceof HubError
      ? cause
      : isDiskFull(cause)
        ? new VolumeFullError(name, cause)
        : new VolumeTroubleError(name, `${what} (${codeOf(cause) ?? (cause as Error).message})`, { cause });

  const mustBeThere = async (): Promise<void> => {
    if (!marked) return;
    const found = await readFile(markerOf(folder), 'utf8').catch((cause: unknown) => {
      throw new VolumeTroubleError(name, `${folder} is not there, or its disk is not mounted`, { cause });
    });
    if (found.trim() === name) return;
    throw new VolumeTroubleError(name, `${folder} is volume ${found.trim().slice(0, 60)}`);
  };

  const statOf = async (path: string) => {
    try {
      const found = await stat(locate(path));
      return found.isFile() ? { bytes: found.size, modifiedAt: found.mtimeMs } : undefined;
    } catch (error) {
      if (!isAbsent(error)) throw trouble('cannot be read', error);
      await mustBeThere();
      return undefined;
    }
  };

  return {
    name,
    workshop,
    locate,
    read: (path, span) => createReadStream(locate(path), { highWaterMark: readAhead, ...span }),
    readPiece: async (path, { start, end }) => readKeptOpen(locate(path), start, end),
    stat: statOf,
    statHeld: async (path) => (await statKeptOpen(locate(path)).catch(() => undefined)) ?? statOf(path),
    async free() {
      try {
        await mustBeThere();
        await mkdir(workshop, { recursive: true });
        const { bavail, bsize } = await statfs(folder);
        return bavail * bsize;
      } catch (error) {
        throw trouble('does not say how much is free', error);
      }
    },
    async put(body, path, bytes) {
      const target = locate(path);
      const part = join(workshop, `put-${randomBytes(8).toString('hex')}.part`);
      try {
        await mustBeThere();
        await mkdir(workshop, { recursive: true });
        await writeWhole(body, part, bytes);
        await chmod(part, readOnly);
        await mkdir(dirname(target), { recursive: true });
        await rename(part, target);
        await syncFolder(dirname(target));
      } catch (error) {
        body.destroy();
        await rm(part, { force: true }).catch(() => undefined);
        throw trouble('cannot be written', error);
      }
    },
    async take(file, path) {
      const target = locate(path);
      try {
        await chmod(file, readOnly);
        await mkdir(dirname(target), { recursive: true });
        await rename(file, target);
        await syncFolder(dirname(target));
      } catch (error) {
        throw trouble('cannot be written', error);
      }
    },
    async takeFolder(made, path) {
      const target = locate(path);
      await mkdir(dirname(target), { recursive: true });
      // Renaming over a folder that holds something is refused; renditions can be made again, so a gap is no loss.
      await rm(target, { recursive: true, force: true });
      await rename(made, target);
    },
    async removeFolder(path) {
      await rm(locate(path), { recursive: true, force: true });
    },
    async remove(path) {
      try {
        await mustBeThere();
        await rm(locate(path), { force: true });
      } catch (error) {
        throw trouble('cannot be written', error);
      }
    },
    async setAside(path) {
      const target = join(folder, 'set-aside', `${path.replaceAll('/', '_')}.${Date.now()}`);
      try {
        await mkdir(dirname(target), { recursive: true });
        await rename(locate(path), target);
      } catch (error) {
        throw trouble('cannot be written', error);
      }
    },
    async check() {
      const file = join(workshop, `check-${randomBytes(8).toString('hex')}`);
      try {
        await mustBeThere();
        await mkdir(workshop, { recursive: true });
        await writeFile(file, name);
        if ((await readFile(file, 'utf8')) !== name) throw new Error('other bytes came back than were written');
      } catch (error) {
        throw trouble('cannot be used', error);
      } finally {
        await rm(file, { force: true }).catch(() => undefined);
      }
    },
  };
};
