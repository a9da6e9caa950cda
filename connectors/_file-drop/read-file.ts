import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Charset } from '../../hub/core/charset.ts';
import type { RawMessage } from '../../hub/core/connector.ts';
import { RecordError } from '../../hub/core/errors.ts';
import type { FoundFile } from '../_kit/folder-walk.ts';
import { readCsv } from './read-csv.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readWorkbook } from './read-workbook.ts';
import { named, type Table } from './rows.ts';
import { charsetOfFile } from './text-of-file.ts';

export const formats = ['csv', 'excel', 'json', 'json-lines', 'xml'] as const;
export type FileFormat = (typeof formats)[number];

const byExtension: Readonly<Record<string, FileFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.txt': 'csv',
  '.xlsx': 'excel',
  '.json': 'json',
  '.jsonl': 'json-lines',
  '.ndjson': 'json-lines',
  '.xml': 'xml',
};

export interface ReadSettings {
  folder: string;
  format: FileFormat | 'auto';
  charset: Charset | 'auto';
  delimiter: string;
  skipRows: number;
  hasHead: boolean;
  sheet: string;
  rowsPerMessage: number;
  maxMegabytes: number;
}

/** @throws RecordError when neither the settings nor the name say what the file holds */
const formatOf = ({ format }: ReadSettings, path: string): FileFormat => {
  const known = format === 'auto' ? byExtension[extname(path).toLowerCase()] : format;
  if (known !== undefined) return known;
  throw new RecordError(`[hub] [file-drop] ${basename(path)}: nothing says what this file holds`, {
    remedy: `name the format in the settings: ${formats.join(', ')}`,
    misfit: { field: '', rule: 'format', value: extname(path) },
  });
};

const checkSize = ({ maxMegabytes }: ReadSettings, { path, bytes }: FoundFile): void => {
  if (bytes <= maxMegabytes * 1024 * 1024) return;
  throw new RecordError(`[hub] [file-drop] ${path} has ${bytes} bytes, which is more than ${maxMegabytes} MB`, {
    remedy: 'raise the limit in the settings, or have the file written as CSV or JSON Lines, which may have any size',
    misfit: { field: '', rule: 'maxMegabytes', value: bytes },
  });
};

const tablesOf = async (settings: ReadSettings, format: FileFormat, file: FoundFile): Promise<Table[]> => {
  const path = join(settings.folder, file.path);
  const head = { skip: settings.skipRows, hasHead: settings.hasHead };
  if (format === 'excel') {
    checkSize(settings, file);
    const sheets = await readWorkbook(path, settings.sheet);
    return sheets.map(({ name, lines }) => ({ sheet: name, rows: named(lines, head) }));
  }
  const charset = await charsetOfFile(path, settings.charset);
  if (format === 'json-lines') return [{ rows: readJsonLines(path, charset) }];
  return [{ rows: named(readCsv(path, charset, settings.delimiter), head) }];
};

const factsOfFile = ({ path, bytes, mtimeMs }: FoundFile) => ({
  name: basename(path),
  path,
  bytes,
  modifiedAt: new Date(mtimeMs).toISOString(),
});

const messageOf = (file: FoundFile, content: Record<string, unknown>): RawMessage => ({
  body: Buffer.from(JSON.stringify({ file: factsOfFile(file), ...content })),
  contentType: 'application/json; charset=utf-8',
  subject: basename(file.path),
});

/** In place of a file that cannot be read: the mapping refuses it, and the operator sees why. */
export const unreadableMessage = (file: FoundFile, error: Error): RawMessage =>
  messageOf(file, { unreadable: error.message });

/**
 * The messages of one file, always the same for the same file. JSON and XML come as the bytes they are; the rows of
 * CSV, Excel and JSON Lines come in bunches: `{ file, sheet?, from, rows }`, `from` the number of the first row.
 *
 * @throws RecordError when the file cannot be read
 */
export async function* readFileMessages(settings: ReadSettings, file: FoundFile): AsyncGenerator<RawMessage> {
  const format = formatOf(settings, file.path);
  if (format === 'json' || format === 'xml') {
    checkSize(settings, file);
    const path = join(settings.folder, file.path);
    const label = `application/${format}${settings.charset === 'auto' ? '' : `; charset=${settings.charset}`}`;
    yield { body: await readFile(path), contentType: label, subject: basename(path) };
    return;
  }
  for (const { sheet, rows } of await tablesOf(settings, format, file)) {
    const facts = sheet === undefined ? {} : { sheet };
    let from = 1;
    let bunch: unknown[] = [];
    for await (const row of rows) {
      bunch.push(row);
      if (bunch.length < settings.rowsPerMessage) continue;
      yield messageOf(file, { ...facts, from, rows: bunch });
      from += bunch.length;
      bunch = [];
    }
    if (bunch.length > 0) yield messageOf(file, { ...facts, from, rows: bunch });
  }
}
