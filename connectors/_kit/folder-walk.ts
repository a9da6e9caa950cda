import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { codeOf } from './network-error.ts';

export interface FoundFile {
  /** Below the watched folder, with "/" on every system. */
  path: string;
  bytes: number;
  mtimeMs: number;
  /** When it came to be there as it is, by the clock of the file system: copying keeps the other time, not this one. */
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

/** All files in folders that fit the pattern. Links are not followed: they may lead out of the folder. */
export const walkFolder = async (root: string, pattern: string, signal: AbortSignal): Promise<FoundFile[]> => {
  const files: FoundFile[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined && !signal.aborted; folder = folders.pop()) {
    const takes = fitsFolder(folder, pattern);
    for (const entry of await inFolder(root, folder)) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      if (!entry.isFile() || !takes) continue;
      const facts = await stat(join(root, path)).catch(() => undefined);
      if (!facts) continue;
      files.push({
        path,
        bytes: facts.size,
        mtimeMs: facts.mtimeMs,
        arrivedMs: Math.max(facts.mtimeMs, facts.ctimeMs),
      });
    }
  }
  return files;
};
