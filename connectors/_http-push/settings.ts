import { z } from 'zod';
import {
  choice,
  integer,
  list,
  optionalSecret,
  optionalText,
  secret,
  structure,
  text,
  type Values,
} from '../../hub/core/setting.ts';
import { doorSettings } from '../_kit/settings.ts';
import { tellSettings } from './tell-links.ts';

export const settings = {
  authentication: choice(['signature', 'bearer', 'certificate'], {
    group: 'signIn',
    label: { zh: '认证方式', en: 'Authentication' },
    help: {
      zh: 'signature：Standard Webhooks 签名（HMAC-SHA-256）；bearer：密钥放在 “Authorization: Bearer …” 中；certificate：由可信代理校验过的客户端证书。',
      en: 'signature: Standard Webhooks (HMAC-SHA-256); bearer: the secret as "Authorization: Bearer …"; certificate: a client certificate that a trusted proxy has checked.',
    },
    fallback: 'signature',
  }),
  secret: secret({
    group: 'signIn',
    label: { zh: '密钥', en: 'Secret' },
    help: {
      zh: '与发送方共用。签名方式用 whsec_ 加 base64，或 16 个字符以上的任意文本；证书方式则与代理共用，由代理放在 X-Proxy-Secret 中，否则谁都能伪造该请求头。',
      en: 'Shared with the sender. For signatures whsec_ and base64, or any text of 16 characters or more. For certificates it is shared with the proxy, which sends it as X-Proxy-Secret: without it anybody could write the header.',
    },
    example: 'whsec_c3ludGhldGljLXNlY3JldC1mb3ItZXhhbXBsZXM=',
  }),
  otherSecrets: optionalSecret({
    group: 'signIn',
    label: { zh: '轮换密钥', en: 'Other secrets' },
    help: {
      zh: '更换密钥期间同时接受的旧密钥或新密钥，用逗号分隔。',
      en: 'Accepted as well while a secret is changed, separated by commas: the old one, or the coming one.',
    },
    advanced: true,
  }),
  toleranceSeconds: integer({
    group: 'signIn',
    label: { zh: '时间容差（秒）', en: 'Tolerance (seconds)' },
    help: { zh: '签名时间与本机时间最多相差多少。', en: 'How far the time of a signature may be from ours.' },
    fallback: 300,
    min: 1,
    max: 86_400,
    advanced: true,
  }),
  certificateHeader: text({
    group: 'signIn',
    label: { zh: '证书头', en: 'Certificate header' },
    help: {
      zh: '代理把校验过的证书写在哪个请求头：指纹、主题，或 Envoy 的 X-Forwarded-Client-Cert。',
      en: 'Where the proxy writes the checked certificate: a fingerprint, a subject, or X-Forwarded-Client-Cert as Envoy has it.',
    },
    fallback: 'x-ssl-client-fingerprint',
    pattern: /^[A-Za-z0-9-]+$/,
    advanced: true,
  }),
  certificates: list({
    group: 'signIn',
    label: { zh: '允许的客户端证书', en: 'Client certificates' },
    help: {
      zh: '允许接入的证书指纹（十六进制，有无冒号均可）或完整主题；主题中含逗号时各部分用分号隔开。',
      en: 'Fingerprints (hexadecimal, colons or not) or whole subjects that are let in; a subject that holds commas is written with semicolons between its parts.',
    },
    fallback: [],
    example: '3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed',
    advanced: true,
  }),
  documentField: optionalText({
    group: 'reading',
    label: { zh: '表单中的文档字段', en: 'Document field of a form' },
    help: {
      zh: '对方用表单发送时，报文所在的字段；不填则整个表单即报文。',
      en: 'When forms are sent: the field that holds the message. Absent: all fields together are the message.',
    },
    example: 'data',
    advanced: true,
  }),
  answer: structure(z.record(z.string(), z.unknown()).default({}), {
    group: 'content',
    label: { zh: '成功应答', en: 'Answer' },
    help: {
      zh: '对方要求的成功应答（JSON，HTTP 200）；值可写 "{taken}"、"{refused}"（编号列表）、"{takenCount}"、"{refusedCount}"、"{rows}"。留空则为平台自己的应答。',
      en: 'What the sender wants to hear (JSON, HTTP 200). A value may be "{taken}" or "{refused}" (lists of numbers), "{takenCount}", "{refusedCount}", "{rows}". Empty: the usual answer.',
    },
    example: '{"code":0,"msg":"ok","ids":"{taken}"}',
    advanced: true,
  }),
  answerId: optionalText({
    group: 'content',
    label: { zh: '应答中的编号', en: 'Numbers in the answer' },
    help: {
      zh: '应答里用行中哪个字段称呼一行；不填则用映射后的编号。',
      en: 'Path in a row to what the answer calls it. Absent: the number it is stored by.',
    },
    example: 'id',
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
