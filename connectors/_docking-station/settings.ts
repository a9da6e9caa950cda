import { z } from 'zod';
import { secret, structure, text, type Values } from '../../hub/core/setting.ts';
import { doorSettings, mediaSettings, tlsSettings } from '../_kit/settings.ts';

export const stationSchema = z.strictObject({
  /** gzz_xh: the station's 20-digit GB id. */
  id: z.string().regex(/^\d{20}$/, 'is not a 20-digit station id'),
  name: z.string().default(''),
  /** bmbh: the organisation it stands in. */
  org: z.string().default(''),
  orgName: z.string().default(''),
  admin: z.string().default(''),
  phone: z.string().default(''),
  address: z.string().default(''),
});
export type Station = z.infer<typeof stationSchema>;

export const settings = {
  authkey: secret({
    group: 'signIn',
    label: { zh: '接入密钥', en: 'Key (authkey)' },
    help: { zh: '采集站每次调用携带的 authkey。', en: 'What the stations send as authkey with every call.' },
    example: 'example-authkey',
  }),
  stations: structure(z.array(stationSchema).default([]), {
    group: 'signIn',
    label: { zh: '采集站', en: 'Stations' },
    help: {
      zh: '允许接入的采集站及告知它们的自身信息；留空表示知道密钥的都可以。',
      en: 'Docking stations that may sign in, with what they are told of themselves. Empty: any station with the key.',
    },
    example: '[{"id":"44010651281280000001","name":"Station 1","org":"440106590000"}]',
  }),
  workstationConfig: text({
    group: 'content',
    label: { zh: '采集站参数', en: 'Station configuration (wsconf)' },
    help: {
      zh: '在心跳应答中下发给每台采集站的 JSON 文本。',
      en: 'JSON text handed to each station in the answer to its heartbeat.',
    },
    fallback: '{}',
    advanced: true,
  }),
  zone: text({
    group: 'reading',
    label: { zh: '时区', en: 'Time zone' },
    help: {
      zh: '采集站校时所用时间（svrtime）的时区，相对 UTC 的偏移。',
      en: 'Of the clock stations set themselves by (svrtime), as offset from UTC.',
    },
    fallback: '+08:00',
    pattern: /^[+-]\d\d:\d\d$/,
    advanced: true,
  }),
  ...mediaSettings,
  ...tlsSettings,
  ...doorSettings,
} as const;

export type Settings = Values<typeof settings>;
