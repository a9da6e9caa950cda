import { and, eq, isNotNull } from 'drizzle-orm';
import type { Db } from './open.ts';
import { apiKeys } from './tables/directory.ts';

/** A business system or script, by the SHA-256 of its key. */
export type ApiKey = typeof apiKeys.$inferSelect;

export const findApiKey = async (db: Db, keyHash: string): Promise<ApiKey | undefined> =>
  (await db.select().from(apiKeys).where(eq(apiKeys.keyHash, keyHash)))[0];

/** The key of that name that wants to know of views, if it does. */
export const findViewsKey = async (
  db: Db,
  name: string,
): Promise<{ name: string; viewsUrl: string; viewsSecret: string } | undefined> => {
  const [key] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.name, name), eq(apiKeys.disabled, false), isNotNull(apiKeys.viewsUrl)));
  return key?.viewsUrl && key.viewsSecret ? { name, viewsUrl: key.viewsUrl, viewsSecret: key.viewsSecret } : undefined;
};

export const listApiKeys = async (db: Db): Promise<ApiKey[]> => db.select().from(apiKeys).orderBy(apiKeys.name);

/** Insert a key or replace all that is known of it. */
export const saveApiKey = async (db: Db, key: typeof apiKeys.$inferInsert): Promise<void> => {
  const { keyHash: _, ...rest } = key;
  await db.insert(apiKeys).values(key).onDuplicateKeyUpdate({ set: rest });
};

/** What may change of a key once it is made. */
export type ApiKeyChange = Partial<Pick<ApiKey, 'origins' | 'viewsUrl' | 'viewsSecret' | 'disabled'>>;

export const updateApiKey = async (db: Db, keyHash: string, change: ApiKeyChange): Promise<void> => {
  await db.update(apiKeys).set(change).where(eq(apiKeys.keyHash, keyHash));
};

/** Every origin that an enabled key may embed from. */
export const listOrigins = async (db: Db): Promise<Set<string>> => {
  const rows = await db.select({ origins: apiKeys.origins }).from(apiKeys).where(eq(apiKeys.disabled, false));
  return new Set(rows.flatMap((row) => row.origins));
};
