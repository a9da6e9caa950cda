import type { Evidence } from '../core/link.ts';
import type { Decision } from '../core/vocabulary.ts';
import { chunked, insertTexts } from './multi-row.ts';
import { listed } from './question.ts';
import { links } from './tables/catalogue.ts';

export type LinkRow = typeof links.$inferSelect;
/** What matching says about a pair: everything but the bookkeeping. */
export type LinkContent = Omit<LinkRow, 'id' | 'version' | 'createdAt' | 'changedAt'>;

/** Statements about links as texts, for whoever sends several at once; without regard to scope. */

/** The pairs that some records have of their own: record, clip, decision. */
export const ownPairsOf = (recordIds: readonly number[]): string =>
  `SELECT recordId, footageId, decision FROM links WHERE recordId IN (${listed(recordIds)}) AND viaRecordId IS NULL`;

/** Whole rows, for `linkRowOf`. */
export const linksOf = (recordIds: readonly number[]): string =>
  `SELECT id, recordId, footageId, viaRecordId, segmentStart, segmentEnd, weight, probability, decision, decidedBy, rule, evidence, version, createdAt, changedAt FROM links WHERE recordId IN (${listed(recordIds)})`;

export const linkRowOf = (values: readonly unknown[]): LinkRow => {
  const number = (place: number): number => Number(values[place]);
  return {
    id: number(0),
    recordId: number(1),
    footageId: number(2),
    viaRecordId: values[3] === null ? null : number(3),
    segmentStart: number(4),
    segmentEnd: number(5),
    weight: number(6),
    probability: number(7),
    decision: values[8] as Decision,
    decidedBy: String(values[9]),
    rule: String(values[10]),
    evidence: JSON.parse(String(values[11])) as Evidence[],
    version: number(12),
    createdAt: number(13),
    changedAt: number(14),
  };
};

/** Whether anything of some records is handed on or inherited, or may be: no rows where it is not. */
export const kinshipOf = (recordIds: readonly number[]): string => {
  const ids = listed(recordIds);
  return `(SELECT recordId FROM links WHERE viaRecordId IN (${ids}) LIMIT 1) UNION ALL (SELECT recordId FROM record_references WHERE recordId IN (${ids}) AND kind <> 'footage' LIMIT 1) UNION ALL (SELECT named.recordId FROM records JOIN record_references named ON named.target = records.externalId WHERE records.id IN (${ids}) LIMIT 1)`;
};

/** Lock records or clips in the order of their ids until the transaction ends. */
export const lockRows = (table: 'records' | 'footage', ids: readonly number[]): string =>
  `SELECT id FROM ${table} WHERE id IN (${listed(ids)}) ORDER BY id FOR UPDATE`;

/** Columns of a link that change while its pair stays. */
export const changeable = [
  'viaRecordId',
  'segmentStart',
  'segmentEnd',
  'weight',
  'probability',
  'decision',
  'decidedBy',
  'rule',
  'evidence',
];

/** Write links of pairs that had none and rewrite those that changed; the pair names the row. */
export const putLinkTexts = (changed: readonly { content: LinkContent; version: number }[]): string[] => {
  const now = Date.now();
  const rows = changed.map(({ content, version }) => ({ ...content, version, createdAt: now, changedAt: now }));
  return [...insertTexts(links, rows, { update: [...changeable, 'version', 'changedAt'] })].map(({ text }) => text);
};

export const dropLinkTexts = (ids: readonly number[]): string[] =>
  chunked(ids, 1_000).map((part) => `DELETE FROM links WHERE id IN (${listed(part)})`);

/** Count anew the linked and confirmed links of records or clips. */
export const recountTexts = (table: 'records' | 'footage', ids: readonly number[]): string[] => {
  const column = table === 'records' ? 'recordId' : 'footageId';
  const inOrder = [...new Set(ids)].sort((left, right) => left - right);
  return chunked(inOrder, 500).map(
    (part) =>
      `UPDATE ${table} SET linkCount = (SELECT COUNT(*) FROM links WHERE links.${column} = ${table}.id AND decision IN ('linked', 'confirmed')) WHERE id IN (${listed(part)})`,
  );
};
