import { type FileHandle, open } from 'node:fs/promises';

/** A player comes back for the next piece of a file within this time, or others for the same one. */
const keptMs = 2_000;
const mostKept = 128;

interface Kept {
  readonly handle: Promise<FileHandle>;
  /** Reads under way, and one while it is kept. */
  users: number;
}

const kept = new Map<string, Kept>();

const leave = async (one: Kept): Promise<void> => {
  one.users -= 1;
  if (one.users === 0) await (await one.handle).close();
};

const letGo = (file: string, one: Kept): void => {
  if (kept.get(file) !== one) return;
  kept.delete(file);
  // One that could not be opened has nothing to close.
  leave(one).catch(() => undefined);
};

const keep = (file: string): Kept => {
  const one: Kept = { handle: open(file, 'r'), users: 1 };
  kept.set(file, one);
  one.handle.catch(() => letGo(file, one));
  setTimeout(() => letGo(file, one), keptMs).unref();
  for (const [oldest, other] of kept) if (kept.size > mostKept) letGo(oldest, other);
  return one;
};

const withKept = async <T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T> => {
  const one = kept.get(file) ?? keep(file);
  one.users += 1;
  try {
    return await use(await one.handle);
  } catch (error) {
    letGo(file, one);
    throw error;
  } finally {
    await leave(one).catch(() => undefined);
  }
};

const facts = new WeakMap<FileHandle, Promise<{ bytes: number; modifiedAt: number }>>();

const factsOf = async (handle: FileHandle): Promise<{ bytes: number; modifiedAt: number }> => {
  const { size, mtimeMs } = await handle.stat();
  return { bytes: size, modifiedAt: mtimeMs };
};

/**
 * Size and time of last change (epoch ms) of a file that is not written any more. It stays open for two seconds, so a
 * file that is replaced under its name is the one before for that long.
 *
 * @throws when it cannot be opened
 */
export const statKeptOpen = (file: string): Promise<{ bytes: number; modifiedAt: number }> =>
  withKept(file, (handle) => {
    const known = facts.get(handle) ?? factsOf(handle);
    facts.set(handle, known);
    return known;
  });

/**
 * Bytes `start` to `end` of such a file, both included.
 *
 * @throws when it cannot be opened, or ends before
 */
export const readKeptOpen = (file: string, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> =>
  withKept(file, async (handle) => {
    const piece = new Uint8Array(Buffer.allocUnsafeSlow(end - start + 1).buffer);
    for (let done = 0; done < piece.length; ) {
      const { bytesRead } = await handle.read(piece, done, piece.length - done, start + done);
      if (bytesRead === 0) throw new Error(`${file} ends before byte ${start + done}`);
      done += bytesRead;
    }
    return piece;
  });
