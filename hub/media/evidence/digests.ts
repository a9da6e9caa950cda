import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

export interface Digests {
  readonly bytes: number;
  readonly sha256: string;
  readonly sm3: string;
}

/** Lets bytes through and takes their digests on the way. */
export interface DigestingStream {
  readonly stream: Transform;
  /** @throws Error before the stream has ended */
  digests(): Digests;
}

export const digesting = (): DigestingStream => {
  const sha256 = createHash('sha256');
  const sm3 = createHash('sm3');
  let bytes = 0;
  let taken: Digests | undefined;
  const stream = new Transform({
    transform(chunk: Buffer, _, done) {
      sha256.update(chunk);
      sm3.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
    flush(done) {
      taken = { bytes, sha256: sha256.digest('hex'), sm3: sm3.digest('hex') };
      done();
    },
  });
  return {
    stream,
    digests() {
      if (taken === undefined) throw new Error('the stream has not ended');
      return taken;
    },
  };
};
