import type { AddressInfo, Server as NetServer } from 'node:net';
import { type Connection, createServer } from 'mysql2';
import type { Played, RawMessage } from '../../hub/core/connector.ts';
import type { Row } from './database.ts';
import { openRecordedTables, type RecordedTables } from './recorded-tables.ts';
import type { TableSettings } from './tables.ts';

const utf8mb4 = 45;
/** LONGLONG would come back as a text; what was a number in the recording shall be one again. */
const types = { double: 5, text: 253 } as const;
const version = '8.0.0-hub-recording';
/** All of protocol 4.1 but compression and TLS. */
const capabilities = 0xffffff & ~0x20 & ~0x800;
const badStatement = 1064;

const columnOf = (name: string, isNumber: boolean): Record<string, unknown> => ({
  catalog: 'def',
  schema: 'recording',
  table: '',
  orgTable: '',
  name,
  orgName: name,
  characterSet: utf8mb4,
  columnLength: 1_024,
  columnType: isNumber ? types.double : types.text,
  flags: 0,
  decimals: 0,
});

/** What the driver's own server offers and its types leave out. */
interface Wire {
  serverHandshake(args: Record<string, unknown>): void;
  writeColumns(columns: readonly unknown[]): void;
  writeTextRow(values: readonly unknown[]): void;
  writeEof(): void;
  writeOk(): void;
  writeError(error: { code: number; message: string }): void;
  on(event: string, listener: (sql: string) => void): void;
  /** Packets are counted from 0 within each command; the driver's server leaves that to us. */
  _resetSequenceId(): void;
}

interface Answer {
  columns: readonly (readonly [name: string, isNumber: boolean])[];
  rows: readonly Row[];
}

const describe = (tables: RecordedTables, sql: string): Answer => {
  const [, table = ''] = /TABLE_NAME = '([^']*)'\s*GROUP BY/.exec(sql) ?? [];
  return {
    columns: [
      ['name', false],
      ['indexes', true],
    ],
    rows: [...(tables.columnsOf(table)?.keys() ?? [])].map((name) => ({ name, indexes: 1 })),
  };
};

const answerTo = (tables: RecordedTables, sql: string): Answer => {
  if (sql.includes('information_schema')) return describe(tables, sql);
  const rows = tables.select(sql);
  const [, table = ''] = /FROM (?:`[^`]+`\.)?`([^`]+)`/.exec(sql) ?? [];
  const known = tables.columnsOf(table);
  return { columns: Object.keys(rows[0] ?? { none: null }).map((name) => [name, known?.get(name) === true]), rows };
};

const writeRows = (connection: Wire, { columns, rows }: Answer): void => {
  connection.writeColumns(columns.map(([name, isNumber]) => columnOf(name, isNumber)));
  for (const row of rows) {
    connection.writeTextRow(columns.map(([name]) => (row[name] === null ? null : String(row[name]))));
  }
  connection.writeEof();
};

const serve = (connection: Wire, tables: RecordedTables, id: number): void => {
  const answered = (answer: () => void) => {
    answer();
    connection._resetSequenceId();
  };
  connection.serverHandshake({
    protocolVersion: 10,
    serverVersion: version,
    connectionId: id,
    statusFlags: 2,
    characterSet: utf8mb4,
    capabilityFlags: capabilities,
    authCallback: (_: unknown, letIn: (refusal: null) => void) => answered(() => letIn(null)),
  });
  const ok = () => answered(() => connection.writeOk());
  // The driver hands SET over as if it were to be prepared.
  connection.on('stmt_prepare', ok);
  connection.on('error', () => undefined);
  connection.on('query', (sql) => {
    if (!/^\s*SELECT\b/i.test(sql)) return ok();
    answered(() => {
      try {
        writeRows(connection, answerTo(tables, sql));
      } catch (error) {
        connection.writeError({ code: badStatement, message: String(error) });
      }
    });
  });
};

/**
 * Be the database of a recording: its tables, in MySQL's own protocol, to any user with any password.
 *
 * @param port 0 takes a free one
 * @throws BadRequestError when the settings do not name the tables
 */
export const playTables = async (
  messages: readonly RawMessage[],
  settings: Partial<TableSettings>,
  port: number,
): Promise<Played> => {
  const tables = openRecordedTables(messages, settings);
  let connections = 0;
  const open = new Set<Connection>();
  const server = createServer((connection) => {
    open.add(connection as unknown as Connection);
    connections += 1;
    serve(connection as unknown as Wire, tables, connections);
  });
  const { _server: listening } = server as unknown as { _server: NetServer };
  await new Promise<void>((resolve, reject) => {
    listening.once('error', reject).once('listening', resolve);
    listening.listen(port, '127.0.0.1');
  });
  return {
    url: `mysql://reader@127.0.0.1:${(listening.address() as AddressInfo).port}/recording`,
    async close() {
      const closed = new Promise((resolve) => listening.close(resolve));
      for (const connection of open) connection.destroy();
      await closed;
      tables.close();
    },
  };
};
