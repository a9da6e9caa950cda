import { z } from 'zod';

/** Names go into SQL and are quoted there; this keeps out what no table is called. A schema may stand before a dot. */
const name = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_$]*(\.[\p{L}_][\p{L}\p{N}_$]*)?$/u, 'is not the name of a table or column');

export const childSchema = z.strictObject({
  table: name,
  /** Primary key, or another column that is unique in the table. */
  key: name,
  /** The column that holds the root's key. */
  foreignKey: name,
  /** Time of last change of its rows. */
  cursorColumn: name,
});

export const childrenSchema = z.array(childSchema).max(12).default([]);

/** One table that is followed: where its changes stand, and how to get from a row to the root's key. */
export interface FollowedTable {
  table: string;
  key: string;
  /** For the root its own key. */
  rootKey: string;
  cursorColumn: string;
}

export interface TableSettings {
  table: string;
  key: string;
  cursorColumn: string;
  children: readonly z.infer<typeof childSchema>[];
}

/** The root first, then its children, each with a position of its own. */
export const followedTables = ({ table, key, cursorColumn, children }: TableSettings): FollowedTable[] => [
  { table, key, rootKey: key, cursorColumn },
  ...children.map((child) => ({
    table: child.table,
    key: child.key,
    rootKey: child.foreignKey,
    cursorColumn: child.cursorColumn,
  })),
];
