import { ERRORS, type Lock, type Locker, MemoryLocker, type RequestRelease } from '@tus/server';
import { takeLock } from '../../queue/lock.ts';
import type { Queue } from '../../queue/open.ts';

const longestWaitMs = 30_000;

/**
 * One request at a time writes an upload, in all processes: one whose line is half dead in another would go on to write into
 * what has become an original. While Redis is away only the requests of one process know of each other.
 */
export class UploadLocker implements Locker {
  readonly #own = new MemoryLocker({ acquireLockTimeout: longestWaitMs });
  readonly #queue: Pick<Queue, 'redis' | 'ready'>;

  constructor(queue: Pick<Queue, 'redis' | 'ready'>) {
    this.#queue = queue;
  }

  newLock(id: string): Lock {
    const own = this.#own.newLock(id);
    let free: (() => Promise<void>) | undefined;
    return {
      lock: async (signal: AbortSignal, requestRelease: RequestRelease): Promise<void> => {
        await own.lock(signal, requestRelease);
        if (!this.#queue.ready()) return;
        try {
          free = await takeLock(this.#queue.redis, `upload:${id}`, {
            signal: AbortSignal.any([signal, AbortSignal.timeout(longestWaitMs)]),
            onWanted: () => void requestRelease(),
          });
        } catch {
          await own.unlock();
          throw ERRORS.ERR_LOCK_TIMEOUT;
        }
      },
      unlock: async (): Promise<void> => {
        // What cannot be given free now is so by itself, when the signs of life stay away.
        await Promise.all([own.unlock(), free?.().catch(() => undefined)]);
      },
    };
  }
}
