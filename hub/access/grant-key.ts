import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';

/** The fixed head of a PKCS #8 document that holds an Ed25519 seed (RFC 8410). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface GrantKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * The key that signs grants, derived from the secret all processes share: nothing to hand round, and the same on every
 * machine. A new secret makes all grants on their way invalid, which is 120 s of them at most.
 */
export const grantKey = (secret: string): GrantKey => {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'footage-link-hub grant ed25519', 32));
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: createPublicKey(privateKey) };
};
