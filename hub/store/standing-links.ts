import { sql } from 'drizzle-orm';
import type { Decision } from '../core/vocabulary.ts';
import type { LinkContent } from './links.ts';
import { chunked, quoteText } from './multi-row.ts';
import type { Db } from './open.ts';
import { listed } from './question.ts';

/**
 * Links by the ten thousand, with their evidence as the text that stands in the row: what is only compared or written is
 * not taken apart. No regard to scope.
 */

/** What matching says about a pair. */
export type LinkText = Omit<LinkContent, 'evidence'> & { readonly evidence: string };

/** A row as it stands. */
export interface StandingLink extends LinkText {
  readonly id: number;
  readonly version: number;
}

const idsAtOnce = 5_000;
/** Characters and rows of one statement: below the smallest default packet limit (16 MB), whatever the characters. */
const statementLength = 2_000_000;
const rowsAtOnce = 2_000;

const columns =
  'recordId, footageId, viaRecordId, segmentStart, segmentEnd, weight, probability, decision, decidedBy, rule, evidence';
const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value));

const standingLink = (row: Record<string, unknown>): StandingLink => ({
  id: Number(row.id),
  version: Number(row.version),
  recordId: Number(row.recordId),
  footageId: Number(row.footageId),
  viaRecordId: numberOrNull(row.viaRecordId),
  segmentStart: Number(row.segmentStart),
  segmentEnd: Number(row.segmentEnd),
  weight: Number(row.weight),
  probability: Number(row.probability),
  decision: String(row.decision) as Decision,
  decidedBy: String(row.decidedBy),
  rule: String(row.rule),
  evidence: String(row.evidence),
});

/**
 * All links of some records, inherited ones among them. The index is named: while a store fills, the server takes the table
 * for as empty as it was, and would read the whole of it for each group of records.
 */
export const standingLinks = async (tx: Db, recordIds: readonly number[]): Promise<StandingLink[]> => {
  const links: StandingLink[] = [];
  for (const part of chunked(recordIds, idsAtOnce)) {
    const text = `SELECT id, version, ${columns} FROM links FORCE INDEX (links_pair) WHERE recordId IN (${listed(part)})`;
    const [rows] = (await tx.execute(sql.raw(text))) as unknown as [Record<string, unknown>[]];
    for (const row of rows) links.push(standingLink(row));
  }
  return links;
};

/** Write links of pairs that had none (`version` 1) and rewrite those that changed; the pair names the row. */
export const putLinkTexts = async (
  tx: Db,
  links: readonly { readonly link: LinkText; readonly version: number }[],
): Promise<void> => {
  const now = Date.now();
  const renewed = `${columns}, version, changedAt`
    .split(', ')
    .slice(2)
    .map((column) => `${column} = VALUES(${column})`);
  const head = `INSERT INTO links (${columns}, version, createdAt, changedAt) VALUES `;
  let [pending, length]: [string[], number] = [[], 0];
  const flush = async (): Promise<void> => {
    if (pending.length > 0)
      await tx.execute(sql.raw(`${head}${pending.join(',')} ON DUPLICATE KEY UPDATE ${renewed.join(', ')}`));
    [pending, length] = [[], 0];
  };
  for (const { link, version } of links) {
    const { recordId, footageId, viaRecordId, segmentStart, segmentEnd, weight, probability } = link;
    const figures = `${recordId},${footageId},${viaRecordId ?? 'NULL'},${segmentStart},${segmentEnd},${weight},${probability}`;
    const said = `'${link.decision}',${quoteText(link.decidedBy)},${quoteText(link.rule)},${quoteText(link.evidence)}`;
    const row = `(${figures},${said},${version},${now},${now})`;
    if (length + row.length > statementLength || pending.length >= rowsAtOnce) await flush();
    pending.push(row);
    length += row.length;
  }
  await flush();
};

/** Lock records in the order of their ids until the transaction ends. @returns the counts of links they show, by id */
export const lockRecords = async (tx: Db, ids: readonly number[]): Promise<Map<number, number>> => {
  const counts = new Map<number, number>();
  const inOrder = [...new Set(ids)].sort((left, right) => left - right);
  for (const part of chunked(inOrder, idsAtOnce)) {
    const text = `SELECT id, linkCount FROM records WHERE id IN (${listed(part)}) ORDER BY id FOR UPDATE`;
    const [rows] = (await tx.execute(sql.raw(text))) as unknown as [Record<string, unknown>[]];
    for (const { id, linkCount } of rows) counts.set(Number(id), Number(linkCount));
  }
  return counts;
};

/** Counts are small: few different ones for many rows. */
const inGroups = (counts: ReadonlyMap<number, number>): Map<number, number[]> => {
  const groups = new Map<number, number[]>();
  for (const [id, count] of counts) {
    const known = groups.get(count);
    if (known) known.push(id);
    else groups.set(count, [id]);
  }
  return groups;
};

const setCounts = async (tx: Db, table: string, value: string, ids: readonly number[]): Promise<void> => {
  for (const part of chunked(ids, idsAtOnce))
    await tx.execute(sql.raw(`UPDATE ${table} SET linkCount = ${value} WHERE id IN (${listed(part)})`));
};

/** Set how many linked and confirmed links records have. */
export const countRecordLinks = async (tx: Db, counts: ReadonlyMap<number, number>): Promise<void> => {
  for (const [count, ids] of inGroups(counts)) await setCounts(tx, 'records', String(count), ids);
};

/** Add to how many linked and confirmed links clips have. */
export const addToClipLinks = async (tx: Db, changes: ReadonlyMap<number, number>): Promise<void> => {
  for (const [change, ids] of inGroups(changes))
    if (change !== 0) await setCounts(tx, 'footage', `linkCount + ${change}`, ids);
};
