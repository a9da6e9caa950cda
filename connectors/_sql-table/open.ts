import type { Database, DatabaseAddress } from './database.ts';

type Open = (address: DatabaseAddress) => Database;

/** How each kind of database is opened, by the protocol of its address; a driver is loaded when first needed. */
const drivers: Readonly<Record<string, () => Promise<Open>>> = {
  mysql: async () => (await import('./mysql.ts')).openMysql,
  postgresql: async () => (await import('./postgresql.ts')).openPostgresql,
  oracle: async () => (await import('./oracle.ts')).openOracle,
};

/** The protocols an address may have, for the declaration of the setting. */
export const databaseProtocols = new RegExp(`^(${Object.keys(drivers).join('|')})$`);

/** @throws Error for a protocol that the setting does not allow */
export const openDatabase = async (address: DatabaseAddress): Promise<Database> => {
  const load = drivers[new URL(address.url).protocol.slice(0, -1)];
  if (load === undefined) throw new Error(`no driver for ${address.url}`);
  return (await load())(address);
};
