import { createHash, createHmac } from 'node:crypto';
import type { Receipt } from '../_kit/outbox.ts';
import type { Answer } from '../_kit/post.ts';
import type { Revision } from '../_kit/timeline.ts';
import type { WarningRow } from './warnings.ts';

/** The bytes of a `whsec_…` secret. Throws an Error for anything else. */
export const secretBytes = (secret: string): Buffer => {
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret)) {
    throw new Error('INTEL_SECRET is not whsec_ followed by base64; give one of that form');
  }
  return Buffer.from(secret.slice('whsec_'.length), 'base64');
};

/** The same batch gives the same text, so that a repeated push carries the same webhook-id. */
export const pushBody = (batch: readonly Revision<WarningRow>[]): string =>
  JSON.stringify({
    type: 'warning.changed',
    timestamp: new Date(batch.at(-1)?.at ?? 0).toISOString(),
    data: { count: batch.length, warnings: batch.map(({ row }) => row) },
  });

/** The headers of Standard Webhooks: signed over id, time of this attempt (real seconds) and body. */
export const signedHeaders = (body: string, secret: Buffer, attemptAt: number): Record<string, string> => {
  const id = `msg_${createHash('sha256').update(body).digest('base64url').slice(0, 27)}`;
  const timestamp = String(Math.floor(attemptAt / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
};

/** Answers that speak of the caller's standing or the receiver's state; the message itself may still be good. */
const passing = new Set([401, 403, 404, 408, 410, 425, 429]);

export const receiptOf = ({ status, body, waitMs }: Answer): Receipt => {
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  const reason = `HTTP ${status}: ${body.slice(0, 200)}`;
  if (status >= 400 && status < 500 && !passing.has(status)) return { kind: 'refused', reason };
  return { kind: 'later', reason, ...(waitMs === undefined ? {} : { waitMs }) };
};
