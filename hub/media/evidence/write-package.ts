import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { RecordError } from '../../core/errors.ts';
import { digesting } from './digests.ts';
import { type Manifest, manifestFormat, type PackageContent, type PackedFile } from './manifest.ts';
import type { Seal } from './seal.ts';

/** A file that goes into a package. It is opened when its turn comes. */
export interface FileToPack {
  readonly path: string;
  readonly role: PackedFile['role'];
  readonly footage?: string;
  readonly type: string;
  readonly bytes: number;
  /** What the digest must be; a file that is not what it was when it came does not go out as evidence. */
  readonly sha256?: string;
  open(): Promise<Readable> | Readable;
}

/** Names of the two files that are not listed in the manifest: itself, and what seals it. */
export const manifestPath = 'manifest.json';
export const signaturePath = 'signature.json';

/**
 * A package as a stream: a ZIP whose media are stored, not compressed, so that a page can play out of it. The same
 * content gives the same bytes.
 *
 * @throws by the stream: RecordError when a file is not what its digest says
 */
export const writePackage = (content: PackageContent, files: readonly FileToPack[], seal: Seal): Readable => {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const mtime = new Date(content.createdAt);
  const packed: PackedFile[] = [];
  let current: Readable | undefined;
  // Whoever fetches it may go away in the middle.
  output.once('close', () => current?.destroy());
  zip.on('error', (error) => output.destroy(error));

  const add = async (file: FileToPack): Promise<void> => {
    const { stream, digests } = digesting();
    const source = await file.open();
    current = source;
    source.once('error', (error) => stream.destroy(error));
    zip.addReadStream(source.pipe(stream), file.path, { mtime, compress: false, size: file.bytes });
    await once(stream, 'end');
    const taken = digests();
    if (file.sha256 !== undefined && file.sha256 !== taken.sha256) {
      throw new RecordError(`[hub] [media] ${file.path} is not what it was when it came: its digest differs`, {
        remedy: 'have the recording looked at by the operator; its digest was taken at the door',
      });
    }
    const { path, role, footage, type } = file;
    packed.push({ path, role, ...(footage === undefined ? {} : { footage }), type, ...taken });
  };

  const write = async (): Promise<void> => {
    for (const file of files) await add(file);
    const manifest: Manifest = { format: manifestFormat, ...content, files: packed };
    const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
    zip.addBuffer(bytes, manifestPath, { mtime, compress: false });
    zip.addBuffer(Buffer.from(`${JSON.stringify(seal.sign(bytes), null, 2)}\n`), signaturePath, {
      mtime,
      compress: false,
    });
    zip.end();
  };
  write().catch((error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))));
  return output;
};
