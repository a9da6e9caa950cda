import { type CheckStep, defineConnector, type Page } from '../hub/core/connector.ts';
import { ConfigurationError } from '../hub/core/errors.ts';
import { publishingOf } from '../hub/core/publishing.ts';
import { choice, integer, secret, structure, text, url, type Values } from '../hub/core/setting.ts';
import { createPace } from './_kit/pace.ts';
import { callSettings } from './_kit/settings.ts';
import type { Database } from './_sql-table/database.ts';
import { followTables } from './_sql-table/follow.ts';
import { checkLinkTable, linkTableSettings, tellLinks, toldLinks } from './_sql-table/link-table.ts';
import { databaseProtocols, openDatabase } from './_sql-table/open.ts';
import { cursorKinds, readTablePosition } from './_sql-table/position.ts';
import { childrenSchema, followedTables } from './_sql-table/tables.ts';

const scope = 'sql-table';
const identifier = /^[\p{L}_][\p{L}\p{N}_$]*(\.[\p{L}_][\p{L}\p{N}_$]*)?$/u;

const settings = {
  url: url({
    group: 'where',
    label: { zh: '数据库地址', en: 'Database' },
    help: {
      zh: '主机、端口和库名：mysql://用户@主机:3306/库（MySQL、MariaDB），postgresql://用户@主机:5432/库（PostgreSQL、人大金仓），oracle://用户@主机:1521/服务名（12.1 及以上）；不含密码。前两种加 ?ssl=true 用 TLS。',
      en:
        'mysql://user@host:3306/database (MySQL, MariaDB), postgresql://user@host:5432/database (PostgreSQL, Kingbase) or ' +
        'oracle://user@host:1521/service (12.1 or newer); without password. ?ssl=true for TLS with the first two.',
    },
    example: 'mysql://hub_reader@10.0.0.1:3306/icc',
    protocols: databaseProtocols,
  }),
  password: secret({
    group: 'signIn',
    label: { zh: '密码', en: 'Password' },
    help: {
      zh: '该用户只需对下列表有 SELECT 权限。',
      en: 'Of a user that needs nothing but SELECT on the tables below.',
    },
    example: 'example-password',
  }),
  table: text({
    group: 'content',
    label: { zh: '主表', en: 'Root table' },
    help: {
      zh: '一行即一条记录，例如 icc_t_jjdb；有下列各列的视图也可以。',
      en: 'One row is one record, e.g. icc_t_jjdb. A view will do if it has the columns below.',
    },
    example: 'icc_t_jjdb',
    pattern: identifier,
  }),
  key: text({
    group: 'content',
    label: { zh: '主键列', en: 'Key column' },
    help: { zh: '在主表中唯一。', en: 'Unique in the root table.' },
    example: 'jjdbh',
    pattern: identifier,
  }),
  cursorColumn: text({
    group: 'content',
    label: { zh: '更新时间列', en: 'Change column' },
    help: {
      zh: '最后更新时间，或随每次变化增长的数字；应有索引。',
      en: 'Time of last change, or a number that grows with each change. Should be indexed.',
    },
    example: 'gxsj',
    pattern: identifier,
  }),
  children: structure(childrenSchema, {
    group: 'content',
    label: { zh: '子表', en: 'Child tables' },
    help: {
      zh: '挂在主表行下的子表；子行变化会重新带出整条记录。',
      en: 'Tables whose rows hang on a root row. A changed child brings the whole family again.',
    },
    example: '[{"table":"icc_t_fkdb","key":"fkdbh","foreignKey":"jjdbh","cursorColumn":"gxsj"}]',
  }),
  cursorKind: choice(cursorKinds, {
    group: 'content',
    label: { zh: '更新列类型', en: 'Kind of change column' },
    help: {
      zh: 'time：DATETIME、TIMESTAMP 或可按时间排序的文本；number：随每次变化增长的数字。',
      en: 'time: DATETIME, TIMESTAMP or text that sorts as time (yyyyMMddHHmmss); number: grows with each change.',
    },
    fallback: 'time',
    advanced: true,
  }),
  historyDays: integer({
    group: 'content',
    label: { zh: '首次回溯天数', en: 'Days of history' },
    help: { zh: '首次采集从多少天前开始。', en: 'How many days back the first poll begins.' },
    fallback: 30,
    max: 36_500,
  }),
  overlapSeconds: integer({
    group: 'content',
    label: { zh: '重叠（秒）', en: 'Overlap (seconds)' },
    help: {
      zh: '应长于对方最长的写事务；每次回读这么久，至少 2。',
      en: 'Longer than the longest writing transaction of the other side: so far back is read again. At least 2.',
    },
    fallback: 60,
    min: 2,
    max: 86_400,
    advanced: true,
  }),
  pageSize: integer({
    group: 'content',
    label: { zh: '每页行数', en: 'Rows per page' },
    help: { zh: '一次读取多少变化的行。', en: 'How many changed rows are read at once.' },
    fallback: 500,
    min: 1,
    max: 5000,
    advanced: true,
  }),
  charset: text({
    group: 'reading',
    label: { zh: '连接字符集', en: 'Connection charset' },
    help: {
      zh: '数据库返回文本所用的字符集；除非很旧，一般为 utf8mb4。',
      en: 'In which the server hands out text; it converts from what the tables are in. utf8mb4 unless it is very old.',
    },
    fallback: 'utf8mb4',
    advanced: true,
  }),
  zone: text({
    group: 'reading',
    label: { zh: '时区', en: 'Time zone' },
    help: { zh: '表中时间的时区。', en: 'Offset from UTC of the times in the tables.' },
    fallback: '+08:00',
    pattern: /^[+-]\d\d:\d\d$/,
    advanced: true,
  }),
  ...linkTableSettings,
  ...callSettings,
} as const;

type Settings = Values<typeof settings>;

const open = ({ url, password, charset, zone, timeoutSeconds }: Settings): Promise<Database> =>
  openDatabase({ url, password, charset, zone, timeoutMs: timeoutSeconds * 1000 });

/** The same settings pointed at the database of the link table. */
const atLinks = (settings: Settings): Settings => ({
  ...settings,
  url: settings.linkUrl ?? settings.url,
  password: settings.linkPassword ?? settings.password,
});

const using = async <T>(settings: Settings, use: (database: Database) => Promise<T>): Promise<T> => {
  const database = await open(settings);
  try {
    return await use(database);
  } finally {
    await database.close();
  }
};

const checkTables = async (database: Database, settings: Settings): Promise<CheckStep[]> => {
  const steps: CheckStep[] = [];
  for (const { table, key, rootKey, cursorColumn } of followedTables(settings)) {
    const columns = new Map(
      (await database.describe(table)).map(({ column, indexed }) => [column.toLowerCase(), indexed]),
    );
    const missing = [key, rootKey, cursorColumn].filter((name) => !columns.has(name.toLowerCase()));
    if (missing.length > 0) {
      const problem =
        columns.size === 0
          ? `[hub] [${scope}] the table ${table} is not there, or may not be read`
          : `[hub] [${scope}] the table ${table} has no column ${missing.join(', ')}`;
      throw new ConfigurationError(problem, { remedy: 'check the names, and grant the user SELECT' });
    }
    const isSlow = columns.get(cursorColumn.toLowerCase()) !== true;
    steps.push({
      step: `table ${table}`,
      ok: true,
      ...(isSlow ? { detail: `no index begins with ${cursorColumn}: each poll reads the whole table` } : {}),
    });
  }
  return steps;
};

export default defineConnector({
  title: { zh: '数据库表（SQL）', en: 'Database tables (SQL)' },
  about: {
    zh: '跟踪对方开放的数据库表或视图，例如三台合一 ICC 表；只读事务，不加锁；主表行连同子表行一起取出。Oracle 未在真实服务器上运行过，先试连、取样。',
    en:
      'Follows tables or views that a system lets others read, e.g. the ICC tables of 三台合一. A message is one root row with all rows that hang on it, ' +
      'as JSON by table name; a change in any of them brings the whole family again. Reads in read-only transactions and takes no locks. ' +
      'Links are told by rows of one table (RS_SYP_GLXX), the only one it writes, and none while telling is off. ' +
      'Oracle is read by its vendor’s driver in thin mode, without client software; it was not run against a server, so check and fetch a sample first.',
  },
  settings,

  check: ({ settings }) =>
    using(settings, async (database) => [
      { step: 'connect', ok: true, detail: settings.url },
      ...(await checkTables(database, settings)),
      ...(publishingOf(settings, scope).publish
        ? [await using(atLinks(settings), (links) => checkLinkTable(links, settings))]
        : []),
    ]),

  readsAhead: true,
  async *poll(context, cursor): AsyncIterable<Page> {
    const { settings, signal } = context;
    const database = await open(settings);
    const pace = createPace(settings.requestsPerSecond, signal);
    try {
      yield* followTables({ database, settings, signal, pace }, readTablePosition(cursor));
    } finally {
      await database.close();
    }
  },

  async *publish({ settings }, publications) {
    const database = await open(atLinks(settings));
    try {
      yield* tellLinks(database, settings, publications);
    } finally {
      await database.close();
    }
  },

  async *published({ settings }, publications) {
    yield {
      compared: publications.map(({ linkId }) => linkId),
      there: await using(atLinks(settings), (database) => toldLinks(database, settings, publications)),
    };
  },

  play: async (messages, settings, port) => (await import('./_sql-table/play.ts')).playTables(messages, settings, port),
});
