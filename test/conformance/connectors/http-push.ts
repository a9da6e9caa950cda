import { createHmac, randomUUID } from 'node:crypto';
import { serve } from '../../connectors/_server.ts';
import { type ConnectorCase, type Peer, utf8 } from './_case.ts';

const secret = 'a synthetic secret of some length';

interface Message {
  type: string;
  data: { link: number; record: { externalId: string }; url: string };
}

/** A receiver as the specification of Standard Webhooks describes it, written anew from there. */
const receiver = async (): Promise<Peer> => {
  const key = 'bGlua3MgYXJlIHNpZ25lZCB3aXRoIHRoaXM=';
  const links = new Map<number, string>();
  const seen = new Set<string>();
  const { origin } = await serve(({ headers, body }) => {
    const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const expected = `v1,${createHmac('sha256', Buffer.from(key, 'base64')).update(content).digest('base64')}`;
    const age = Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp']));
    if (headers['webhook-signature'] !== expected || age > 60) return { status: 401 };
    const { type, data } = JSON.parse(body) as Message;
    if (data.record.externalId === 'UNWANTED') return { status: 422 };
    if (seen.has(String(headers['webhook-id']))) return { status: 409 };
    seen.add(String(headers['webhook-id']));
    if (type === 'link.withdrawn') links.delete(data.link);
    else links.set(data.link, data.url);
    return { status: 204 };
  });
  const settings = { secret, publish: true, publishUrl: `${origin}/links`, publishSecret: `whsec_${key}` };
  return {
    settings,
    refused: { ...settings, publishSecret: 'another secret of some length' },
    pointedAt: (host) => ({ ...settings, publishUrl: `http://${host}/links`, timeoutSeconds: 1 }),
    held: async () => [...links].sort(([left], [right]) => left - right).map(([, url]) => url),
    unwanted: (publication) => ({ ...publication, record: { ...publication.record, externalId: 'UNWANTED' } }),
  };
};

export default {
  publishing: receiver,
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
