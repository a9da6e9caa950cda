import { BadRequestError } from '../core/errors.ts';

/** A part of a list; `next` leads to the part after it and is absent at the end. */
export interface ListPage<T> {
  items: T[];
  next?: string;
}

const most = 500;
const usual = 50;

/** Rows of a page: at least 1, at most 500, 50 when nothing is asked. */
export const pageSize = (limit: number | undefined): number => Math.min(most, Math.max(1, Math.trunc(limit ?? usual)));

/** Where a list goes on: the sort keys of the last row, opaque to callers. */
export const writeCursor = (keys: readonly (number | string)[]): string =>
  Buffer.from(JSON.stringify(keys)).toString('base64url');

/** @throws BadRequestError when it is not a cursor of `length` keys, all of `type` */
export const readCursor = (cursor: string | undefined, length: number): number[] | undefined => {
  if (cursor === undefined || cursor === '') return undefined;
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(keys) && keys.length === length && keys.every((key) => Number.isFinite(key)))
      return keys as number[];
  } catch {
    // Falls through to the one error below.
  }
  throw new BadRequestError('[hub] [list] the cursor is not one this list gave', {
    remedy: 'take `next` of the page before, unchanged, or leave `cursor` out',
  });
};

/** Cut one row too many into a page: ask for `limit + 1` rows and hand them here. */
export const toPage = <T>(
  rows: readonly T[],
  limit: number,
  keysOf: (row: T) => readonly (number | string)[],
): ListPage<T> => {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, next: writeCursor(keysOf(last)) } : { items };
};
