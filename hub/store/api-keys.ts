import { and, eq, isNotNull } from 'drizzle-orm';
import type { Db } from './open.ts';
import { apiKeys, type ViewsTrouble } from './tables/directory.ts';

export type { ViewsTrouble };

/** A business system or script, by the SHA-256 of its key. */
export type ApiKey = typeof apiKeys.$inferSelect;

export const findApiKey = async (db: Db, keyHash: string): Promise<ApiKey | undefined> =>
  (await db.select().from(apiKeys).where(eq(apiKeys.keyHash, keyHash)))[0];

/** A key that wants to know of views. */
export type ViewsKey = Pick<ApiKey, 'keyHash' | 'name' | 'viewsTrouble'> & { viewsUrl: string; viewsSecret: string };

/** The key of that name that wants to know of views, if it does. */
export const findViewsKey = async (db: Db, name: string): Promise<ViewsKey | undefined> => {
  const [key] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.name, name), eq(apiKeys.disabled, false), isNotNull(apiKeys.viewsUrl)));
  if (!key?.viewsUrl || !key.viewsSecret) return undefined;
  const { keyHash, viewsTrouble, viewsUrl, viewsSecret } = key;
  return { keyHash, name, viewsTrouble, viewsUrl, viewsSecret };
};

/** Keys that work, want to know of views, and do not get them now. */
export const troubledViews = async (db: Db): Promise<{ name: string; trouble: ViewsTrouble }[]> =>
  (await listApiKeys(db)).flatMap(({ name, disabled, viewsUrl, viewsTrouble: trouble }) =>
    !disabled && viewsUrl && trouble ? [{ name, trouble }] : [],
  );

/**
 * Note how telling a view went; null: well. What was found while another address was set says nothing of the present one.
 */
export const noteViewsTrouble = async (
  db: Db,
  { keyHash, viewsUrl }: ViewsKey,
  viewsTrouble: ViewsTrouble | null,
): Promise<void> => {
  await db
    .update(apiKeys)
    .set({ viewsTrouble })
    .where(and(eq(apiKeys.keyHash, keyHash), eq(apiKeys.viewsUrl, viewsUrl)));
};

export const listApiKeys = async (db: Db): Promise<ApiKey[]> => db.select().from(apiKeys).orderBy(apiKeys.name);

/** Insert a key or replace all that is known of it. */
export const saveApiKey = async (db: Db, key: typeof apiKeys.$inferInsert): Promise<void> => {
  const { keyHash: _, ...rest } = key;
  await db.insert(apiKeys).values(key).onDuplicateKeyUpdate({ set: rest });
};

/** What may change of a key once it is made. */
export type ApiKeyChange = Partial<Pick<ApiKey, 'origins' | 'viewsUrl' | 'viewsSecret' | 'viewsTrouble' | 'disabled'>>;

export const updateApiKey = async (db: Db, keyHash: string, change: ApiKeyChange): Promise<void> => {
  await db.update(apiKeys).set(change).where(eq(apiKeys.keyHash, keyHash));
};

/** Every origin that an enabled key may embed from. */
export const listOrigins = async (db: Db): Promise<Set<string>> => {
  const rows = await db.select({ origins: apiKeys.origins }).from(apiKeys).where(eq(apiKeys.disabled, false));
  return new Set(rows.flatMap((row) => row.origins));
};
