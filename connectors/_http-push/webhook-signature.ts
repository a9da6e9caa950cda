import { createHmac } from 'node:crypto';
import { UnauthenticatedError } from '../../hub/core/errors.ts';
import { secretEquals } from '../_kit/secret-equals.ts';

const refuse = (what: string, remedy: string): UnauthenticatedError =>
  new UnauthenticatedError(`[hub] [http-push] ${what}`, { remedy });

/** The key of a Standard Webhooks secret: base64 after `whsec_`, else the text itself. */
export const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);

/**
 * Headers of Standard Webhooks for a message to somebody else.
 *
 * @param id the same for each attempt, so that the receiver knows what it has had already
 * @param now epoch ms
 */
export const signWebhook = (secret: string, id: string, body: string, now = Date.now()): Record<string, string> => {
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
};

/**
 * Verify the signature of Standard Webhooks: HMAC-SHA-256 over `id.timestamp.body`. Several signatures and several
 * secrets may be in use while a secret is changed; one pair must fit.
 *
 * @param now epoch ms
 * @returns the id of the message, the same for each attempt to send it
 * @throws UnauthenticatedError when a header is absent, the message too old or from the future, or nothing fits
 */
export const verifyWebhook = (
  headers: Headers,
  body: Uint8Array,
  { secrets, toleranceSeconds }: { secrets: readonly string[]; toleranceSeconds: number },
  now = Date.now(),
): string => {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  const signatures = headers.get('webhook-signature') ?? '';
  if (!id || id.length > 128 || !/^\d{1,12}$/.test(timestamp) || !signatures) {
    throw refuse(
      'the request is not signed',
      'send webhook-id (at most 128 characters), webhook-timestamp and webhook-signature',
    );
  }
  const ageSeconds = now / 1000 - Number(timestamp);
  if (Math.abs(ageSeconds) > toleranceSeconds) {
    const which = ageSeconds > 0 ? 'too old' : 'from the future';
    throw refuse(
      `the request is ${which}`,
      `sign each attempt anew, and set the clock: ${toleranceSeconds} s are allowed`,
    );
  }
  const expected = secrets.map((secret) =>
    createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest('base64'),
  );
  const given = signatures.split(' ', 16).flatMap((signature) => {
    const [version, value = ''] = signature.split(',', 2);
    return version === 'v1' ? [value] : [];
  });
  if (given.some((value) => expected.some((one) => secretEquals(value, one)))) return id;
  throw refuse('the signature does not fit', 'sign id.timestamp.body with a secret of this source');
};
