import { z } from 'zod';
import { list, secret, structure, type Values } from '../../hub/core/setting.ts';
import { doorSettings } from '../_kit/settings.ts';
import { kinds } from './kinds.ts';
import { tellSettings } from './tell-links.ts';

const sourceName = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'is not the name of a source');

export const settings = {
  authkey: secret({
    group: 'signIn',
    label: { zh: '接入密钥', en: 'Key (authkey)' },
    help: { zh: '下级平台每次调用携带的 authkey。', en: 'What the lower platform sends as authkey with every call.' },
    example: 'example-authkey',
  }),
  domains: list({
    group: 'signIn',
    label: { zh: '下级域编号', en: 'Domains' },
    help: {
      zh: '允许上传的下级平台域编号（8 位）；留空表示知道密钥的都可以。',
      en: 'Domains (eight digits) of the lower platforms that may upload. Empty: any that knows the key.',
    },
    fallback: [],
    example: '99010600',
  }),
  handTo: structure(z.partialRecord(z.enum(kinds), sourceName).default({}), {
    group: 'content',
    label: { zh: '分派到其他数据源', en: 'Hand on to other sources' },
    help: {
      zh: '下级平台只知道一个地址。哪些类别转给使用同一连接器的其他数据源，写该数据源的名称；未写的留在本数据源。',
      en: 'A lower platform knows one address only. Which kinds of things go to another source with this connector, by the name of that source; what is not named stays here.',
    },
    example: '{"cm":"cascade-case","wtpz":"cascade-traffic","qzcs":"cascade-traffic"}',
  }),
  ...tellSettings,
  ...doorSettings,
} as const;

export type Settings = Values<typeof settings>;
