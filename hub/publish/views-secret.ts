import { randomBytes } from 'node:crypto';
import { secretBox } from '../store/secret.ts';

/** What the secret of a key is sealed for. */
export const viewsSecretContext = (key: string): string => `views/${key}`;

/**
 * A new secret that views are signed with, as Standard Webhooks write them; it is shown once and stored sealed.
 *
 * @param hubSecret HUB_SECRET of the deployment
 */
export const newViewsSecret = (hubSecret: string, key: string): { secret: string; sealedSecret: string } => {
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  return { secret, sealedSecret: secretBox(hubSecret).seal(secret, viewsSecretContext(key)) };
};
