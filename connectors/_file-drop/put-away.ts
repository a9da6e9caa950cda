import { access, constants, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { ConfigurationError } from '../../hub/core/errors.ts';
import { codeOf } from '../_kit/network-error.ts';

const refused = (folder: string, cause: unknown): ConfigurationError =>
  new ConfigurationError(`[hub] [file-drop] ${folder} cannot be written to: ${codeOf(cause) ?? String(cause)}`, {
    cause,
    remedy: 'check the path, and that the user the hub runs as may write there',
  });

/** Make the folder if it is not there, and see that files can be put into it. */
export const checkWritable = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw refused(folder, cause);
  }
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** A name nobody has there yet: a file of the same name that came earlier is kept. */
const freeName = async (path: string): Promise<string> => {
  const extension = posix.extname(path);
  const stem = path.slice(0, path.length - extension.length);
  let free = path;
  for (let count = 2; await isThere(free); count += 1) free = `${stem}.${count}${extension}`;
  return free;
};

/**
 * Move a file of the drop folder into another, below the same subfolders. The other may be on another disk.
 *
 * @returns where it lies now; undefined when it was gone already
 */
export const putAway = async (folder: string, path: string, into: string): Promise<string | undefined> => {
  const from = join(folder, path);
  try {
    await mkdir(dirname(join(into, path)), { recursive: true });
    const to = await freeName(join(into, path));
    await rename(from, to).catch(async (error: unknown) => {
      if (codeOf(error) !== 'EXDEV') throw error;
      await copyFile(from, to, constants.COPYFILE_EXCL);
      await rm(from);
    });
    return to;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw refused(into, error);
  }
};

/** Move a file that could not be read, with a text beside it that says why. */
export const putAside = async (folder: string, path: string, into: string, reason: string): Promise<void> => {
  const to = await putAway(folder, path, into);
  if (to !== undefined) await writeFile(`${to}.error.txt`, `${reason}\n`);
};
