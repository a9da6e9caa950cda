import { and, asc, count, eq, gte, lt } from 'drizzle-orm';
import type { StoredFootage, StoredQuery } from '../core/connector.ts';
import type { Db } from './open.ts';
import { footage } from './tables/catalogue.ts';

/** Recordings that came through one source, by number, a page of them and how many there are. */
export const storedFootage = async (db: Db, source: string, query: StoredQuery): Promise<StoredFootage> => {
  const where = and(
    eq(footage.source, source),
    eq(footage.mediaType, query.mediaType),
    query.externalId === undefined ? undefined : eq(footage.externalId, query.externalId),
    query.deviceId === undefined ? undefined : eq(footage.deviceId, query.deviceId),
    query.from === undefined ? undefined : gte(footage.startAt, query.from),
    query.to === undefined ? undefined : lt(footage.startAt, query.to),
  );
  const [rows, [counted]] = await Promise.all([
    db
      .select({ data: footage.data })
      .from(footage)
      .where(where)
      .orderBy(asc(footage.externalId))
      .limit(query.limit)
      .offset(query.offset),
    db.select({ total: count() }).from(footage).where(where),
  ]);
  return { total: counted?.total ?? 0, footage: rows.map(({ data }) => data) };
};
