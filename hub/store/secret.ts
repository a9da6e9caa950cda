import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { ConfigurationError } from '../core/errors.ts';
import type { Fields } from '../core/setting.ts';

/** Seals what must not be readable in the database. `context` is bound in: a sealed value works nowhere else. */
export interface SecretBox {
  seal(plain: string, context: string): string;
  /** @throws ConfigurationError when HUB_SECRET is not the one it was sealed with, or the value was changed */
  open(sealed: string, context: string): string;
}

const mark = 'sealed:1:';
const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;
const shortest = 16;

/**
 * @param secret HUB_SECRET of the deployment, the same in all its processes
 * @throws ConfigurationError when it is too short to protect anything
 */
export const secretBox = (secret: string): SecretBox => {
  if (secret.length < shortest) {
    throw new ConfigurationError(`[hub] [secret] HUB_SECRET is shorter than ${shortest} characters`, {
      remedy: 'set HUB_SECRET to a long random text, e.g. from `openssl rand -base64 32`, and keep it',
    });
  }
  const key = Buffer.from(hkdfSync('sha256', secret, 'footage-link-hub', 'settings', 32));
  return {
    seal(plain, context) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return mark + Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(sealed, context) {
      try {
        const bytes = Buffer.from(sealed.slice(mark.length), 'base64url');
        const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
          .setAAD(Buffer.from(context))
          .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
        return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new ConfigurationError(
          `[hub] [secret] the stored secret ${context} cannot be opened with this HUB_SECRET`,
          {
            remedy: 'start with the HUB_SECRET it was stored with, or enter the secret again',
            cause,
          },
        );
      }
    },
  };
};

const isSealed = (value: unknown): value is string => typeof value === 'string' && value.startsWith(mark);

const withSecrets = (
  fields: Fields,
  values: Record<string, unknown>,
  change: (value: unknown, name: string) => unknown,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, fields[name]?.secret ? change(value, name) : value]),
  );

/** Settings as they are stored: every secret field sealed, what is sealed already left alone. */
export const sealSettings = (
  box: SecretBox,
  source: string,
  fields: Fields,
  values: Record<string, unknown>,
): Record<string, unknown> =>
  withSecrets(fields, values, (value, name) =>
    typeof value === 'string' && value !== '' && !isSealed(value) ? box.seal(value, `${source}/${name}`) : value,
  );

/** Settings as connectors get them. @throws ConfigurationError when a secret cannot be opened */
export const openSettings = (
  box: SecretBox,
  source: string,
  fields: Fields,
  values: Record<string, unknown>,
): Record<string, unknown> =>
  withSecrets(fields, values, (value, name) => (isSealed(value) ? box.open(value, `${source}/${name}`) : value));
