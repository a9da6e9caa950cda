import { readFile } from 'node:fs/promises';
import { Unzip, UnzipInflate } from 'fflate';
import readWorkbookFile from 'read-excel-file/node';
import { RecordError } from '../../hub/core/errors.ts';

/** What a workbook may hold when unpacked: twice what a sheet of a hundred thousand rows and twenty columns takes. */
const mostUnpackedBytes = 256 * 1024 * 1024;

const refusal = (message: string, cause?: unknown): RecordError =>
  new RecordError(`[hub] [file-drop] ${message}`, {
    remedy: 'save it as .xlsx or .csv, and put it back into the folder',
    misfit: { field: '', rule: 'excel', value: undefined },
    ...(cause === undefined ? {} : { cause }),
  });

/** Unpack into nothing and count: sizes written in an archive are whatever its maker wrote. */
const checkUnpackedSize = (bytes: Uint8Array): void => {
  let unpacked = 0;
  const unzip = new Unzip((file) => {
    file.ondata = (error, chunk) => {
      if (error) throw error;
      unpacked += chunk.length;
      if (unpacked > mostUnpackedBytes) throw refusal(`the workbook unpacks to more than ${mostUnpackedBytes} bytes`);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  const step = 64 * 1024;
  for (let from = 0; from < bytes.length; from += step) {
    unzip.push(bytes.subarray(from, from + step), from + step >= bytes.length);
  }
};

/** Workbooks write local time without a zone, as parts of a day: whole seconds come out a hair beside. */
const textOfDate = (date: Date): string =>
  new Date(Math.round(date.getTime() / 1000) * 1000).toISOString().slice(0, 19).replace('T', ' ');

const textOfCell = (cell: unknown): string => {
  if (cell === null || cell === undefined) return '';
  return cell instanceof Date ? textOfDate(cell) : String(cell).trim();
};

/** A workbook's sheets, each cell as the text it stands for. */
export interface Sheet {
  name: string;
  lines: string[][];
}

/**
 * Read a workbook (.xlsx). Nothing in it is computed: formulas bring the value that was stored with them.
 *
 * @param wanted name of the one sheet that is read; empty: all
 * @throws RecordError when it is none, is too big, or lacks the sheet
 */
export const readWorkbook = async (path: string, wanted: string): Promise<Sheet[]> => {
  const bytes = await readFile(path);
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b)
    throw refusal('this is no .xlsx workbook (an .xls of old Excel is not read)');
  try {
    checkUnpackedSize(bytes);
    // Numbers stay the digits they are: an ID number has more of them than a floating-point number keeps.
    const sheets = await readWorkbookFile(bytes, { parseNumber: (digits) => digits });
    const chosen = wanted === '' ? sheets : sheets.filter(({ sheet }) => sheet === wanted);
    if (chosen.length === 0) {
      throw refusal(`there is no sheet "${wanted}"; there are ${sheets.map(({ sheet }) => `"${sheet}"`).join(', ')}`);
    }
    return chosen.map(({ sheet, data }) => ({ name: sheet, lines: data.map((row) => row.map(textOfCell)) }));
  } catch (error) {
    if (error instanceof RecordError) throw error;
    throw refusal(`the workbook cannot be read: ${error instanceof Error ? error.message : String(error)}`, error);
  }
};
