import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { codeOf } from './network-error.ts';

export interface FoundFile {
  /** Below the watched folder, with "/" on every system. */
  path: string;
  bytes: number;
  mtimeMs: number;
  /**
   * When it came to be there as it is, by the clock of the file system: copying keeps the other time, not this one. A
   * file of a folder that was moved in arrived with the folder.
   */
  arrivedMs: number;
}

/** Whether a folder's path fits a pattern of names with `*`; `**` stands for any folders, none included. */
export const fitsFolder = (folder: string, pattern: string): boolean => {
  const parts = pattern.split('/').map((part) => part.replace(/[.+^${}()|[\]\\?]/g, '\\$&'));
  const expression = parts
    .map((part) => (part === '' ? '' : part === '**' ? '(?:[^/]+/)*' : `${part.replaceAll('*', '[^/]*')}/`))
    .join('');
  return new RegExp(`^${expression}$`).test(folder === '' ? '' : `${folder}/`);
};

/** Whether a file's name fits a pattern with `*`; capitals do not matter. */
export const fitsName = (name: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(name);

const inFolder = async (root: string, folder: string): Promise<Dirent[]> => {
  try {
    return await readdir(join(root, folder), { withFileTypes: true });
  } catch (error) {
    // A subfolder may be moved away while it is walked; the root may not.
    if (folder !== '' && codeOf(error) === 'ENOENT') return [];
    throw error;
  }
};

/** Older than any disagreement between the clocks of a file server and of the hub. */
const certainlyOldMs = 10 * 60_000;

/** Since when (epoch ms) a file is as it is now, as far as is known. @param before how it was at the last look */
export const quietSince = (
  before: { facts: string; since: number } | undefined,
  facts: string,
  arrivedMs: number,
): number => {
  if (before?.facts === facts) return before.since;
  const now = Date.now();
  return arrivedMs < now - certainlyOldMs ? arrivedMs : now;
};

/**
 * When a folder was moved or renamed (epoch ms), 0 where that cannot be told: what is put into it moves both of its times,
 * its own way into another folder this one alone.
 */
const movedAt = async (path: string): Promise<number> => {
  const facts = await stat(path).catch(() => undefined);
  return facts && facts.ctimeMs > facts.mtimeMs ? facts.ctimeMs : 0;
};

/** All files in folders that fit the pattern. Links are not followed: they may lead out of the folder. */
export const walkFolder = async (root: string, pattern: string, signal: AbortSignal): Promise<FoundFile[]> => {
  const files: FoundFile[] = [];
  const folders = [{ folder: '', arrivedMs: 0 }];
  for (let next = folders.pop(); next !== undefined && !signal.aborted; next = folders.pop()) {
    const { folder, arrivedMs } = next;
    const takes = fitsFolder(folder, pattern);
    for (const entry of await inFolder(root, folder)) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory())
        folders.push({ folder: path, arrivedMs: Math.max(arrivedMs, await movedAt(join(root, path))) });
      if (!entry.isFile() || !takes) continue;
      const facts = await stat(join(root, path)).catch(() => undefined);
      if (!facts) continue;
      files.push({
        path,
        bytes: facts.size,
        mtimeMs: facts.mtimeMs,
        arrivedMs: Math.max(facts.mtimeMs, facts.ctimeMs, arrivedMs),
      });
    }
  }
  return files;
};
