import { charsets } from '../../hub/core/charset.ts';
import { choice, flag, integer, list, optionalText, text } from '../../hub/core/setting.ts';
import { formats } from './read-file.ts';

const absolute = /^(\/|[A-Za-z]:[\\/]|\\\\)/;

export const settings = {
  folder: text({
    label: { zh: '文件夹', en: 'Folder' },
    help: 'Absolute path on the machine of the hub, or a mounted share, into which the other side puts its files.',
    example: '/srv/exchange/incoming',
    pattern: absolute,
  }),
  archiveFolder: optionalText({
    label: { zh: '归档文件夹', en: 'Archive folder' },
    help: 'Where a file goes when all of it is stored. Empty: it stays, and is read again only when it changes.',
    example: '/srv/exchange/done',
  }),
  errorFolder: optionalText({
    label: { zh: '错误文件夹', en: 'Folder for bad files' },
    help: 'Where a file goes that cannot be read, with a text beside it that says why. Empty: it stays.',
    example: '/srv/exchange/bad',
  }),
  files: list({
    label: { zh: '文件名', en: 'File names' },
    help: 'Patterns with *; other files are left alone.',
    fallback: ['*.csv', '*.tsv', '*.xlsx', '*.json', '*.jsonl', '*.ndjson', '*.xml'],
  }),
  subfolders: text({
    label: { zh: '子文件夹', en: 'Subfolders' },
    help: 'Pattern of the folders that are looked into: empty for the folder itself, * for one level of any name, ** for all.',
    fallback: '**',
  }),
  format: choice(['auto', ...formats], {
    label: { zh: '格式', en: 'Format' },
    help: 'auto: by the extension.',
    fallback: 'auto',
  }),
  charset: choice(['auto', ...charsets], {
    label: { zh: '字符集', en: 'Charset' },
    help: 'auto: by their own marks, else UTF-8, else GB18030 (which contains GBK).',
    fallback: 'auto',
  }),
  hasHead: flag({
    label: { zh: '首行为列名', en: 'First row names the columns' },
    help: 'CSV and Excel. Without it the columns are called column1, column2 …',
    fallback: true,
  }),
  skipRows: integer({
    label: { zh: '跳过行数', en: 'Rows to skip' },
    help: 'CSV and Excel: titles that stand above the row of names.',
    fallback: 0,
    max: 1000,
  }),
  delimiter: optionalText({
    label: { zh: '分隔符', en: 'Delimiter' },
    help: 'Of CSV. Empty: whichever of comma, tab, semicolon and bar parts the first line most often.',
    advanced: true,
  }),
  sheet: optionalText({
    label: { zh: '工作表', en: 'Sheet' },
    help: 'Name of the one sheet of a workbook that is read. Empty: all.',
    advanced: true,
  }),
  doneMarker: optionalText({
    label: { zh: '完成标志扩展名', en: 'Extension that marks the end' },
    help: 'A file is finished when a file of its name with this added is there, e.g. .ok. Empty: when it is at rest.',
    example: '.ok',
    advanced: true,
  }),
  settleSeconds: integer({
    label: { zh: '静置（秒）', en: 'Settle (seconds)' },
    help: 'A file is finished when it has not changed for so long.',
    fallback: 5,
    max: 3600,
    advanced: true,
  }),
  rowsPerMessage: integer({
    label: { zh: '每批行数', en: 'Rows per message' },
    help: 'CSV, Excel and JSON Lines: how many rows are stored together.',
    fallback: 500,
    min: 1,
    max: 5000,
    advanced: true,
  }),
  maxMegabytes: integer({
    label: { zh: '文件上限（MB）', en: 'Largest file (MB)' },
    help: 'JSON, XML and Excel, which are read at once. CSV and JSON Lines may have any size.',
    fallback: 50,
    min: 1,
    max: 256,
    advanced: true,
  }),
} as const;
