import { sql } from 'drizzle-orm';
import { later } from './gathered.ts';
import { chunked } from './multi-row.ts';
import type { Db } from './open.ts';
import { listed } from './question.ts';

/** Contents from before an edit (`former_contents`), for matching: see the table. */

export type Side = 'record' | 'footage';

const rowsAtOnce = 1_000;
const tables = { record: 'records', footage: 'footage' } as const;

/**
 * Keep what records or recordings say before it is replaced, where no mark tells what they were matched by. The first one
 * stays until they are matched. Call in the transaction of the edit.
 */
export const keepFormer = async (tx: Db, side: Side, ids: readonly number[]): Promise<void> => {
  const [own, other] = side === 'record' ? ['recordId', 'footageId'] : ['footageId', 'recordId'];
  const isMarked = `EXISTS (SELECT 1 FROM match_pairs mark WHERE mark.${own} = it.id AND mark.${other} = 0)`;
  for (const part of chunked(ids, rowsAtOnce))
    await tx.execute(
      sql.raw(
        `${later}INSERT IGNORE INTO former_contents (side, id, data) SELECT '${side}', it.id, it.data FROM ${tables[side]} it WHERE it.id IN (${listed(part)}) AND NOT ${isMarked}`,
      ),
    );
};

/** A statement that reads them: id and content as JSON text. */
export const formerOf = (side: Side, ids: readonly number[]): string =>
  `SELECT id, data FROM former_contents WHERE side = '${side}' AND id IN (${listed(ids)})`;

/** Statements that take them away: what they were weighed against is decided anew. */
export const forgetFormer = (side: Side, ids: readonly number[]): string[] =>
  ids.length === 0 ? [] : [`DELETE FROM former_contents WHERE side = '${side}' AND id IN (${listed(ids)})`];
