import { sql } from 'drizzle-orm';
import type { PoolConnection as Connection } from 'mysql2';
import type mysql from 'mysql2/promise';
import type { Db } from './db.ts';
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

interface Traveller {
  readonly statements: readonly string[];
  arrive(answers: Rows[]): void;
  fail(error: unknown): void;
}

/** What several ask before any of them waits for an answer travels as one journey. */
export const together = (journey: Journey): Journey => {
  let waiting: Traveller[] = [];
  const depart = async (): Promise<void> => {
    const travellers = waiting;
    waiting = [];
    try {
      const answers = await journey(travellers.flatMap(({ statements }) => statements));
      let at = 0;
      for (const { statements, arrive } of travellers) {
        arrive(answers.slice(at, at + statements.length));
        at += statements.length;
      }
    } catch (error) {
      for (const { fail } of travellers) fail(error);
    }
  };
  return (statements) =>
    new Promise((arrive, fail) => {
      // Runs once everybody who can go on without an answer has done so.
      if (waiting.push({ statements, arrive, fail }) === 1) process.nextTick(depart);
    });
};

export interface Journeys {
  readonly ask: Journey;
  /**
   * Run statements in one transaction and one journey; the first that fails keeps those behind it and undoes those before.
   *
   * @returns the rows of the SELECTs among them, in order
   */
  write(statements: readonly string[]): Promise<Rows[]>;
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
        const answers = await query(connection, ['START TRANSACTION', ...statements, 'COMMIT'].join(';\n'));
        return (answers as unknown[]).filter((answer): answer is Rows => Array.isArray(answer));
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
