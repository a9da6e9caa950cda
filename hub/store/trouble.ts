import { DrizzleQueryError } from 'drizzle-orm';
import { ConfigurationError, HubError, RetriableError } from '../core/errors.ts';

interface DatabaseError {
  errno?: number;
  code?: string;
  fatal?: boolean;
}

/** The database's own error below what drizzle wraps around it. */
const rootOf = (error: unknown): DatabaseError => {
  let current = error;
  while (current instanceof Error && current.cause instanceof Error) current = current.cause;
  return (current ?? {}) as DatabaseError;
};

const deadlock = 1213;
const lockWaitTimeout = 1205;
const duplicateKey = 1062;
/** SAVEPOINT does not exist: what rolling back to it says after a deadlock has undone the whole transaction. */
const savepointGone = 1305;

/** Full disk or table, too many connections, shutting down, read-only, lost or killed connection, gone away. */
const passing = new Set([
  1021, 1040, 1041, 1053, 1114, 1129, 1158, 1159, 1160, 1161, 1203, 1226, 1290, 1317, 1836, 1927, 2006, 2013, 3024,
  4031,
]);

/** No space left, as the file system's own number inside the server's message. */
const noSpace = /\(Errcode: 28\b|errno: 28\b|No space left/;

const network =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|PROTOCOL_CONNECTION_LOST|ENOENT|POOL_CLOSED)/;

/** What the row itself is to blame for: too long, out of range, not text, not JSON, a failed check. */
const misfits = new Set([1048, 1264, 1265, 1292, 1300, 1366, 1406, 3140, 3141, 3819, 4025, 4079]);

/** The transaction lost against another one and may simply be run again. */
export const isConflict = (error: unknown): boolean => {
  const { errno } = rootOf(error);
  return errno === deadlock || errno === lockWaitTimeout || errno === savepointGone;
};

export const isDuplicateKey = (error: unknown): boolean => rootOf(error).errno === duplicateKey;

/** The database refused the content of a row: other rows may still be stored. */
export const isMisfit = (error: unknown): boolean => misfits.has(rootOf(error).errno ?? 0);

/** The database cannot be reached or cannot take anything now; the same will work later. */
export const isOutage = (error: unknown): boolean => {
  const root = rootOf(error);
  if (passing.has(root.errno ?? 0) || network.test(root.code ?? '')) return true;
  const message = root instanceof Error ? root.message : '';
  return noSpace.test(message) || /closed state|Pool is closed|Connection lost|after fatal error/.test(message);
};

/** Access denied (database, user), unknown database. */
const refused = new Set([1044, 1045, 1049, 1698]);

/** drizzle and mysql2 put the whole statement, and so people's data, into their errors: keep what failed, drop it. */
const withoutStatement = (error: unknown): unknown => {
  if (!(error instanceof Error && (error instanceof DrizzleQueryError || 'sql' in error))) return error;
  const { errno, code } = rootOf(error);
  const own = error instanceof DrizzleQueryError ? error.cause : error;
  const said = own instanceof Error ? own.message : 'the database refused a statement';
  return Object.assign(new Error(`[hub] [store] ${said}`), {
    errno,
    code,
    stack: error.stack?.replace(error.message, said),
  });
};

/** The error callers see: refusals of DATABASE_URL, outages and lost conflicts by class, everything else as it is. */
export const asStoreError = (error: unknown): unknown => {
  if (error instanceof HubError) return error;
  const root = rootOf(error);
  if (refused.has(root.errno ?? 0)) {
    return new ConfigurationError(`[hub] [store] the database refuses DATABASE_URL (${root.code})`, {
      remedy: 'correct user, password and database name in DATABASE_URL',
      cause: withoutStatement(error),
    });
  }
  if (!isOutage(error) && !isConflict(error)) return withoutStatement(error);
  return new RetriableError(
    `[hub] [store] the database cannot take this now (${root.code ?? root.errno ?? 'unknown'})`,
    {
      remedy: 'see that MariaDB runs, answers at DATABASE_URL and has disk space; the hub tries again by itself',
      cause: withoutStatement(error),
    },
  );
};
