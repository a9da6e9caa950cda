import { createReadStream } from 'node:fs';
import { chmod, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { ConfigurationError } from '../core/errors.ts';
import type { Volume } from './volume.ts';

const readOnly = 0o444;
/** Bytes a piece: footage is read from front to back. */
const readAhead = 2 ** 18;

/** Make a rename survive a power cut. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** A volume in a local (or mounted) folder. Workshop and files share a file system, so that a rename is atomic. */
export const folderVolume = (name: string, folder: string): Volume => {
  const workshop = join(folder, '.workshop');

  const locate = (path: string): string => {
    if (isAbsolute(path) || normalize(path).startsWith('..')) {
      throw new ConfigurationError(`[hub] [media] "${path}" is not on volume ${name}`);
    }
    return join(folder, path);
  };

  return {
    name,
    workshop,
    locate,
    async free() {
      await mkdir(workshop, { recursive: true });
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
    async take(file, path) {
      const target = locate(path);
      await chmod(file, readOnly);
      await mkdir(dirname(target), { recursive: true });
      await rename(file, target);
      await syncFolder(dirname(target));
    },
    async takeFolder(made, path) {
      const target = locate(path);
      await mkdir(dirname(target), { recursive: true });
      // Renaming over a folder that holds something is refused; renditions can be made again, so a gap is no loss.
      await rm(target, { recursive: true, force: true });
      await rename(made, target);
    },
    async setAside(path) {
      const target = join(folder, 'set-aside', `${path.replaceAll('/', '_')}.${Date.now()}`);
      await mkdir(dirname(target), { recursive: true });
      await rename(locate(path), target);
    },
    async stat(path) {
      const found = await stat(locate(path)).catch(() => undefined);
      return found?.isFile() ? { bytes: found.size, modifiedAt: found.mtimeMs } : undefined;
    },
    read: (path, span) =>
      createReadStream(locate(path), {
        highWaterMark: readAhead,
        ...(span ? { start: span.start, end: span.end } : {}),
      }),
  };
};
