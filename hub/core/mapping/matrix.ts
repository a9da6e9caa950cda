import { RecordError } from '../errors.ts';
import { toText } from './text-of.ts';

/** What RBSP rows say: `status` and its explanation from the first, then one object for each row of values. */
export interface Matrix {
  readonly status: string | undefined;
  readonly message: string | undefined;
  readonly rows: Record<string, unknown>[];
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

const cellsOf = (row: unknown): (string | undefined)[] =>
  typeof row === 'object' && row !== null && 'Data' in row ? listOf(row.Data).map(toText) : [];

const refuse = (what: string): RecordError =>
  new RecordError(`[hub] [matrix] ${what}`, {
    remedy: 'look at the raw message, then correct the step matrix of the decode chain',
    misfit: { field: '', rule: 'matrix', value: undefined },
  });

/**
 * Read RBSP rows: Row 0 holds the status, Row 1 the column names, the others the values.
 *
 * @param value the element that holds the `Row`s
 * @throws RecordError when there are none, or a row has more values than there are columns
 */
export const readMatrix = (value: unknown): Matrix => {
  const rows = typeof value === 'object' && value !== null && 'Row' in value ? listOf(value.Row) : [];
  const [status, columns, ...records] = rows.map(cellsOf);
  if (status === undefined) throw refuse('there are no rows where the matrix should be');
  const names = (columns ?? []).map((name) => name ?? '');
  return {
    status: status[0],
    message: status[1],
    rows: records
      .filter((cells) => cells.some((cell) => cell !== undefined))
      .map((cells) => {
        if (cells.length > names.length) throw refuse(`a row has ${cells.length} values for ${names.length} columns`);
        const record: Record<string, unknown> = Object.create(null);
        cells.forEach((cell, index) => {
          const name = names[index];
          if (name && cell !== undefined) record[name] = cell;
        });
        return record;
      }),
  };
};
