import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { Scope } from '../core/scope.ts';
import { type ReferenceKind, type System, systems } from '../core/vocabulary.ts';
import type { Db } from './open.ts';
import type { RecordRow } from './records.ts';
import { recordsWithin } from './scope.ts';
import { recordReferences, records } from './tables/catalogue.ts';

/** A number a record points at; `recordId` and `title` when the store has that record and the scope shows it. */
export interface ResolvedReference {
  kind: ReferenceKind;
  id: string;
  recordId?: number;
  title?: string;
}

const isSystem = (kind: string): kind is System => (systems as readonly string[]).includes(kind);

/** What a record refers to. The caller has checked that the record itself is visible. */
export const referencesOf = async (db: Db, scope: Scope, recordId: number): Promise<ResolvedReference[]> => {
  const rows = await db
    .select({
      kind: recordReferences.kind,
      id: recordReferences.target,
      recordId: records.id,
      title: records.title,
    })
    .from(recordReferences)
    .leftJoin(
      records,
      and(
        sql`${records.system} = ${recordReferences.kind}`,
        sql`${records.externalId} = ${recordReferences.target}`,
        recordsWithin(scope),
      ),
    )
    .where(eq(recordReferences.recordId, recordId));
  return rows.map(({ kind, id, recordId: target, title }) => ({
    kind,
    id,
    ...(target === null ? {} : { recordId: target }),
    ...(title === null ? {} : { title }),
  }));
};

/** The records that refer to one, in the order of their ids. */
export const referredBy = (
  db: Db,
  scope: Scope,
  record: Pick<RecordRow, 'system' | 'externalId'>,
  limit = 100,
): Promise<RecordRow[]> =>
  db
    .select()
    .from(records)
    .where(
      and(
        inArray(
          records.id,
          db
            .select({ id: recordReferences.recordId })
            .from(recordReferences)
            .where(and(eq(recordReferences.target, record.externalId), eq(recordReferences.kind, record.system))),
        ),
        recordsWithin(scope),
      ),
    )
    .orderBy(records.id)
    .limit(limit);

/** Records one step away through references, either way, without regard to scope: for matching. */
export const neighboursOf = async (db: Db, recordId: number): Promise<number[]> => {
  const [record] = await db
    .select({ system: records.system, externalId: records.externalId })
    .from(records)
    .where(eq(records.id, recordId));
  if (record === undefined) return [];
  const targets = await db
    .select({ kind: recordReferences.kind, target: recordReferences.target })
    .from(recordReferences)
    .where(eq(recordReferences.recordId, recordId));
  const forward = targets.filter(({ kind }) => isSystem(kind));
  const [to, from] = await Promise.all([
    forward.length === 0
      ? []
      : db
          .select({ id: records.id })
          .from(records)
          .where(
            or(
              ...forward.map(({ kind, target }) =>
                and(eq(records.system, kind as System), eq(records.externalId, target)),
              ),
            ),
          ),
    db
      .select({ id: recordReferences.recordId })
      .from(recordReferences)
      .where(and(eq(recordReferences.target, record.externalId), eq(recordReferences.kind, record.system))),
  ]);
  return [...new Set([...to, ...from].map(({ id }) => id))].filter((id) => id !== recordId);
};
