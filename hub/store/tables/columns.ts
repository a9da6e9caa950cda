import { customType } from 'drizzle-orm/mysql-core';

/**
 * Keys, codes and names of things: compared byte by byte. The `_general_ci` collations treat different Chinese
 * characters as equal.
 */
export const key = (length: number) =>
  customType<{ data: string }>({ dataType: () => `varchar(${length}) character set utf8mb4 collate utf8mb4_bin` })();

/**
 * JSON that survives both ways MariaDB hands it over: as an object from a column, as text from an expression.
 */
export const json = <T>() =>
  customType<{ data: T; driverData: string }>({
    dataType: () => 'json',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (value) => (typeof value === 'string' ? JSON.parse(value) : value) as T,
  })();

/** Bytes up to 16 MB. */
export const blob = customType<{ data: Buffer }>({ dataType: () => 'mediumblob' });

/**
 * A moment as epoch milliseconds. Integers keep zones out of the database, compare and index well, and go into typed
 * arrays as they are.
 */
export const moment = customType<{ data: number; driverData: number | string }>({
  dataType: () => 'bigint',
  fromDriver: (value) => Number(value),
});
