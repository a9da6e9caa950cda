import { createHmac } from 'node:crypto';
import { UnauthenticatedError } from '../../hub/core/errors.ts';
import { secretEquals } from '../_kit/secret-equals.ts';

const refuse = (what: string, remedy: string): UnauthenticatedError =>
  new UnauthenticatedError(`[hub] [http-push] ${what}`, { remedy });

/** The key of a Standard Webhooks secret: base64 after `whsec_`, else the text itself. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);

/**
 * Verify the signature of Standard Webhooks: HMAC-SHA-256 over `id.timestamp.body`. Several signatures may be given
 * while a secret is changed; one must fit.
 *
 * @param now epoch ms
 * @throws UnauthenticatedError when a header is absent, the message too old or from the future, or nothing fits
 */
export const verifyWebhook = (
  headers: Headers,
  body: Uint8Array,
  { secret, toleranceSeconds }: { secret: string; toleranceSeconds: number },
  now = Date.now(),
): void => {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  const signatures = headers.get('webhook-signature') ?? '';
  if (!id || !/^\d{1,12}$/.test(timestamp) || !signatures) {
    throw refuse('the request is not signed', 'send webhook-id, webhook-timestamp and webhook-signature');
  }
  const ageSeconds = now / 1000 - Number(timestamp);
  if (Math.abs(ageSeconds) > toleranceSeconds) {
    const which = ageSeconds > 0 ? 'too old' : 'from the future';
    throw refuse(
      `the request is ${which}`,
      `sign each attempt anew, and set the clock: ${toleranceSeconds} s are allowed`,
    );
  }
  const expected = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest('base64');
  const fits = signatures.split(' ').some((signature) => {
    const [version, value = ''] = signature.split(',', 2);
    return version === 'v1' && secretEquals(value, expected);
  });
  if (!fits) throw refuse('the signature does not fit', 'sign id.timestamp.body with the secret of this source');
};
