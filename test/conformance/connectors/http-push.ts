import { createHmac, randomUUID } from 'node:crypto';
import { type ConnectorCase, utf8 } from './_case.ts';

const secret = 'a synthetic secret of some length';

export default {
  settings: { secret, maxMegabytes: 1 },
  refused: { secret: 'short' },
  door: {
    path: '',
    request(body, contentType) {
      const id = `msg_${randomUUID()}`;
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64');
      return new Request('http://hub/receive/x', {
        method: 'POST',
        body: new Uint8Array(body),
        headers: {
          'content-type': contentType,
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${signature}`,
        },
      });
    },
    good: { body: utf8('[{"yjxh":"1"}]'), contentType: 'application/json' },
    saysYes: ({ status }, body) => status === 202 && typeof JSON.parse(body).accepted === 'number',
    saysNo: ({ status, headers }, body) =>
      status >= 400 && headers.get('content-type') === 'application/problem+json' && JSON.parse(body).status === status,
  },
} satisfies ConnectorCase;
