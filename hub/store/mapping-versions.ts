import { and, desc, eq, max, sql } from 'drizzle-orm';
import { ConflictError, NotFoundError } from '../core/errors.ts';
import type { Db, Store } from './open.ts';
import { mappingVersions } from './tables/mapping-versions.ts';

export type MappingVersionRow = typeof mappingVersions.$inferSelect;

/** A version without its text. */
export interface MappingVersionEntry extends Omit<MappingVersionRow, 'text'> {
  /** Whether it puts the file in force. */
  isFile: boolean;
}

export interface NewMappingVersion {
  mapping: string;
  /** The YAML; null puts the file in force again. */
  text: string | null;
  note: string;
  author: string;
  /** The version the change was made from, 0 for the file; absent to put it over whatever is there. */
  basedOn?: number;
}

/** The version in force of every mapping that has any. */
export const latestMappingVersions = async (db: Db): Promise<Map<string, number>> => {
  const rows = await db
    .select({ mapping: mappingVersions.mapping, id: max(mappingVersions.id) })
    .from(mappingVersions)
    .groupBy(mappingVersions.mapping);
  return new Map(rows.map(({ mapping, id }) => [mapping, Number(id)]));
};

/** Latest first, at most 500. */
export const listMappingVersions = (db: Db, mapping: string): Promise<MappingVersionEntry[]> =>
  db
    .select({
      id: mappingVersions.id,
      mapping: mappingVersions.mapping,
      isFile: sql<number>`${mappingVersions.text} is null`.mapWith(Boolean),
      note: mappingVersions.note,
      author: mappingVersions.author,
      at: mappingVersions.at,
    })
    .from(mappingVersions)
    .where(eq(mappingVersions.mapping, mapping))
    .orderBy(desc(mappingVersions.id))
    .limit(500);

/** @throws NotFoundError */
export const getMappingVersion = async (db: Db, mapping: string, id: number): Promise<MappingVersionRow> => {
  const [row] = await db
    .select()
    .from(mappingVersions)
    .where(and(eq(mappingVersions.mapping, mapping), eq(mappingVersions.id, id)));
  if (row) return row;
  throw new NotFoundError(`[hub] [mapping] ${mapping} has no version ${id}`, {
    remedy: 'see the list of its versions for the right number',
  });
};

/**
 * Put a version in force. The text must have been checked.
 *
 * @returns its number
 * @throws ConflictError when somebody else put one in force since `basedOn`
 */
export const saveMappingVersion = (
  store: Store,
  { mapping, text, note, author, basedOn }: NewMappingVersion,
): Promise<number> =>
  store.transaction(async (tx) => {
    const [latest] = await tx
      .select({ id: mappingVersions.id, author: mappingVersions.author })
      .from(mappingVersions)
      .where(eq(mappingVersions.mapping, mapping))
      .orderBy(desc(mappingVersions.id))
      .limit(1)
      .for('update');
    if (basedOn !== undefined && (latest?.id ?? 0) !== basedOn) {
      throw new ConflictError(`[hub] [mapping] ${latest?.author ?? 'somebody'} changed ${mapping} in between`, {
        remedy: 'compare with the version in force and repeat the change',
      });
    }
    const [result] = await tx
      .insert(mappingVersions)
      .values({ mapping, text, note: note.slice(0, 500), author: author.slice(0, 100), at: Date.now() });
    return result.insertId;
  });
