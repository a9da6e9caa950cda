import { join, resolve } from 'node:path';
import { hoursPattern } from './open-hours.ts';
import {
  choice,
  type Fields,
  integer,
  list,
  optionalText,
  parseSettings,
  secret,
  text,
  url,
  type Values,
} from './setting.ts';

/**
 * Settings of a deployment, by environment variables. Declared here once: parsing, `.env.example` and the errors at
 * start come from it.
 */
export const environmentFields = {
  HUB_HOST: text({
    label: { zh: '监听地址', en: 'Listen address' },
    help: 'Address the HTTP server binds to; 0.0.0.0 for all.',
    fallback: '127.0.0.1',
  }),
  HUB_PORT: integer({
    label: { zh: '端口', en: 'Port' },
    help: 'TCP port of the HTTP server; 0 takes a free one.',
    fallback: 8080,
    max: 65_535,
  }),
  HUB_PUBLIC_URL: url({
    label: { zh: '对外地址', en: 'Public address' },
    help: 'How browsers and business systems reach the hub, without a trailing slash.',
    fallback: 'http://127.0.0.1:8080',
  }),
  HUB_NAME: text({
    label: { zh: '名称', en: 'Name' },
    help: 'What people call this hub, e.g. the name of its city.',
    fallback: '音视频关联中枢',
  }),
  HUB_TIER: choice(['city', 'province'], {
    label: { zh: '层级', en: 'Tier' },
    help: 'A city hub keeps the media, a province hub sees all cities.',
    fallback: 'city',
  }),
  HUB_SECRET: secret({
    label: { zh: '密钥', en: 'Secret' },
    help: 'At least 32 characters of chance, the same for all processes: signs grants and encrypts secret settings of sources.',
    example: 'make one with: openssl rand -base64 48',
    shortest: 32,
  }),
  DATABASE_URL: url({
    label: { zh: '数据库', en: 'Database' },
    help: 'MySQL-compatible database that holds the truth.',
    protocols: /^(mysql|mariadb)$/,
    example: 'mysql://hub:password@db.internal:3306/hub',
    secret: true,
  }),
  REDIS_URL: url({
    label: { zh: 'Redis', en: 'Redis' },
    help: 'Jobs, locks and live events; may be emptied at any moment.',
    protocols: /^rediss?$/,
    example: 'redis://:password@redis.internal:6379',
    secret: true,
  }),
  MEILI_URL: optionalText({
    label: { zh: 'Meilisearch 地址', en: 'Meilisearch address' },
    help: 'Search engine of a deployment; without it the embedded engine serves one machine.',
    example: 'http://meili.internal:7700',
  }),
  MEILI_KEY: optionalText({
    label: { zh: 'Meilisearch 密钥', en: 'Meilisearch key' },
    help: 'A key that may search, add documents and change settings.',
    secret: true,
  }),
  HUB_DATA: text({
    label: { zh: '数据目录', en: 'Data folder' },
    help: 'Folder for what can be rebuilt: the embedded search index.',
    fallback: '.data/hub',
  }),
  HUB_MEDIA: text({
    label: { zh: '媒体目录', en: 'Media volume' },
    help: 'Folder of the first volume, where originals and their renditions are kept; shared by all machines.',
    fallback: '.data/media',
  }),
  HUB_MAPPINGS: text({
    label: { zh: '映射目录', en: 'Mappings folder' },
    help: 'Folder with the YAML mappings and matching.yaml.',
    fallback: 'mappings',
  }),
  HUB_MAX_BODY: integer({
    label: { zh: '请求体上限', en: 'Largest request body' },
    help: 'Bytes; larger bodies pushed in are refused with 413 before they are read.',
    fallback: 50 * 1024 * 1024,
    min: 1024,
  }),
  HUB_UPLOAD_KBPS: integer({
    label: { zh: '上传限速', en: 'Pace of uploads' },
    help: 'Kilobits a second that recordings may be uploaded at, all together in one process; those with a key mark go first; 0 sets no bound.',
    fallback: 0,
    max: 100_000_000,
  }),
  HUB_UPLOAD_HOURS: list({
    label: { zh: '上传时段', en: 'Hours of uploads' },
    help: 'When recordings without a key mark may be uploaded, by the clock of China, e.g. 22:00-06:00, 12:00-13:30; at any time when empty.',
    fallback: [],
    each: hoursPattern,
  }),
  FFMPEG_PATH: text({
    label: { zh: 'ffmpeg', en: 'ffmpeg' },
    help: 'Program that makes renditions.',
    fallback: 'ffmpeg',
  }),
  FFPROBE_PATH: text({
    label: { zh: 'ffprobe', en: 'ffprobe' },
    help: 'Program that reads media facts.',
    fallback: 'ffprobe',
  }),
  HUB_TRUSTED_PROXIES: list({
    label: { zh: '可信代理', en: 'Trusted proxies' },
    help: 'Addresses of reverse proxies, by commas; X-Forwarded-For is believed from these only.',
    fallback: [],
  }),
  LOG_LEVEL: choice(['fatal', 'error', 'warn', 'info', 'debug'], {
    label: { zh: '日志级别', en: 'Log level' },
    help: 'Normal operation logs nothing above debug but start and stop.',
    fallback: 'info',
  }),
} satisfies Fields;

export interface Environment {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly name: string;
  readonly tier: Values<typeof environmentFields>['HUB_TIER'];
  readonly secret: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly meiliUrl: string | undefined;
  readonly meiliKey: string | undefined;
  readonly dataDir: string;
  readonly mediaDir: string;
  readonly mappingsDir: string;
  readonly maxBodyBytes: number;
  readonly uploadKbps: number;
  readonly uploadHours: readonly string[];
  readonly ffmpeg: string;
  readonly ffprobe: string;
  readonly trustedProxies: readonly string[];
  readonly logLevel: Values<typeof environmentFields>['LOG_LEVEL'];
}

/**
 * Read the settings of a deployment. Variables that are not declared belong to others and are left alone; an empty
 * variable counts as not given.
 *
 * @throws SettingsError that names every wrong variable at once
 */
export const readEnvironment = (env: NodeJS.ProcessEnv = process.env): Environment => {
  const raw = Object.fromEntries(
    Object.keys(environmentFields).flatMap((name) =>
      env[name] === undefined || env[name] === '' ? [] : [[name, env[name]]],
    ),
  );
  const values = parseSettings(environmentFields, raw, 'environment');
  return {
    host: values.HUB_HOST,
    port: values.HUB_PORT,
    publicUrl: values.HUB_PUBLIC_URL.replace(/\/$/, ''),
    name: values.HUB_NAME,
    tier: values.HUB_TIER,
    secret: values.HUB_SECRET,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    meiliUrl: values.MEILI_URL,
    meiliKey: values.MEILI_KEY,
    dataDir: resolve(values.HUB_DATA),
    mediaDir: resolve(values.HUB_MEDIA),
    mappingsDir: resolve(values.HUB_MAPPINGS),
    maxBodyBytes: values.HUB_MAX_BODY,
    uploadKbps: values.HUB_UPLOAD_KBPS,
    uploadHours: values.HUB_UPLOAD_HOURS,
    ffmpeg: values.FFMPEG_PATH,
    ffprobe: values.FFPROBE_PATH,
    trustedProxies: values.HUB_TRUSTED_PROXIES,
    logLevel: values.LOG_LEVEL,
  };
};

/** Where the embedded search index of a deployment lies. */
export const searchFile = (environment: Pick<Environment, 'dataDir'>): string => join(environment.dataDir, 'search.db');

/** The text of `.env.example`, from the declaration. */
export const environmentExample = (): string =>
  Object.entries<Fields[string]>(environmentFields)
    .map(([name, field]) => {
      const fallback = field.type.safeParse(undefined);
      const value = fallback.success && fallback.data !== undefined ? String(fallback.data) : '';
      const example = field.example ? ` Example: ${field.example}` : '';
      return `# ${field.label.zh} · ${field.help.en}${example}\n${fallback.success ? '# ' : ''}${name}=${value}\n`;
    })
    .join('\n');
