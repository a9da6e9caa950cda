import { and, asc, desc, eq, gt, gte, like, lt, lte, sql } from 'drizzle-orm';
import type { Scope } from '../core/scope.ts';
import type { Db } from './open.ts';
import { within } from './scope.ts';
import { audit, auditHead } from './tables/audit.ts';

/** One row of the log, as stored. */
export type AuditRow = typeof audit.$inferSelect;

/** The only row of `audit_head`. */
const headId = 1;
/** What the first row names as its predecessor. */
export const genesis = '0'.repeat(64);

/**
 * The head of the chain, locked until the transaction ends: appends of all processes happen one after the other.
 * Must be called inside a transaction.
 */
export const lockAuditHead = async (tx: Db): Promise<{ seq: number; hash: string }> => {
  await tx
    .insert(auditHead)
    .values({ id: headId, seq: 0, hash: genesis })
    .onDuplicateKeyUpdate({ set: { id: sql`id` } });
  const [head] = await tx.select().from(auditHead).where(eq(auditHead.id, headId)).for('update');
  return head ?? { seq: 0, hash: genesis };
};

/** Write rows that continue the locked head, and move the head to the last of them. */
export const insertAuditRows = async (tx: Db, rows: readonly AuditRow[]): Promise<void> => {
  const last = rows.at(-1);
  if (!last) return;
  await tx.insert(audit).values([...rows]);
  await tx.update(auditHead).set({ seq: last.seq, hash: last.hash }).where(eq(auditHead.id, headId));
};

/** The head without a lock; undefined when nothing was ever logged. */
export const readAuditHead = async (db: Db): Promise<{ seq: number; hash: string } | undefined> =>
  (await db.select().from(auditHead).where(eq(auditHead.id, headId)))[0];

/** Up to `limit` rows after `seq`, oldest first. */
export const auditRowsAfter = async (db: Db, seq: number, limit: number): Promise<AuditRow[]> =>
  db.select().from(audit).where(gt(audit.seq, seq)).orderBy(asc(audit.seq)).limit(limit);

export interface AuditFilter {
  /** Looks at what belongs to these organisations; looks at nothing in particular are for `everything` alone. */
  scope?: Scope | undefined;
  actor?: string | undefined;
  /** A whole action or, ending in a dot, a family of them: `footage.`. */
  action?: string | undefined;
  object?: string | undefined;
  /** Epoch ms, both ends included. */
  from?: number | undefined;
  to?: number | undefined;
  /** Rows older than this one. */
  before?: number | undefined;
}

/** Up to `limit` rows, newest first. */
export const listAudit = async (db: Db, filter: AuditFilter, limit: number): Promise<AuditRow[]> =>
  db
    .select()
    .from(audit)
    .where(
      and(
        filter.scope && within(filter.scope, audit.org),
        filter.actor === undefined ? undefined : eq(audit.actor, filter.actor),
        filter.action === undefined
          ? undefined
          : filter.action.endsWith('.')
            ? like(audit.action, `${filter.action.replace(/[\\%_]/g, '\\$&')}%`)
            : eq(audit.action, filter.action),
        filter.object === undefined ? undefined : eq(audit.object, filter.object),
        filter.from === undefined ? undefined : gte(audit.at, filter.from),
        filter.to === undefined ? undefined : lte(audit.at, filter.to),
        filter.before === undefined ? undefined : lt(audit.seq, filter.before),
      ),
    )
    .orderBy(desc(audit.seq))
    .limit(limit);
