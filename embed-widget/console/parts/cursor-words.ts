import { defineTexts } from '../texts.ts';
import { localSays } from './says.ts';

const text = defineTexts({
  beginning: ['从最早的数据开始', 'From the beginning'],
  until: [(at: string) => `已读到 ${at}`, (at: string) => `read up to ${at}`],
  row: [(key: string) => `主键 ${key}`, (key: string) => `key ${key}`],
  table: [
    (table: string, place: string) => `${table}：${place}`,
    (table: string, place: string) => `${table}: ${place}`,
  ],
  files: [(count: number) => `${count} 个文件`, (count: number) => `${count} files`],
  done: [(count: number) => `已读 ${count} 个文件`, (count: number) => `${count} files read`],
  reading: [
    (file: string, rows: number) => `正在读 ${file}，已取 ${rows} 批`,
    (file: string, rows: number) => `reading ${file}, ${rows} pieces so far`,
  ],
  unreadable: [(count: number) => `${count} 个读不了`, (count: number) => `${count} cannot be read`],
  waiting: [(count: number) => `${count} 个待写完`, (count: number) => `${count} not yet complete`],
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const earliest = Date.UTC(2000, 0, 1);

/** Epoch milliseconds and ISO instants as moments, everything else as it stands. */
const valueSays = (value: unknown): string => {
  if (typeof value === 'number' && value > earliest) return localSays(value);
  if (typeof value === 'string')
    return /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value) ? localSays(Date.parse(value)) : value;
  return JSON.stringify(value);
};

const filesSay = (done: Record<string, unknown>, waiting: Record<string, unknown>, reading: unknown): string => {
  const bad = Object.values(done).filter((file) => isObject(file) && file.error !== undefined).length;
  const open = Object.keys(waiting).length;
  return [
    text.done(Object.keys(done).length - bad),
    bad > 0 ? text.unreadable(bad) : '',
    open > 0 ? text.waiting(open) : '',
    isObject(reading) ? text.reading(String(reading.path), Number(reading.messages)) : '',
  ]
    .filter(Boolean)
    .join('，');
};

/** Where a source stands, in words; its position is its connector's own, so what is not known is shown as it is. */
export const cursorSays = (cursor: unknown): string => {
  if (cursor === null || cursor === undefined) return text.beginning;
  if (!isObject(cursor)) return valueSays(cursor);
  const { at, key, tables, files, done, waiting, reading } = cursor;
  if (isObject(tables)) {
    const places = Object.entries(tables).map(([table, place]) => text.table(table, cursorSays(place)));
    return places.join(' · ') || text.beginning;
  }
  if (at !== undefined)
    return [text.until(valueSays(at)), key === undefined ? '' : text.row(String(key))].filter(Boolean).join('，');
  if (isObject(files) || Array.isArray(files)) return text.files(Object.keys(files).length);
  if (isObject(done)) return filesSay(done, isObject(waiting) ? waiting : {}, reading);
  const rest = Object.entries(cursor).filter(([name]) => name !== 'v' && name !== 'seen');
  if (rest.length === 0) return text.beginning;
  return rest
    .map(([name, value]) => `${name} ${valueSays(value)}`)
    .join(' · ')
    .slice(0, 300);
};
