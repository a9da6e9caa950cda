import { z } from 'zod';
import { hoursPattern } from './open-hours.ts';
import { type Fields, integer, list, parseSettings, text, type Values } from './setting.ts';
import { defaultZone, isZone } from './zone.ts';

/**
 * Manners towards the other side, the same for every source that is polled or told links: declared here once,
 * `defineConnector` puts them beside the connector's own settings.
 */
export const paceFields = {
  requestsPerMinute: integer({
    group: 'pace',
    label: { zh: '每分钟请求数上限', en: 'Requests per minute' },
    help: {
      zh: '所有进程合计每分钟读取的页数和回写的关联数；0 为不限。',
      en: 'Pages read and links told per minute, by all processes together; 0 sets no bound.',
    },
    fallback: 0,
    max: 60_000,
    advanced: true,
  }),
  rowsPerMinute: integer({
    group: 'pace',
    label: { zh: '每分钟行数上限', en: 'Rows per minute' },
    help: {
      zh: '所有进程合计平均每分钟读取的行数；0 为不限。',
      en: 'Rows read per minute on the average, by all processes together; 0 sets no bound.',
    },
    fallback: 0,
    max: 10_000_000,
    advanced: true,
  }),
  backfillRowsPerMinute: integer({
    group: 'pace',
    label: { zh: '补采每分钟行数上限', en: 'Rows per minute of a backfill' },
    help: {
      zh: '补采历史数据时每分钟读取的行数；0 为不限。',
      en: 'Rows read per minute while the source is read again beside its live position; 0 sets no bound.',
    },
    fallback: 60_000,
    max: 10_000_000,
    advanced: true,
  }),
  openHours: list({
    group: 'pace',
    label: { zh: '允许访问时段', en: 'Hours of access' },
    help: {
      zh: '允许访问对方的时段，例如 22:00-06:00, 12:00-13:30；留空为全天。',
      en: 'When the other side may be asked, e.g. 22:00-06:00, 12:00-13:30; at any time when empty.',
    },
    fallback: [],
    each: hoursPattern,
    advanced: true,
  }),
  hoursZone: {
    ...text({
      group: 'pace',
      label: { zh: '时段所用时区', en: 'Zone of the hours' },
      help: {
        zh: '上述时段按哪个时区，例如 Asia/Shanghai 或 +08:00。',
        en: 'The clock the hours are meant by: a name such as Asia/Shanghai, or an offset such as +08:00.',
      },
      fallback: defaultZone,
      advanced: true,
    }),
    type: z.string().refine(isZone, 'is no time zone').default(defaultZone),
  },
  breakerFailures: integer({
    group: 'pace',
    label: { zh: '熔断失败次数', en: 'Failures until the breaker opens' },
    help: {
      zh: '连续失败这么多次后，暂停访问对方一段时间。',
      en: 'After so many failures in a row the other side is left alone for a while.',
    },
    fallback: 5,
    min: 1,
    max: 1_000,
    advanced: true,
  }),
  breakerShare: integer({
    group: 'pace',
    label: { zh: '熔断失败比例（%）', en: 'Share of failures until the breaker opens (%)' },
    help: {
      zh: '最近二十次中失败比例达到此值时同样暂停；0 为只看连续失败。',
      en: 'The same when so many of a hundred of the last twenty attempts failed; 0 looks at the row only.',
    },
    fallback: 60,
    max: 99,
    advanced: true,
  }),
  breakerSeconds: integer({
    group: 'pace',
    label: { zh: '熔断时长（秒）', en: 'Rest of the breaker (seconds)' },
    help: {
      zh: '暂停多久后再试一次；仍失败则加倍，最长十五分钟。',
      en: 'How long it is left alone before one attempt is made; doubles while that fails, up to fifteen minutes.',
    },
    fallback: 60,
    min: 1,
    max: 900,
    advanced: true,
  }),
} as const satisfies Fields;

export type PaceSettings = Values<typeof paceFields>;

/** Values of a declaration out of settings that hold more, what is not there by its fallback. */
export const partOf = <F extends Fields>(
  fields: F,
  settings: Readonly<Record<string, unknown>>,
  source: string,
): Values<F> => {
  const known = Object.keys(fields).filter((name) => settings[name] !== undefined);
  return parseSettings(fields, Object.fromEntries(known.map((name) => [name, settings[name]])), source);
};

/**
 * The manners of a source.
 *
 * @param settings of the source, stored or parsed
 * @throws SettingsError
 */
export const paceOf = (settings: Readonly<Record<string, unknown>>, source: string): PaceSettings =>
  partOf(paceFields, settings, source);
