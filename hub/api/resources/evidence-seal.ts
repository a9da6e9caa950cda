import { sealOf } from '../../media/evidence/seal.ts';
import { defineResource, newApp } from '../_kit/resource.ts';

/** The public half of the key that seals evidence packages, for everybody: whoever checks a package compares it. */
export default defineResource('/.well-known/evidence-seal.json', (api) => {
  const { publicKey, fingerprint } = sealOf(api.environment.secret);
  return newApp().get('/', (c) => {
    c.header('Cache-Control', 'public, max-age=3600');
    return c.json({ alg: 'EdDSA', crv: 'Ed25519', publicKey, fingerprint, hub: api.environment.name });
  }) as ReturnType<typeof newApp>;
});
