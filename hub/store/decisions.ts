import { and, desc, eq } from 'drizzle-orm';
import type { Decision } from '../core/vocabulary.ts';
import type { LinkRow } from './links.ts';
import type { Db } from './open.ts';
import { decisionLog, links } from './tables/catalogue.ts';

export type DecisionRow = typeof decisionLog.$inferSelect;

/** The link of a pair, locked until the transaction ends. Lock the record and the clip before (`lockPairs`). */
export const linkOfPair = async (tx: Db, recordId: number, footageId: number): Promise<LinkRow | undefined> => {
  const [row] = await tx
    .select()
    .from(links)
    .where(and(eq(links.recordId, recordId), eq(links.footageId, footageId)))
    .for('update');
  return row;
};

/** Append to the log; nothing in it is ever changed. */
export const logDecision = async (tx: Db, entry: Omit<typeof decisionLog.$inferInsert, 'id' | 'at'>): Promise<void> => {
  await tx.insert(decisionLog).values({ ...entry, at: Date.now() });
};

/** Everything people decided about a pair, newest first. The caller has checked that both are visible. */
export const decisionsOfPair = (db: Db, recordId: number, footageId: number): Promise<DecisionRow[]> =>
  db
    .select()
    .from(decisionLog)
    .where(and(eq(decisionLog.recordId, recordId), eq(decisionLog.footageId, footageId)))
    .orderBy(desc(decisionLog.id));

/** Everything people decided about the clips of a record, newest first. The caller leaves out clips that may not be seen. */
export const decisionsOfRecord = (db: Db, recordId: number, limit = 200): Promise<DecisionRow[]> =>
  db.select().from(decisionLog).where(eq(decisionLog.recordId, recordId)).orderBy(desc(decisionLog.id)).limit(limit);

/** @param segment what the person says it shows, epoch ms by the camera's clock; left as it is where absent */
export const setDecision = async (
  tx: Db,
  link: LinkRow,
  decision: Decision,
  decidedBy: string,
  segment?: { readonly start: number; readonly end: number },
): Promise<LinkRow> => {
  const { start: segmentStart, end: segmentEnd } = segment ?? { start: link.segmentStart, end: link.segmentEnd };
  const changed = { decision, decidedBy, segmentStart, segmentEnd, version: link.version + 1, changedAt: Date.now() };
  await tx.update(links).set(changed).where(eq(links.id, link.id));
  return { ...link, ...changed };
};

export const dropPair = async (tx: Db, link: LinkRow): Promise<void> => {
  await tx.delete(links).where(eq(links.id, link.id));
};
