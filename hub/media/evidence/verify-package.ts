import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { RecordError } from '../../core/errors.ts';
import { digesting } from './digests.ts';
import { type Manifest, manifestSchema, type Signature, signatureSchema } from './manifest.ts';
import { isSealed } from './seal.ts';
import { manifestPath, signaturePath } from './write-package.ts';

/** What was found wrong with a package, in words. Empty: everything is as it was sealed. */
export interface Verification {
  readonly problems: readonly string[];
  readonly files: number;
  readonly manifest: Manifest;
  readonly signature: Signature;
}

/** Manifests are texts; a file that says otherwise is not read to its end. */
const longestText = 64 * 2 ** 20;

const damaged = (message: string, cause?: unknown): RecordError =>
  new RecordError(`[hub] [media] this is no evidence package, or a damaged one: ${message}`, {
    remedy: 'fetch the package again from the hub',
    ...(cause === undefined ? {} : { cause }),
  });

const entriesOf = async (zip: ZipFile): Promise<Map<string, Entry>> => {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entries.has(entry.fileName)) throw damaged(`${entry.fileName} is in it twice`);
    entries.set(entry.fileName, entry);
  }
  return entries;
};

/**
 * Check a package: the signature over the manifest, and every file against its digests.
 *
 * @param file path of the ZIP
 * @throws RecordError when it is no package at all
 */
export const verifyPackage = async (file: string): Promise<Verification> => {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false }).catch((error: unknown) => {
    throw damaged(error instanceof Error ? error.message : String(error), error);
  });
  try {
    const entries = await entriesOf(zip);
    const textOf = async (path: string): Promise<Buffer> => {
      const entry = entries.get(path);
      if (entry === undefined) throw damaged(`${path} is missing`);
      if (entry.uncompressedSize > longestText) throw damaged(`${path} is too long`);
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    };
    const bytes = await textOf(manifestPath);
    const manifest = manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
    const signature = signatureSchema.parse(JSON.parse((await textOf(signaturePath)).toString('utf8')));
    const problems: string[] = [];
    if (!isSealed(bytes, signature)) problems.push(`${manifestPath}: the signature does not fit`);
    for (const listed of manifest.files) {
      const entry = entries.get(listed.path);
      if (entry === undefined) {
        problems.push(`${listed.path}: missing`);
        continue;
      }
      const { stream, digests } = digesting();
      try {
        await pipeline(await zip.openReadStreamPromise(entry), stream, async (bytes) => {
          for await (const _ of bytes);
        });
        const found = digests();
        if (found.sha256 !== listed.sha256) problems.push(`${listed.path}: SHA-256 differs`);
        if (found.sm3 !== listed.sm3) problems.push(`${listed.path}: SM3 differs`);
      } catch (error) {
        problems.push(`${listed.path}: cannot be read (${error instanceof Error ? error.message : String(error)})`);
      }
    }
    const known = new Set([manifestPath, signaturePath, ...manifest.files.map(({ path }) => path)]);
    for (const path of entries.keys()) if (!known.has(path)) problems.push(`${path}: nobody sealed this file`);
    return { problems, files: manifest.files.length, manifest, signature };
  } catch (error) {
    if (error instanceof RecordError) throw error;
    throw damaged(error instanceof Error ? error.message : String(error), error);
  } finally {
    zip.close();
  }
};
