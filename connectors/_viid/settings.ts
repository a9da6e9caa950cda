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
import { pageName } from './page-name.ts';

const id20 = /^\d{20}$/;

export const deviceSchema = z.strictObject({
  /** DeviceID: the 20-digit GB id of a device or a platform. */
  id: z.string().regex(id20, 'is not a 20-digit id'),
  name: z.string().default(''),
  org: z.string().default(''),
});

const door = {
  serverId: text({
    group: 'where',
    label: { zh: '本级视图库编号', en: 'Id of this server' },
    help: {
      zh: '本中枢作为视图库的 20 位编号（VIIDServerID）。',
      en: 'The 20-digit id by which this hub is known as a view library (VIIDServerID).',
    },
    pattern: id20,
    example: '99010600005030000001',
  }),
  user: optionalText({
    group: 'signIn',
    label: { zh: '用户名', en: 'User' },
    help: {
      zh: '设备登录所用的用户名；不填则各设备用自己的 20 位编号。',
      en: 'The user name devices sign in with. Absent: each under its own 20-digit id.',
    },
    example: 'viid',
  }),
  password: secret({
    group: 'signIn',
    label: { zh: '密码', en: 'Password' },
    help: {
      zh: '设备注册时以 HTTP Digest 证明的密码。',
      en: 'What devices prove to know by HTTP Digest when they register.',
    },
    example: 'example-password',
  }),
  devices: structure(z.array(deviceSchema).default([]), {
    group: 'signIn',
    label: { zh: '允许接入的设备', en: 'Devices' },
    help: {
      zh: '允许注册的设备和平台；留空表示知道密码的都可以。',
      en: 'Devices and platforms that may register. Empty: any that knows the password.',
    },
    example: '[{"id":"99010600001190000001","name":"Collection system 1","org":"990199590000"}]',
  }),
  digest: choice(['MD5', 'SHA-256', 'both'], {
    group: 'signIn',
    label: { zh: '摘要算法', en: 'Digest algorithm' },
    help: {
      zh: '市面设备通用 MD5；both 表示优先提供 SHA-256。',
      en: 'MD5 is what devices on the market speak; both offers SHA-256 first.',
    },
    fallback: 'MD5',
    advanced: true,
  }),
  digestAlways: flag({
    group: 'signIn',
    label: { zh: '每次请求都认证', en: 'Digest with every request' },
    help: {
      zh: '标准只要求注册时认证，此后相信 User-Identify 中的编号。开启后每次请求都须认证。',
      en: 'The standard asks for it at registration only; afterwards the id in User-Identify is believed. On: every request must prove itself.',
    },
    fallback: false,
    advanced: true,
  }),
  nonceSeconds: integer({
    group: 'signIn',
    label: { zh: '随机数有效期（秒）', en: 'Nonce lifetime (seconds)' },
    help: {
      zh: 'Digest 随机数可以用多久，过后要求设备换新。',
      en: 'How long a Digest nonce may be used before a device is asked to take a new one.',
    },
    fallback: 120,
    min: 10,
    max: 3600,
    advanced: true,
  }),
  registrationSeconds: integer({
    group: 'signIn',
    label: { zh: '注册有效期（秒）', en: 'Registration lifetime (seconds)' },
    help: { zh: '设备静默超过这么久须重新注册。', en: 'A device that is silent for so long has to register again.' },
    fallback: 300,
    min: 30,
    max: 86_400,
    advanced: true,
  }),
  answersQueries: flag({
    group: 'content',
    label: { zh: '允许回读', en: 'Answer queries' },
    help: {
      zh: '开启后，已注册的设备和平台可以用 GET 查询经本数据源上传的视频片段、图像和文件目录。',
      en: 'On: who has registered may ask by GET for the entries of video slices, images and files that came through this source.',
    },
    fallback: false,
    advanced: true,
  }),
  pageStartName: pageName('pageSizeName', {
    group: 'content',
    label: { zh: '分页起始参数名', en: 'Name of the page start' },
    help: {
      zh: '回读时从第几条开始（从 1 起）的参数名，应答中同名。各地对接约定不同，以对方文档为准。',
      en: 'Parameter that says from which entry on (from 1) a query reads; the answer repeats it. Sites differ: take the name of their document.',
    },
    fallback: 'RecordStartNo',
  }),
  pageSizeName: pageName('pageStartName', {
    group: 'content',
    label: { zh: '每页条数参数名', en: 'Name of the page size' },
    help: {
      zh: '回读时每页条数的参数名，应答中同名。各地对接约定不同，以对方文档为准。',
      en: 'Parameter that says how many entries a page has; the answer repeats it. Sites differ: take the name of their document.',
    },
    fallback: 'PageRecordNum',
  }),
  handTo: structure(z.partialRecord(z.enum(collectionNames), z.string().regex(/^[a-z0-9][a-z0-9-]*$/)).default({}), {
    group: 'content',
    label: { zh: '分派到其他数据源', en: 'Hand on to other sources' },
    help: {
      zh: '设备只知道一个地址。哪些集合转给使用同一连接器的其他数据源，写该数据源的名称；未写的留在本数据源。',
      en: 'A device knows one address only. Which collections go to another source with this connector, by the name of that source; what is not named stays here.',
    },
    example: '{"Cases":"viid-case"}',
  }),
  zone: text({
    group: 'reading',
    label: { zh: '时区', en: 'Time zone' },
    help: {
      zh: '告知设备的时间（LocalTime）的时区，相对 UTC 的偏移。',
      en: 'Of the times told to devices (LocalTime), as offset from UTC.',
    },
    fallback: '+08:00',
    pattern: /^[+-]\d\d:\d\d$/,
    advanced: true,
  }),
} as const;

const platform = {
  platformUrl: optionalUrl({
    group: 'where',
    label: { zh: '对端视图库地址', en: 'Address of another view library' },
    help: {
      zh: '填写后，中枢到该视图库注册、保活并订阅。采集计划须短于对方的失效时间，例如每分钟。',
      en: 'When set, the hub registers there, keeps itself registered and subscribes. Needs a schedule shorter than that side forgets, e.g. every minute.',
    },
    example: 'http://10.20.0.30:8080',
    advanced: true,
  }),
  platformUser: optionalText({
    group: 'signIn',
    label: { zh: '对端用户名', en: 'User there' },
    help: {
      zh: '中枢登录对端视图库的用户名；不填则用本级 20 位编号。',
      en: 'The user name the hub signs in with at the other view library. Absent: its own 20-digit id.',
    },
    advanced: true,
  }),
  platformPassword: optionalSecret({
    group: 'signIn',
    label: { zh: '对端密码', en: 'Password there' },
    help: { zh: '中枢登录对端视图库的密码。', en: 'The password the hub signs in with at the other view library.' },
    advanced: true,
  }),
  notifyUrl: optionalUrl({
    group: 'where',
    label: { zh: '通知接收地址', en: 'Address for notifications' },
    help: {
      zh: '对端视图库访问本数据源的地址：https://中枢/receive/数据源名/VIID/SubscribeNotifications。',
      en: 'This source as the other view library reaches it: https://hub/receive/ and its name, then /VIID/SubscribeNotifications.',
    },
    example: 'http://10.20.0.5/receive/viid/VIID/SubscribeNotifications',
    advanced: true,
  }),
  subscribeTo: list({
    group: 'content',
    label: { zh: '订阅类别', en: 'What to subscribe to' },
    help: {
      zh: 'SubscribeDetail 代码：1 案件，2 单个案件内容，3 采集设备，16 文件；其他按对端编号。',
      en: 'Codes of SubscribeDetail: 1 cases, 2 the content of one case, 3 devices, 16 files; others as that side numbers them.',
    },
    fallback: ['1', '3', '16'],
    advanced: true,
  }),
  resourceUri: optionalText({
    group: 'where',
    label: { zh: '订阅资源', en: 'Resource' },
    help: {
      zh: '订阅的 ResourceURI：设备、系统或行政区划；不填则为对端全部。',
      en: 'ResourceURI of the subscription: a device, a system or an administrative area. Absent: all of that side.',
    },
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
