import { ed25519 } from '@noble/curves/ed25519.js';
import { createSHA256, createSM3, type IHasher } from 'hash-wasm';
import type { PackageFiles } from './package-files.ts';

/** One file as the manifest lists it. */
export interface ListedFile {
  path: string;
  role: 'original' | 'segment' | 'viewer';
  footage?: string;
  type: string;
  bytes: number;
  sha256: string;
  sm3: string;
}

/** What the manifest says, as far as the page shows it. */
export interface Manifest {
  format: string;
  id: string;
  createdAt: string;
  createdBy: string;
  reason: string;
  hub: { name: string; url: string };
  record: Record<string, unknown>;
  footage: Record<string, unknown>[];
  links: Record<string, unknown>[];
  decisions: Record<string, unknown>[];
  log: Record<string, unknown>[];
  files: ListedFile[];
}

/** `waiting` until its turn comes; `bad` with what differs. */
export type FileState = 'waiting' | 'good' | { bad: string };

export interface Opened {
  readonly manifest: Manifest;
  readonly fingerprint: string;
  /** Whether the seal fits the manifest, by the key that is in the package. */
  readonly isSealed: boolean;
  /** Files that nobody sealed. */
  readonly strangers: readonly string[];
}

const format = 'footage-link-hub/evidence/1';
const manifestPath = 'manifest.json';
const signaturePath = 'signature.json';

const bytesOf = async (files: PackageFiles, path: string): Promise<Uint8Array> => {
  const file = files.get(path);
  if (file === undefined) throw new Error(`${path} is missing: this is no evidence package, or not all of it`);
  return new Uint8Array(await file.arrayBuffer());
};

const fromBase64Url = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0));

const hexOf = async (hasher: Promise<IHasher>, bytes: Uint8Array): Promise<string> =>
  (await hasher).init().update(bytes).digest('hex');

/** A signature that cannot even be read does not fit. */
const isSignatureOf = (bytes: Uint8Array, signature: string, publicKey: Uint8Array): boolean => {
  try {
    return ed25519.verify(fromBase64Url(signature), bytes, publicKey);
  } catch {
    return false;
  }
};

/**
 * Read the manifest and check its seal.
 *
 * @throws Error when it is no evidence package
 */
export const readManifest = async (files: PackageFiles): Promise<Opened> => {
  const bytes = await bytesOf(files, manifestPath);
  const text = (part: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(part);
  const manifest = JSON.parse(text(bytes)) as Manifest;
  if (manifest.format !== format) throw new Error(`the manifest is of the form ${manifest.format}, not ${format}`);
  const seal = JSON.parse(text(await bytesOf(files, signaturePath))) as Record<string, string>;
  const publicKey = fromBase64Url(seal.publicKey ?? '');
  const fingerprint = (await hexOf(createSHA256(), publicKey)).slice(0, 16);
  const known = new Set([manifestPath, signaturePath, ...manifest.files.map(({ path }) => path)]);
  return {
    manifest,
    fingerprint,
    isSealed: fingerprint === seal.fingerprint && isSignatureOf(bytes, seal.signature ?? '', publicKey),
    strangers: [...files.keys()].filter((path) => !known.has(path)),
  };
};

/** Small enough for the memory of an old machine, large enough to be fast. */
const pieceBytes = 4 * 2 ** 20;

/** Check one file, piece by piece. */
export const checkFile = async (
  files: PackageFiles,
  { path, bytes, sha256, sm3 }: ListedFile,
  progress: (share: number) => void,
): Promise<FileState> => {
  const file = files.get(path);
  if (file === undefined) return { bad: 'missing' };
  const hashers = [(await createSHA256()).init(), (await createSM3()).init()] as const;
  for (let from = 0; from < file.size; from += pieceBytes) {
    const piece = new Uint8Array(await file.slice(from, from + pieceBytes).arrayBuffer());
    for (const hasher of hashers) hasher.update(piece);
    progress(Math.min(1, (from + piece.length) / file.size));
  }
  const [foundSha256, foundSm3] = hashers.map((hasher) => hasher.digest('hex'));
  if (file.size !== bytes) return { bad: `${file.size} bytes instead of ${bytes}` };
  if (foundSha256 !== sha256) return { bad: 'SHA-256' };
  return foundSm3 === sm3 ? 'good' : { bad: 'SM3' };
};
