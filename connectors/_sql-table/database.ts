/**
 * What `sql-table` needs of a database: a driver is one file that exports a function giving this. Statements come with
 * `?` for values and names quoted by `quote`.
 */
export interface Database {
  quote(name: string): string;
  /** The clause at the end of a SELECT that lets so many rows through. */
  limit(rows: number): string;
  /**
   * Run `read` in one read-only transaction with a consistent view, so that a family is never read half old and half
   * new. Takes no row locks and waits for none.
   *
   * @throws ConfigurationError, RetriableError
   */
  readOnly<T>(read: (select: Select) => Promise<T>): Promise<T>;
  /**
   * Run `change` in one transaction that may write. Absent where the driver only reads.
   *
   * @throws ConfigurationError, RetriableError
   */
  readWrite?<T>(change: (select: Select) => Promise<T>): Promise<T>;
  /** Columns of a table with the first column of each index, for `check`. Empty when there is no such table. */
  describe(table: string): Promise<{ column: string; indexed: boolean }[]>;
  close(): Promise<void>;
}

export type Row = Record<string, unknown>;
/** Dates, decimals and big integers come as text, exactly as the database writes them; binary as base64. */
export type Select = (sql: string, values: readonly unknown[]) => Promise<Row[]>;

export interface DatabaseAddress {
  url: string;
  password: string;
  charset: string;
  /** Offset in which the database writes TIMESTAMP columns. */
  zone: string;
  timeoutMs: number;
}
