import { z } from 'zod';
import {
  choice,
  flag,
  integer,
  list,
  optionalSecret,
  optionalText,
  optionalUrl,
  secret,
  structure,
  text,
  type Values,
} from '../../hub/core/setting.ts';
import { callSettings, doorSettings, mediaSettings, tlsSettings } from '../_kit/settings.ts';
import { collectionNames } from './collections.ts';

const id20 = /^\d{20}$/;

export const deviceSchema = z.strictObject({
  /** DeviceID: the 20-digit GB id of a device or a platform. */
  id: z.string().regex(id20, 'is not a 20-digit id'),
  name: z.string().default(''),
  org: z.string().default(''),
});

const door = {
  serverId: text({
    label: { zh: '本级视图库编号', en: 'Id of this server' },
    help: 'The 20-digit id by which this hub is known as a view library (VIIDServerID).',
    pattern: id20,
    example: '99010600005030000001',
  }),
  user: optionalText({
    label: { zh: '用户名', en: 'User' },
    help: 'The user name devices sign in with. Absent: each under its own 20-digit id.',
    example: 'viid',
  }),
  password: secret({
    label: { zh: '密码', en: 'Password' },
    help: 'What devices prove to know by HTTP Digest when they register.',
    example: 'example-password',
  }),
  devices: structure(z.array(deviceSchema).default([]), {
    label: { zh: '允许接入的设备', en: 'Devices' },
    help: 'Devices and platforms that may register. Empty: any that knows the password.',
    example: '[{"id":"99010600001190000001","name":"Collection system 1","org":"990199590000"}]',
  }),
  digest: choice(['MD5', 'SHA-256', 'both'], {
    label: { zh: '摘要算法', en: 'Digest algorithm' },
    help: 'MD5 is what devices on the market speak; both offers SHA-256 first.',
    fallback: 'MD5',
    advanced: true,
  }),
  digestAlways: flag({
    label: { zh: '每次请求都认证', en: 'Digest with every request' },
    help: 'The standard asks for it at registration only; afterwards the id in User-Identify is believed. On: every request must prove itself.',
    fallback: false,
    advanced: true,
  }),
  nonceSeconds: integer({
    label: { zh: '随机数有效期（秒）', en: 'Nonce lifetime (seconds)' },
    help: 'How long a Digest nonce may be used before a device is asked to take a new one.',
    fallback: 120,
    min: 10,
    max: 3600,
    advanced: true,
  }),
  registrationSeconds: integer({
    label: { zh: '注册有效期（秒）', en: 'Registration lifetime (seconds)' },
    help: 'A device that is silent for so long has to register again.',
    fallback: 300,
    min: 30,
    max: 86_400,
    advanced: true,
  }),
  handTo: structure(z.partialRecord(z.enum(collectionNames), z.string().regex(/^[a-z0-9][a-z0-9-]*$/)).default({}), {
    label: { zh: '分派到其他数据源', en: 'Hand on to other sources' },
    help: 'A device knows one address only. Which collections go to another source with this connector, by the name of that source; what is not named stays here.',
    example: '{"Cases":"viid-case"}',
  }),
  zone: text({
    label: { zh: '时区', en: 'Time zone' },
    help: 'Of the times told to devices (LocalTime), as offset from UTC.',
    fallback: '+08:00',
    pattern: /^[+-]\d\d:\d\d$/,
    advanced: true,
  }),
} as const;

const platform = {
  platformUrl: optionalUrl({
    label: { zh: '对端视图库地址', en: 'Address of another view library' },
    help: 'When set, the hub registers there, keeps itself registered and subscribes. Needs a schedule shorter than that side forgets, e.g. every minute.',
    example: 'http://10.20.0.30:8080',
    advanced: true,
  }),
  platformUser: optionalText({
    label: { zh: '对端用户名', en: 'User there' },
    help: 'The user name the hub signs in with at the other view library. Absent: its own 20-digit id.',
    advanced: true,
  }),
  platformPassword: optionalSecret({
    label: { zh: '对端密码', en: 'Password there' },
    help: 'The password the hub signs in with at the other view library.',
    advanced: true,
  }),
  notifyUrl: optionalUrl({
    label: { zh: '通知接收地址', en: 'Address for notifications' },
    help: 'This source as the other view library reaches it: https://hub/receive/ and its name, then /VIID/SubscribeNotifications.',
    example: 'http://10.20.0.5/receive/viid/VIID/SubscribeNotifications',
    advanced: true,
  }),
  subscribeTo: list({
    label: { zh: '订阅类别', en: 'What to subscribe to' },
    help: 'Codes of SubscribeDetail: 1 cases, 2 the content of one case, 3 devices, 16 files; others as that side numbers them.',
    fallback: ['1', '3', '16'],
    advanced: true,
  }),
  resourceUri: optionalText({
    label: { zh: '订阅资源', en: 'Resource' },
    help: 'ResourceURI of the subscription: a device, a system or an administrative area. Absent: all of that side.',
    example: '990106',
    advanced: true,
  }),
} as const;

export const settings = {
  ...door,
  ...platform,
  ...mediaSettings,
  ...callSettings,
  ...tlsSettings,
  ...doorSettings,
} as const;

export type Settings = Values<typeof settings>;
