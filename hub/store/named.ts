import { type SQL, sql } from 'drizzle-orm';
import { quoteText } from './multi-row.ts';
import type { footage, records } from './tables/catalogue.ts';

/** Names looked up by one statement: beyond a thousand MariaDB makes a table of the list first. */
export const namesAtOnce = 900;

/** Things of a source by their numbers. Written as text, like `insertRows`: hundreds of placeholders cost more than the look-up. */
export const isNamed = (table: typeof records | typeof footage, source: string, externalIds: readonly string[]): SQL =>
  sql`${table.source} = ${sql.raw(quoteText(source))} and ${table.externalId} in (${sql.raw(externalIds.map(quoteText).join(','))})`;
