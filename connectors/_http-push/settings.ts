import {
  choice,
  integer,
  list,
  optionalSecret,
  optionalText,
  secret,
  text,
  type Values,
} from '../../hub/core/setting.ts';
import { doorSettings } from '../_kit/settings.ts';
import { tellSettings } from './tell-links.ts';

export const settings = {
  authentication: choice(['signature', 'bearer', 'certificate'], {
    label: { zh: '认证方式', en: 'Authentication' },
    help: 'signature: Standard Webhooks (HMAC-SHA-256); bearer: the secret as "Authorization: Bearer …"; certificate: a client certificate that a trusted proxy has checked.',
    fallback: 'signature',
  }),
  secret: secret({
    label: { zh: '密钥', en: 'Secret' },
    help: 'Shared with the sender. For signatures whsec_ and base64, or any text of 16 characters or more. For certificates it is shared with the proxy, which sends it as X-Proxy-Secret: without it anybody could write the header.',
    example: 'whsec_c3ludGhldGljLXNlY3JldC1mb3ItZXhhbXBsZXM=',
  }),
  otherSecrets: optionalSecret({
    label: { zh: '轮换密钥', en: 'Other secrets' },
    help: 'Accepted as well while a secret is changed, separated by commas: the old one, or the coming one.',
    advanced: true,
  }),
  toleranceSeconds: integer({
    label: { zh: '时间容差（秒）', en: 'Tolerance (seconds)' },
    help: 'How far the time of a signature may be from ours.',
    fallback: 300,
    min: 1,
    max: 86_400,
    advanced: true,
  }),
  certificateHeader: text({
    label: { zh: '证书头', en: 'Certificate header' },
    help: 'Where the proxy writes the checked certificate: a fingerprint, a subject, or X-Forwarded-Client-Cert as Envoy has it.',
    fallback: 'x-ssl-client-fingerprint',
    pattern: /^[A-Za-z0-9-]+$/,
    advanced: true,
  }),
  certificates: list({
    label: { zh: '允许的客户端证书', en: 'Client certificates' },
    help: 'Fingerprints (hexadecimal, colons or not) or whole subjects that are let in; a subject that holds commas is written with semicolons between its parts.',
    fallback: [],
    example: '3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed',
    advanced: true,
  }),
  documentField: optionalText({
    label: { zh: '表单中的文档字段', en: 'Document field of a form' },
    help: 'When forms are sent: the field that holds the message. Absent: all fields together are the message.',
    example: 'data',
    advanced: true,
  }),
  ...tellSettings,
  ...doorSettings,
} as const;

export type Settings = Values<typeof settings>;

/** All secrets that open the door now. */
export const secretsOf = ({ secret, otherSecrets = '' }: Settings): string[] => [
  secret,
  ...otherSecrets
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
];
