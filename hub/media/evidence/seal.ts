import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';
import type { Signature } from './manifest.ts';

/** The fixed heads of PKCS #8 and SPKI documents that hold an Ed25519 key (RFC 8410). */
const privateHead = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicHead = Buffer.from('302a300506032b6570032100', 'hex');

/** The key that seals evidence packages, and what others know it by. */
export interface Seal {
  /** Raw, base64url. */
  readonly publicKey: string;
  readonly fingerprint: string;
  sign(bytes: Uint8Array): Signature;
}

const rawOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' }).subarray(publicHead.length);

export const fingerprintOf = (publicKey: Uint8Array): string =>
  createHash('sha256').update(publicKey).digest('hex').slice(0, 16);

/**
 * The seal of a hub, derived from the secret all its processes share, and from nothing that changes: packages of years
 * ago still verify, as long as the fingerprint was written down or the secret is the same.
 */
export const sealOf = (secret: string): Seal => {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'footage-link-hub evidence ed25519', 32));
  const privateKey = createPrivateKey({ key: Buffer.concat([privateHead, seed]), format: 'der', type: 'pkcs8' });
  const raw = rawOf(createPublicKey(privateKey));
  const publicKey = raw.toString('base64url');
  const fingerprint = fingerprintOf(raw);
  return {
    publicKey,
    fingerprint,
    sign: (bytes) => ({
      alg: 'EdDSA',
      fingerprint,
      publicKey,
      signature: sign(null, bytes, privateKey).toString('base64url'),
    }),
  };
};

/** Whether a signature is of these bytes, by the key it names, and that key is the one its fingerprint names. */
export const isSealed = (bytes: Uint8Array, { publicKey, fingerprint, signature }: Signature): boolean => {
  const raw = Buffer.from(publicKey, 'base64url');
  if (raw.length !== 32 || fingerprintOf(raw) !== fingerprint) return false;
  const key = createPublicKey({ key: Buffer.concat([publicHead, raw]), format: 'der', type: 'spki' });
  return verify(null, bytes, key, Buffer.from(signature, 'base64url'));
};
