import { eq, lt } from 'drizzle-orm';
import type { Db } from './open.ts';
import { footageUploads } from './tables/footage-uploads.ts';

export type FootageUpload = typeof footageUploads.$inferSelect;

export const insertUpload = async (db: Db, row: FootageUpload): Promise<void> => {
  await db.insert(footageUploads).values(row);
};

/** Without a scope: the caller asks whether it is the owner's. */
export const findUpload = async (db: Db, id: string): Promise<FootageUpload | undefined> =>
  (await db.select().from(footageUploads).where(eq(footageUploads.id, id)))[0];

/** Say what became of an upload whose bytes are all here. */
export const settleUpload = async (
  db: Db,
  id: string,
  outcome: { state: 'stored'; footageId: number } | { state: 'refused'; error: string },
): Promise<void> => {
  await db.update(footageUploads).set(outcome).where(eq(footageUploads.id, id));
};

export const deleteUpload = async (db: Db, id: string): Promise<void> => {
  await db.delete(footageUploads).where(eq(footageUploads.id, id));
};

/** Begun before a moment (epoch ms), oldest first. */
export const uploadsBefore = (db: Db, before: number, limit: number): Promise<FootageUpload[]> =>
  db
    .select()
    .from(footageUploads)
    .where(lt(footageUploads.createdAt, before))
    .orderBy(footageUploads.createdAt)
    .limit(limit);
