import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { DataStore, ERRORS, Upload } from '@tus/server';
import { RetriableError } from '../../core/errors.ts';
import { deleteUpload, type FootageUpload, findUpload } from '../../store/footage-uploads.ts';
import type { Store } from '../../store/open.ts';
import { everyByte } from '../every-byte.ts';
import { isDiskFull } from '../http-get.ts';
import type { HomeVolume } from '../volume.ts';
import { DigestMismatchError } from './digest-mismatch-error.ts';
import type { UploadBudget } from './upload-budget.ts';

/** An upload that nobody finished is given up after this time. */
export const uploadKeptMs = 7 * 86_400_000;

/** Where the bytes of an upload gather. */
export const partOf = (volume: Pick<HomeVolume, 'workshop'>, id: string): string =>
  join(volume.workshop, 'uploads', id);

/** Where they are kept when they are not those of the digest. */
export const refusedPartOf = (volume: Pick<HomeVolume, 'workshop'>, id: string): string =>
  `${partOf(volume, id)}.refused`;

/** Bytes that came so far. */
export const gathered = async (
  volume: Pick<HomeVolume, 'workshop'>,
  { id }: Pick<FootageUpload, 'id'>,
): Promise<number> => (await stat(partOf(volume, id)).catch(() => undefined))?.size ?? 0;

const writeAll = async (handle: FileHandle, chunk: Buffer, at: number): Promise<void> => {
  for (let done = 0; done < chunk.length; ) {
    done += (await handle.write(chunk, done, chunk.length - done, at + done)).bytesWritten;
  }
};

/**
 * The bytes of uploads, for the protocol. Unlike a store that pipes streams, it keeps every byte that came before a line
 * broke, and has on disk what it says it has.
 */
export class UploadParts extends DataStore {
  readonly #store: Store;
  readonly #volume: HomeVolume;
  readonly #budget: UploadBudget;

  constructor(store: Store, volume: HomeVolume, budget: UploadBudget) {
    super();
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
    this.#store = store;
    this.#volume = volume;
    this.#budget = budget;
  }

  /** The row stands already, with whom it belongs to and what it is to become. */
  override async create(upload: Upload): Promise<Upload> {
    await mkdir(dirname(partOf(this.#volume, upload.id)), { recursive: true });
    return upload;
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const chunks = everyByte(stream);
    const { keyMark } = await this.#find(id);
    let at = offset;
    try {
      const handle = await open(partOf(this.#volume, id), constants.O_WRONLY | constants.O_CREAT, 0o600);
      try {
        for await (const chunk of chunks) {
          await this.#budget.spend(chunk.length, keyMark);
          await writeAll(handle, chunk, at);
          at += chunk.length;
        }
      } finally {
        await handle.sync();
        await handle.close();
      }
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      throw new RetriableError('[hub] [media] the media volume is full', {
        cause: error,
        remedy: 'free space on the volume; the upload goes on where it stopped',
      });
    }
    return at;
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await this.#find(id);
    if (row.state === 'refused') throw new DigestMismatchError(row.error ?? '');
    return new Upload({
      id,
      size: row.bytes,
      offset: row.state === 'stored' ? row.bytes : await gathered(this.#volume, row),
      metadata: row.metadata,
      creation_date: new Date(row.createdAt).toISOString(),
    });
  }

  override async remove(id: string): Promise<void> {
    await rm(partOf(this.#volume, id), { force: true });
    await deleteUpload(this.#store.db, id);
  }

  override getExpiration(): number {
    return uploadKeptMs;
  }

  async #find(id: string): Promise<FootageUpload> {
    const row = await findUpload(this.#store.db, id);
    if (!row) throw ERRORS.FILE_NOT_FOUND;
    return row;
  }
}
