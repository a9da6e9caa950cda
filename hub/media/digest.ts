import { createHash } from 'node:crypto';
import type { Volume } from './volume.ts';

/** Both digests of the same bytes, lower-case hex: SHA-256 for the world, SM3 for the courts here. */
export interface Digests {
  readonly sha256: string;
  readonly sm3: string;
}

/** Takes both digests in one pass. */
export interface RunningDigests {
  update(chunk: Buffer): void;
  /** Once, at the end. */
  done(): Digests;
}

export const takeDigests = (): RunningDigests => {
  const sha256 = createHash('sha256');
  const sm3 = createHash('sm3');
  return {
    update(chunk) {
      sha256.update(chunk);
      sm3.update(chunk);
    },
    done: () => ({ sha256: sha256.digest('hex'), sm3: sm3.digest('hex') }),
  };
};

export const digestsOf = async (chunks: AsyncIterable<Buffer>): Promise<Digests> => {
  const digests = takeDigests();
  for await (const chunk of chunks) digests.update(chunk);
  return digests.done();
};

/** Digests of a file on a volume. */
export const digestsOnVolume = (volume: Volume, path: string): Promise<Digests> => digestsOf(volume.read(path));
