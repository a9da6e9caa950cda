import { desc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Db } from './open.ts';
import { evidencePackages } from './tables/evidence-packages.ts';

export type EvidencePackageRow = typeof evidencePackages.$inferSelect;
/** Without what it says of the record, which is long. */
export type EvidencePackageHead = Omit<EvidencePackageRow, 'content'>;

export const insertEvidencePackage = async (db: Db, row: Omit<EvidencePackageRow, 'fetched'>): Promise<void> => {
  await db.insert(evidencePackages).values(row);
};

/** Without a scope: the caller asks whether its record and every clip may be seen. */
export const findEvidencePackage = async (db: Db, id: string): Promise<EvidencePackageRow | undefined> =>
  (await db.select().from(evidencePackages).where(eq(evidencePackages.id, id)))[0];

/** Packages of one record, newest first. */
export const evidencePackagesOf = (db: Db, recordId: number): Promise<EvidencePackageHead[]> => {
  const { content: _, ...head } = getTableColumns(evidencePackages);
  return db
    .select(head)
    .from(evidencePackages)
    .where(eq(evidencePackages.recordId, recordId))
    .orderBy(desc(evidencePackages.createdAt))
    .limit(100);
};

export const noteEvidenceFetched = async (db: Db, id: string): Promise<void> => {
  await db
    .update(evidencePackages)
    .set({ fetched: sql`${evidencePackages.fetched} + 1` })
    .where(eq(evidencePackages.id, id));
};
