import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { codeOf } from '../../../../connectors/_kit/network-error.ts';
import { HubError } from '../../../core/errors.ts';
import { type Span, type Volume, VolumeFullError, VolumeTroubleError } from '../../volume.ts';

export interface Bucket {
  /** Loaded with the first use. */
  client(): Promise<S3Client>;
  readonly bucket: string;
  readonly prefix: string;
}

/** Bytes a part: the smallest that allows for the largest recordings within 10,000 parts. */
const partBytes = (bytes: number): number => Math.max(8 * 2 ** 20, Math.ceil(bytes / 9_000));

const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && '$metadata' in error ? (error as S3ServiceException).$metadata.httpStatusCode : undefined;

/** A volume in a bucket. What the store answers is told as trouble of this volume, in words of its own. */
export const s3Volume = (name: string, { client, bucket, prefix }: Bucket): Volume => {
  const sdk = () => import('@aws-sdk/client-s3');
  const at = (path: string) => ({ Bucket: bucket, Key: `${prefix}${path}` });

  const trouble = (what: string, cause: unknown): HubError => {
    if (cause instanceof HubError) return cause;
    const status = statusOf(cause);
    if (status === 507) return new VolumeFullError(name);
    const said = cause instanceof Error ? cause.name : String(cause);
    // Not the error itself: it holds the whole request, signature included, and would go into logs.
    const told = new Error(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));
    return new VolumeTroubleError(name, `${what} (${status ? `HTTP ${status} ${said}` : (codeOf(cause) ?? said)})`, {
      cause: told,
      ...(status === 403 ? { remedy: 'compare the keys and what they may do with the bucket' } : {}),
    });
  };

  const head = async (path: string) => {
    const { HeadObjectCommand } = await sdk();
    return (await client()).send(new HeadObjectCommand(at(path)));
  };

  async function* bytesOf(path: string, span: Span | undefined): AsyncGenerator<Buffer> {
    try {
      const { GetObjectCommand } = await sdk();
      const { Body } = await (await client()).send(
        new GetObjectCommand({ ...at(path), ...(span ? { Range: `bytes=${span.start}-${span.end}` } : {}) }),
      );
      if (Body) yield* Body as AsyncIterable<Buffer>;
    } catch (error) {
      throw trouble('cannot be read', error);
    }
  }

  const remove: Volume['remove'] = async (path) => {
    try {
      const { DeleteObjectCommand } = await sdk();
      await (await client()).send(new DeleteObjectCommand(at(path)));
    } catch (error) {
      if (statusOf(error) !== 404) throw trouble('cannot be written', error);
    }
  };

  const put: Volume['put'] = async (body, path, bytes) => {
    // A body that failed is not the store's fault.
    let failure: unknown;
    body.once('error', (error) => {
      failure = error;
    });
    try {
      const { Upload } = await import('@aws-sdk/lib-storage');
      await new Upload({
        client: await client(),
        params: { ...at(path), Body: body },
        partSize: partBytes(bytes),
        queueSize: 2,
      }).done();
      const found = await head(path);
      if (found.ContentLength !== bytes) {
        await remove(path);
        throw new VolumeTroubleError(name, `cannot be written (${found.ContentLength} of ${bytes} bytes came)`);
      }
    } catch (error) {
      body.destroy();
      throw trouble('cannot be written', failure instanceof HubError ? failure : error);
    }
  };

  return {
    name,
    put,
    remove,
    free: async () => undefined,
    read: (path, span) => Readable.from(bytesOf(path, span), { objectMode: false, highWaterMark: 2 ** 18 }),
    async setAside(path) {
      const { Key } = at(`set-aside/${path.replaceAll('/', '_')}.${Date.now()}`);
      const CopySource = `${bucket}/${at(path).Key.split('/').map(encodeURIComponent).join('/')}`;
      try {
        const { CopyObjectCommand } = await sdk();
        await (await client()).send(new CopyObjectCommand({ Bucket: bucket, Key, CopySource }));
      } catch (error) {
        throw trouble('cannot be written', error);
      }
      await remove(path);
    },
    async stat(path) {
      try {
        const { ContentLength, LastModified } = await head(path);
        return { bytes: ContentLength ?? 0, modifiedAt: LastModified?.getTime() ?? 0 };
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw trouble('cannot be read', error);
      }
    },
    async check() {
      const path = `.hub-check/${randomBytes(8).toString('hex')}`;
      const bytes = Buffer.from(name);
      await put(Readable.from([bytes], { objectMode: false }), path, bytes.length);
      const chunks: Buffer[] = [];
      for await (const chunk of bytesOf(path, undefined)) chunks.push(chunk);
      await remove(path);
      if (!Buffer.concat(chunks).equals(bytes)) {
        throw new VolumeTroubleError(name, 'other bytes came back than were written');
      }
    },
  };
};
