import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { codeOf } from '../../connectors/_kit/network-error.ts';
import { HubError, RetriableError } from '../core/errors.ts';
import { MediaLostError } from './answer-error.ts';
import { takeDigests } from './digest.ts';
import type { Received } from './download.ts';
import { isDiskFull } from './http-get.ts';

/**
 * Copy a file of a watched folder, hashing it on the way. A file that is still growing is refused until it has settled.
 *
 * @returns after the bytes are on disk (fsync)
 * @throws MediaLostError when it is gone, RetriableError when it grows, is empty or the disk is full
 */
export const copyFile = async (from: string, part: string, signal: AbortSignal): Promise<Received> => {
  const digests = takeDigests();
  let bytes = 0;
  try {
    const before = await stat(from);
    const handle = await open(part, 'w');
    try {
      for await (const chunk of createReadStream(from, { signal, highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
        for (let done = 0; done < chunk.length; ) {
          done += (await handle.write(chunk, done, chunk.length - done)).bytesWritten;
        }
        digests.update(chunk);
        bytes += chunk.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    const after = await stat(from);
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs || bytes !== after.size) {
      throw new RetriableError(`[hub] [media] ${from} was written to while it was read`, { retryAfterMs: 10_000 });
    }
    if (bytes === 0) throw new RetriableError(`[hub] [media] ${from} is empty`, { retryAfterMs: 10_000 });
    return { bytes, ...digests.done() };
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof HubError || signal.aborted) throw error;
    if (codeOf(error) === 'ENOENT') throw new MediaLostError(`[hub] [media] ${from} is not there`, { cause: error });
    throw new RetriableError(
      isDiskFull(error)
        ? '[hub] [media] the media volume is full'
        : `[hub] [media] ${from} cannot be read (${codeOf(error)})`,
      { cause: error, remedy: 'see to space and rights of both folders; the hub tries again by itself' },
    );
  }
};
