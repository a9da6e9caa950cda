import { charsets } from '../../hub/core/charset.ts';
import { choice, flag, integer, list, optionalText, text } from '../../hub/core/setting.ts';
import { formats } from './read-file.ts';

const absolute = /^(\/|[A-Za-z]:[\\/]|\\\\)/;

export const settings = {
  folder: text({
    group: 'where',
    label: { zh: '文件夹', en: 'Folder' },
    help: {
      zh: '对方放文件的文件夹：平台所在机器上的绝对路径，或挂载的共享。',
      en: 'Absolute path on the machine of the hub, or a mounted share, into which the other side puts its files.',
    },
    example: '/srv/exchange/incoming',
    pattern: absolute,
  }),
  archiveFolder: optionalText({
    group: 'after',
    label: { zh: '归档文件夹', en: 'Archive folder' },
    help: {
      zh: '全部入库后文件移到这里；留空则不动，只有变化才再读。',
      en: 'Where a file goes when all of it is stored. Empty: it stays, and is read again only when it changes.',
    },
    example: '/srv/exchange/done',
  }),
  errorFolder: optionalText({
    group: 'after',
    label: { zh: '错误文件夹', en: 'Folder for bad files' },
    help: {
      zh: '读不了的文件移到这里，旁边附一份原因说明；留空则不动。',
      en: 'Where a file goes that cannot be read, with a text beside it that says why. Empty: it stays.',
    },
    example: '/srv/exchange/bad',
  }),
  files: list({
    group: 'where',
    label: { zh: '文件名', en: 'File names' },
    help: { zh: '可用 *；其他文件不碰。', en: 'Patterns with *; other files are left alone.' },
    fallback: ['*.csv', '*.tsv', '*.xlsx', '*.json', '*.jsonl', '*.ndjson', '*.xml'],
  }),
  subfolders: text({
    group: 'where',
    label: { zh: '子文件夹', en: 'Subfolders' },
    help: {
      zh: '要看的子文件夹：留空为本文件夹，* 为一级，** 为全部。',
      en: 'Pattern of the folders that are looked into: empty for the folder itself, * for one level of any name, ** for all.',
    },
    fallback: '**',
  }),
  format: choice(['auto', ...formats], {
    group: 'reading',
    label: { zh: '格式', en: 'Format' },
    help: { zh: 'auto：按扩展名判断。', en: 'auto: by the extension.' },
    fallback: 'auto',
  }),
  charset: choice(['auto', ...charsets], {
    group: 'reading',
    label: { zh: '字符集', en: 'Charset' },
    help: {
      zh: 'auto：先按文件自身标记，再试 UTF-8，最后按 GB18030（含 GBK）。',
      en: 'auto: by their own marks, else UTF-8, else GB18030 (which contains GBK).',
    },
    fallback: 'auto',
  }),
  hasHead: flag({
    group: 'reading',
    label: { zh: '首行为列名', en: 'First row names the columns' },
    help: {
      zh: '用于 CSV 和 Excel；没有列名时各列称为 column1、column2 …',
      en: 'CSV and Excel. Without it the columns are called column1, column2 …',
    },
    fallback: true,
  }),
  skipRows: integer({
    group: 'reading',
    label: { zh: '跳过行数', en: 'Rows to skip' },
    help: {
      zh: '用于 CSV 和 Excel：列名行以上的标题行数。',
      en: 'CSV and Excel: titles that stand above the row of names.',
    },
    fallback: 0,
    max: 1000,
  }),
  delimiter: optionalText({
    group: 'reading',
    label: { zh: '分隔符', en: 'Delimiter' },
    help: {
      zh: '用于 CSV；留空则按首行自动判断。',
      en: 'Of CSV. Empty: whichever of comma, tab, semicolon and bar parts the first line most often.',
    },
    advanced: true,
  }),
  sheet: optionalText({
    group: 'reading',
    label: { zh: '工作表', en: 'Sheet' },
    help: {
      zh: '只读工作簿中这一张表；留空为全部。',
      en: 'Name of the one sheet of a workbook that is read. Empty: all.',
    },
    advanced: true,
  }),
  doneMarker: optionalText({
    group: 'reading',
    label: { zh: '完成标志扩展名', en: 'Extension that marks the end' },
    help: {
      zh: '出现同名加此扩展名的文件（例如 .ok）时视为写完；留空则看文件是否静置。',
      en: 'A file is finished when a file of its name with this added is there, e.g. .ok. Empty: when it is at rest.',
    },
    example: '.ok',
    advanced: true,
  }),
  settleSeconds: integer({
    group: 'reading',
    label: { zh: '静置（秒）', en: 'Settle (seconds)' },
    help: { zh: '文件这么久没有变化即视为写完。', en: 'A file is finished when it has not changed for so long.' },
    fallback: 5,
    max: 3600,
    advanced: true,
  }),
  rowsPerMessage: integer({
    group: 'pace',
    label: { zh: '每批行数', en: 'Rows per message' },
    help: {
      zh: '用于 CSV、Excel 和 JSON Lines：一次入库多少行。',
      en: 'CSV, Excel and JSON Lines: how many rows are stored together.',
    },
    fallback: 500,
    min: 1,
    max: 5000,
    advanced: true,
  }),
  maxMegabytes: integer({
    group: 'pace',
    label: { zh: '文件上限（MB）', en: 'Largest file (MB)' },
    help: {
      zh: '用于一次读完的 JSON、XML 和 Excel；CSV 和 JSON Lines 不限大小。',
      en: 'JSON, XML and Excel, which are read at once. CSV and JSON Lines may have any size.',
    },
    fallback: 50,
    min: 1,
    max: 256,
    advanced: true,
  }),
} as const;
