import mysql from 'mysql2/promise';

/**
 * Put before a statement whose answer nobody waits for. On a gathered connection it is sent together with the next one
 * that is waited for; anywhere else it is a comment.
 */
export const later = '/* later */ ';

type Statement = string | { readonly sql: string };
type Answer = [unknown, unknown];

/** Characters sent at once: three bytes each at most, and so below the smallest default packet limit (16 MB). */
const most = 4_000_000;
const nothing: Answer = [{ affectedRows: 0, insertId: 0 }, undefined];

/**
 * A connection for one transaction at a time that keeps back what need not be answered, and sends it in one journey with
 * the next statement that must: a transaction of ten statements costs three journeys. Statements run in their order, and
 * the first that fails keeps all behind it from being run, the commit too; the error is that of the statement they were
 * sent with.
 */
class Gathered {
  readonly #connection: mysql.PoolConnection;
  #waiting: string[] = [];
  #length = 0;

  constructor(connection: mysql.PoolConnection) {
    this.#connection = connection;
  }

  async query(statement: Statement, values: unknown[] = []): Promise<Answer> {
    const text = typeof statement === 'string' ? statement : statement.sql;
    const options = typeof statement === 'string' ? {} : statement;
    if (text.startsWith('rollback') && this.#takeBack(text)) return nothing;
    // Filled in here: a text that waits may hold question marks of its own.
    const filled = values.length === 0 ? text : mysql.format(text, values as mysql.SqlValue[], false, 'Z');
    if (this.#mayWait(text)) {
      if (this.#length + filled.length > most) await this.#send([], {});
      this.#waiting.push(filled);
      this.#length += filled.length;
      return nothing;
    }
    return this.#send([filled], options);
  }

  release(): void {
    this.#forget();
    this.#connection.release();
  }

  /** The end of a savepoint waits only where no row does: what its rows are refused for belongs inside of it. */
  #mayWait(text: string): boolean {
    if (text.startsWith(later) || text === 'begin' || text.startsWith('savepoint ')) return true;
    return text.startsWith('release savepoint ') && !this.#waiting.some((one) => one.startsWith(later));
  }

  /** Undo what was not sent yet by forgetting it. @returns whether nothing else is to be undone */
  #takeBack(text: string): boolean {
    const start = text === 'rollback' ? 'begin' : text.replace(/^rollback to /, '');
    const at = this.#waiting.lastIndexOf(start);
    this.#waiting.length = Math.max(at, 0);
    this.#length = this.#waiting.reduce((sum, one) => sum + one.length, 0);
    return at >= 0;
  }

  #forget(): void {
    this.#waiting = [];
    this.#length = 0;
  }

  async #send(last: string[], options: object): Promise<Answer> {
    const statements = [...this.#waiting, ...last];
    this.#forget();
    const [results, fields] = await this.#connection.query({ ...options, sql: statements.join(';\n') });
    // Of several statements the driver gives a list of results.
    return statements.length === 1 ? [results, fields] : [(results as unknown[]).at(-1), (fields as unknown[]).at(-1)];
  }
}

/** A pool, as drizzle knows one, whose transactions are gathered. It must allow several statements in one text. */
export const gatheredPool = (pool: mysql.Pool) => ({
  getConnection: async () => new Gathered(await pool.getConnection()),
  query: (statement: mysql.QueryOptions, values: unknown[]) => pool.query(statement, values),
});
