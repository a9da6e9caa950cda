import { sql } from 'drizzle-orm';
import type { Rows } from './journey.ts';
import { chunked } from './multi-row.ts';
import type { Db } from './open.ts';
import { listed } from './question.ts';

/**
 * Pairs as matching scored them last (`match_pairs`), as texts of statements. Kept by matching: whoever changes links by
 * rule writes here what it scored, in the same transaction. A *mark* is a row whose other side is 0: all pairs of its
 * record or clip stand here.
 */

/** A row: a pair, or a mark. */
export interface PairRow {
  readonly footageId: number;
  readonly recordId: number;
  readonly scored: Buffer;
  readonly isDecided: boolean;
}

export const pairRowOf = ([footageId, recordId, scored, isDecided]: readonly unknown[]): PairRow => ({
  footageId: Number(footageId),
  recordId: Number(recordId),
  scored: scored as Buffer,
  isDecided: Number(isDecided) !== 0,
});

export const pairRowsOf = (rows: Rows): PairRow[] => rows.map(pairRowOf);

const columns = (table: string): string => `${table}.footageId, ${table}.recordId, ${table}.scored, ${table}.isDecided`;

/** Everything about some clips: their pairs, and the marks of the clips. */
export const pairsOfClips = (ids: readonly number[]): string =>
  `SELECT ${columns('pair')} FROM match_pairs pair WHERE pair.footageId IN (${listed(ids)})`;

/** The marks of some clips. */
export const marksOfClips = (ids: readonly number[]): string =>
  `SELECT ${columns('mark')} FROM match_pairs mark WHERE mark.footageId IN (${listed(ids)}) AND mark.recordId = 0`;

/** Everything about some records: their pairs, and the marks of the records. */
export const pairsOfRecords = (ids: readonly number[]): string =>
  `SELECT ${columns('pair')} FROM match_pairs pair WHERE pair.recordId IN (${listed(ids)})`;

/**
 * What is mostly asked for next around some clips: their marks, those of their records, and everything about the clips of
 * these.
 *
 * @param except records that are not followed
 */
export const pairsAround = (ids: readonly number[], except: readonly number[]): string[] => {
  const near = `SELECT DISTINCT recordId FROM match_pairs WHERE footageId IN (${listed(ids)}) AND recordId NOT IN (${listed([0, ...except])})`;
  const wide = `SELECT DISTINCT pair.footageId FROM (${near}) near JOIN match_pairs pair ON pair.recordId = near.recordId WHERE pair.footageId > 0`;
  return [
    marksOfClips(ids),
    `SELECT ${columns('mark')} FROM (${near}) near JOIN match_pairs mark ON mark.footageId = 0 AND mark.recordId = near.recordId`,
    `SELECT ${columns('pair')} FROM (${wide}) wide JOIN match_pairs pair ON pair.footageId = wide.footageId`,
  ];
};

const rowsAtOnce = 2_000;

export const putPairs = (rows: readonly PairRow[]): string[] =>
  chunked(rows, rowsAtOnce).map((part) => {
    const values = part.map(
      (row) => `(${row.footageId},${row.recordId},x'${row.scored.toString('hex')}',${row.isDecided ? 1 : 0})`,
    );
    return `INSERT INTO match_pairs (footageId, recordId, scored, isDecided) VALUES ${values.join(',')} ON DUPLICATE KEY UPDATE scored = VALUES(scored), isDecided = VALUES(isDecided)`;
  });

export const dropPairs = (rows: readonly Pick<PairRow, 'footageId' | 'recordId'>[]): string[] =>
  chunked(rows, rowsAtOnce).map((part) => {
    const pairs = part.map(({ footageId, recordId }) => `(${footageId},${recordId})`);
    return `DELETE FROM match_pairs WHERE (footageId, recordId) IN (${pairs.join(',')})`;
  });

/** Take the marks of some records and clips away: their links were changed by somebody who kept no pairs. */
export const forgetPairsOf = async (
  tx: Db,
  recordIds: Iterable<number>,
  footageIds: Iterable<number>,
): Promise<void> => {
  for (const part of chunked([...new Set(recordIds)], rowsAtOnce))
    await tx.execute(sql.raw(`DELETE FROM match_pairs WHERE footageId = 0 AND recordId IN (${listed(part)})`));
  for (const part of chunked([...new Set(footageIds)], rowsAtOnce))
    await tx.execute(sql.raw(`DELETE FROM match_pairs WHERE footageId IN (${listed(part)}) AND recordId = 0`));
};
