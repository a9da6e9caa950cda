import { BlobReader, ZipReader } from '@zip.js/zip.js';

/** The files of a package by their paths, from a ZIP or from the folder it was unpacked to. */
export type PackageFiles = ReadonlyMap<string, Blob>;

const localHeaderBytes = 30;
const deflated = 8;

/** Media are stored in the ZIP as they are: a file in it is a slice of the ZIP, and costs no memory. */
const sliceOf = async (zip: Blob, offset: number, bytes: number): Promise<Blob> => {
  const header = new DataView(await zip.slice(offset, offset + localHeaderBytes).arrayBuffer());
  const begin = offset + localHeaderBytes + header.getUint16(26, true) + header.getUint16(28, true);
  return zip.slice(begin, begin + bytes);
};

const fromZip = async (zip: Blob): Promise<PackageFiles> => {
  const reader = new ZipReader(new BlobReader(zip), { useWebWorkers: false });
  const files = new Map<string, Blob>();
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    if (entry.compressionMethod === deflated || entry.encrypted) {
      throw new Error(`${entry.filename} is packed in a way the hub does not pack: this ZIP was made anew`);
    }
    if (files.has(entry.filename)) throw new Error(`${entry.filename} is in the package twice`);
    files.set(entry.filename, await sliceOf(zip, entry.offset, entry.compressedSize));
  }
  await reader.close();
  return files;
};

/** Paths of a chosen folder begin with its own name. */
const fromFolder = (files: readonly File[]): PackageFiles =>
  new Map(files.map((file) => [file.webkitRelativePath.split('/').slice(1).join('/'), file]));

/**
 * @param chosen one ZIP, or all files of a folder
 * @throws Error when it is neither
 */
export const openPackage = async (chosen: readonly File[]): Promise<PackageFiles> => {
  const [first] = chosen;
  if (first === undefined) throw new Error('nothing was chosen');
  return chosen.length === 1 && first.webkitRelativePath === '' ? fromZip(first) : fromFolder(chosen);
};
