import type mysql from 'mysql2/promise';
import { chunked } from './multi-row.ts';
import { rowsOf } from './partition-rows.ts';
import { listed } from './question.ts';

/** A record and a clip of which one names the other, or which name the same number. */
export interface NumberJoin {
  readonly recordId: number;
  readonly footageId: number;
  readonly recordOrg: string | null;
  readonly footageOrg: string | null;
}

const idsAtOnce = 5_000;

const sameNumber = 'SELECT DISTINCT r.id, f.id, r.org, f.org FROM';
const marks = 'footage_references m JOIN footage f ON f.id = m.footageId';
/** Whoever names a recording may write its source before the number. */
const fullName = "CONCAT(f.source, '/', f.externalId)";

const joinsBy = async (
  pool: mysql.Pool,
  ids: readonly number[],
  asks: readonly ((listed: string) => string)[],
): Promise<NumberJoin[]> => {
  const joins: NumberJoin[] = [];
  for (const part of chunked(ids, idsAtOnce)) {
    const text = asks.map((one) => `${sameNumber} ${one(listed(part))}`).join(' UNION ');
    for (const [recordId, footageId, recordOrg, footageOrg] of await rowsOf(pool, text))
      joins.push({
        recordId: Number(recordId),
        footageId: Number(footageId),
        recordOrg: recordOrg === null ? null : String(recordOrg),
        footageOrg: footageOrg === null ? null : String(footageOrg),
      });
  }
  return joins;
};

/** @param naming those of these records that name other things by their numbers */
export const joinsOfRecords = async (
  pool: mysql.Pool,
  ids: readonly number[],
  naming: readonly number[],
): Promise<NumberJoin[]> => {
  const named = `record_references n JOIN records r ON r.id = n.recordId`;
  return [
    ...(await joinsBy(pool, ids, [
      (part) => `records r JOIN ${marks} ON m.target = r.externalId WHERE r.id IN (${part})`,
    ])),
    ...(await joinsBy(pool, naming, [
      (part) => `${named} JOIN ${marks} ON m.target = n.target WHERE n.recordId IN (${part})`,
      (part) =>
        `${named} JOIN footage f ON f.externalId = n.target WHERE n.recordId IN (${part}) AND n.kind = 'footage'`,
      (part) =>
        `${named} JOIN footage f ON f.source = SUBSTRING_INDEX(n.target, '/', 1) AND f.externalId = SUBSTRING(n.target, LENGTH(SUBSTRING_INDEX(n.target, '/', 1)) + 2) WHERE n.recordId IN (${part}) AND n.kind = 'footage' AND n.target LIKE '%/%'`,
    ])),
  ];
};

/** @param naming those of these clips that name other things by their numbers */
export const joinsOfFootage = async (
  pool: mysql.Pool,
  ids: readonly number[],
  naming: readonly number[],
): Promise<NumberJoin[]> => {
  const byReference = `record_references n ON n.kind = 'footage' AND`;
  const record = 'JOIN records r ON r.id = n.recordId';
  return [
    ...(await joinsBy(pool, naming, [
      (part) => `${marks} JOIN records r ON r.externalId = m.target WHERE m.footageId IN (${part})`,
      (part) => `${marks} JOIN record_references n ON n.target = m.target ${record} WHERE m.footageId IN (${part})`,
    ])),
    ...(await joinsBy(pool, ids, [
      (part) => `footage f JOIN ${byReference} n.target = f.externalId ${record} WHERE f.id IN (${part})`,
      (part) => `footage f JOIN ${byReference} n.target = ${fullName} ${record} WHERE f.id IN (${part})`,
    ])),
  ];
};

/** Which of these records are named by another one. */
export const namedRecords = async (pool: mysql.Pool, ids: readonly number[]): Promise<number[]> => {
  const named: number[] = [];
  for (const part of chunked(ids, idsAtOnce)) {
    const text = `SELECT DISTINCT r.id FROM records r JOIN record_references n ON n.target = r.externalId AND n.kind = r.system WHERE r.id IN (${listed(part)})`;
    for (const [id] of await rowsOf(pool, text)) named.push(Number(id));
  }
  return named;
};
