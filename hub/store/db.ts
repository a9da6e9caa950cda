import type { MySqlDatabase } from 'drizzle-orm/mysql-core';
import type { MySql2PreparedQueryHKT, MySql2QueryResultHKT } from 'drizzle-orm/mysql2';

/** The database, or a transaction on it: every query function takes one first. */
export type Db = MySqlDatabase<MySql2QueryResultHKT, MySql2PreparedQueryHKT>;
