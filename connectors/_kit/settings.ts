import { flag, integer, list } from '../../hub/core/setting.ts';

/** Fields of every connector that calls the other side over a network. */
export const callSettings = {
  timeoutSeconds: integer({
    group: 'pace',
    label: { zh: '超时（秒）', en: 'Timeout (seconds)' },
    help: {
      zh: '对方一次应答最长等多久，超过即算失败。',
      en: 'How long one answer of the other side may take before the call counts as failed.',
    },
    fallback: 30,
    min: 1,
    max: 600,
    advanced: true,
  }),
  requestsPerSecond: integer({
    group: 'pace',
    label: { zh: '每秒请求数上限', en: 'Requests per second' },
    help: { zh: '对对方的请求不会比这更频繁。', en: 'The other side is never asked more often than this.' },
    fallback: 5,
    min: 1,
    max: 1000,
    advanced: true,
  }),
} as const;

/** For endpoints behind TLS, which inside police networks often is self-signed. */
export const tlsSettings = {
  acceptSelfSigned: flag({
    group: 'where',
    label: { zh: '接受自签名证书', en: 'Accept a self-signed certificate' },
    help: {
      zh: '仅用于可信内网中证书无法校验的地址。',
      en: 'Only for endpoints inside a trusted network whose certificate cannot be verified.',
    },
    fallback: false,
    advanced: true,
  }),
} as const;

/** Fields of every connector that takes requests. */
export const doorSettings = {
  maxMegabytes: integer({
    group: 'pace',
    label: { zh: '请求体上限（MB）', en: 'Largest request body (MB)' },
    help: { zh: '更大的请求不读完即拒收。', en: 'A larger request is refused before it is read to the end.' },
    fallback: 8,
    min: 1,
    max: 256,
    advanced: true,
  }),
} as const;

/** Fields of every connector whose messages say where the bytes of footage are. */
export const mediaSettings = {
  mediaHosts: list({
    group: 'content',
    label: { zh: '媒体服务器', en: 'Media servers' },
    help: {
      zh: '允许取录像的主机，写主机名或“主机:端口”。地址随报文而来，不在此列的一概不访问。',
      en: 'Hosts that footage may be fetched from, as host or host:port. Addresses come with the messages; others are not asked.',
    },
    example: '10.20.0.15, 10.20.0.16:6801',
    fallback: [],
  }),
} as const;
