import { sql } from 'drizzle-orm';
import type { PoolConnection as Connection } from 'mysql2';
import type mysql from 'mysql2/promise';
import type { Db } from './open.ts';
import { asStoreError } from './trouble.ts';

/** Rows as lists of values, in the order of their columns. */
export type Rows = readonly (readonly unknown[])[];

/**
 * Ask several SELECTs at once: on the way to an answer the journeys take most of the time.
 *
 * @returns the rows of each, in the order of the statements
 */
export type Journey = (statements: readonly string[]) => Promise<Rows[]>;

/** The same on a transaction, or wherever one text may hold but one statement. */
export const journeyOn =
  (db: Db): Journey =>
  async (statements) => {
    const answers: Rows[] = [];
    for (const statement of statements) {
      const [rows] = (await db.execute(sql.raw(statement))) as unknown as [object[]];
      answers.push(rows.map((row) => Object.values(row)));
    }
    return answers;
  };

export interface Journeys {
  readonly ask: Journey;
  /** Run statements in one transaction and one journey; the first that fails keeps those behind it and undoes those before. */
  write(statements: readonly string[]): Promise<void>;
}

/** @param pool that allows several statements in one text */
export const openJourneys = ({ pool }: mysql.Pool): Journeys => {
  const connected = (): Promise<Connection> =>
    new Promise((resolve, reject) => {
      pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection)));
    });
  // By callbacks: a promise of the driver's costs more than the rest of a short question on this side.
  const query = (connection: Connection, text: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      connection.query({ sql: text, rowsAsArray: true }, (error, rows) => (error ? reject(error) : resolve(rows)));
    });
  return {
    async ask(statements) {
      if (statements.length === 0) return [];
      try {
        const connection = await connected();
        try {
          const rows = await query(connection, statements.join(';\n'));
          return (statements.length === 1 ? [rows] : rows) as Rows[];
        } finally {
          connection.release();
        }
      } catch (error) {
        throw asStoreError(error);
      }
    },
    async write(statements) {
      const connection = await connected();
      try {
        await query(connection, ['START TRANSACTION', ...statements, 'COMMIT'].join(';\n'));
      } catch (error) {
        // A connection that is gone has rolled back by itself.
        await query(connection, 'ROLLBACK').catch(() => connection.destroy());
        throw error;
      } finally {
        connection.release();
      }
    },
  };
};
