import { and, between, inArray } from 'drizzle-orm';
import type { PostedRecord } from '../core/record.ts';
import { systems } from '../core/vocabulary.ts';
import { chunked } from './multi-row.ts';
import type { Db } from './open.ts';
import { listed, onlyIds, type Question, quoted } from './question.ts';
import { within } from './scope.ts';
import { squaresWithin } from './square.ts';
import { footage, records } from './tables/catalogue.ts';

/**
 * Questions for candidates of matching, by indexed lookups, without regard to scope. Each asks for database ids that hold
 * at least the pairs the blocking rules allow; times are epoch ms. No SQL that MySQL 8 or TiDB lack.
 */

/** Something that is looked for in a stretch of time. */
export interface Ask {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

const partSize = 200;

/** One question for every part of a long list of conditions. */
const forParts = <T>(list: readonly T[], question: (part: readonly T[]) => Question): Question[] =>
  chunked(list, partSize).map(question);

const anyOf = (conditions: readonly string[]): string => `(${conditions.map((one) => `(${one})`).join(' OR ')})`;
const begins = (column: string, from: number, to: number): string => `${column} BETWEEN ${from} AND ${to}`;
const touches = ({ from, to }: Ask, longestMs: number): string =>
  `${begins('startAt', from - longestMs, to)} AND endAt >= ${from}`;

/** Clips of officers that touch the time asked; `longestMs` is how far back one may begin that still runs. */
export const footageOfOfficers = (asks: readonly Ask[], longestMs: number): Question[] =>
  forParts(asks, (part) => {
    const wanted = part.map((one) => `policeId = ${quoted(one.key)} AND ${touches(one, longestMs)}`);
    return `${onlyIds('id')} FROM footage WHERE ${anyOf(wanted)}`;
  });

/**
 * Clips for which nobody signed in, of devices with which these officers recorded, or that were handed to them.
 *
 * @param asks when the clips run
 * @param issueMs how long before and after a clip another use of its device counts
 */
export const footageOfWearers = (asks: readonly Ask[], longestMs: number, issueMs: number): Question[] =>
  forParts(asks, (part) => {
    const [from, to] = [Math.min(...part.map((one) => one.from)), Math.max(...part.map((one) => one.to))];
    const used = (column: string) =>
      anyOf(
        part.map((one) => `policeId = ${quoted(one.key)} AND ${begins(column, one.from - issueMs, one.to + issueMs)}`),
      );
    const worn = `SELECT deviceId FROM footage WHERE ${used('startAt')} UNION SELECT deviceId FROM device_issues WHERE ${used('at')}`;
    return `${onlyIds('clip.id')} FROM (${worn}) worn JOIN footage clip ON clip.deviceId = worn.deviceId WHERE clip.policeId IS NULL AND ${begins('clip.startAt', from - longestMs, to)} AND clip.endAt >= ${from}`;
  });

/** Clips of stations; with `nobody` only those for which nobody signed in. */
export const footageOfStations = (asks: readonly (Ask & { nobody: boolean })[], longestMs: number): Question[] =>
  forParts(asks, (part) => {
    const wanted = part.map(
      (one) =>
        `station = ${quoted(one.key)} AND ${touches(one, longestMs)}${one.nobody ? ' AND policeId IS NULL' : ''}`,
    );
    return `${onlyIds('id')} FROM footage WHERE ${anyOf(wanted)}`;
  });

export const footageInCells = (cells: readonly number[]): Question[] =>
  chunked([...new Set(cells)], 1_000).map(
    (part) => `DISTINCT ${onlyIds('footageId')} FROM footage_cells WHERE cell IN (${listed(part)})`,
  );

/** Clips with one of these numbers, or that name one. */
export const footageOfNumbers = (numbers: readonly string[]): Question[] =>
  chunked([...new Set(numbers)], partSize).flatMap((part) => [
    `${onlyIds('id')} FROM footage WHERE externalId IN (${listed(part)})`,
    `${onlyIds('footageId')} FROM footage_references WHERE target IN (${listed(part)})`,
  ]);

/**
 * A stretch of time in which a record's window may lie, epoch ms. A window ends at most `tailMs` after the last moment that
 * was written down, and begins at most `leadMs` before the record does.
 */
export interface WindowAsk extends Ask {
  readonly leadMs: number;
  readonly tailMs: number;
}

/** A moment known to the hour or the day may lie anywhere in it. */
const roughMs =
  "CASE `precision` WHEN 'day' THEN 86400000 WHEN 'hour' THEN 3600000 WHEN 'minute' THEN 60000 ELSE 0 END";
const roughestMs = 86_400_000;
/** A record begins at most so long before its window: cases are written about days that are past. */
const longestStoryMs = 7 * 86_400_000;

const mayRun = ({ from, to, leadMs, tailMs }: Omit<WindowAsk, 'key'>): string =>
  `startAt <= ${to + leadMs} AND endAt >= ${from - tailMs} - ${roughMs}`;

/**
 * Records of an officer, and of whoever was on a record with him, whose windows may lie in the time asked.
 *
 * @param asks of one officer
 * @param partnerMs how long before and after that time a common record makes a colleague
 */
const recordsOfOneCompany = (policeId: string, asks: readonly WindowAsk[], partnerMs: number): Question => {
  const first = Math.min(...asks.map(({ from, tailMs }) => from - tailMs));
  const last = Math.max(...asks.map(({ to, leadMs }) => to + leadMs));
  const mates = `SELECT ${quoted(policeId)} AS policeId UNION SELECT mate.policeId FROM record_officers own JOIN record_officers mate ON mate.recordId = own.recordId WHERE own.policeId = ${quoted(policeId)} AND ${begins('own.startAt', first - longestStoryMs - partnerMs, last + partnerMs)}`;
  const theirs = `${begins('theirs.startAt', first - longestStoryMs, last)} AND theirs.endAt >= ${first - roughestMs}`;
  return `DISTINCT ${onlyIds('records.id')} FROM (${mates}) mates JOIN record_officers theirs ON theirs.policeId = mates.policeId AND ${theirs} JOIN records ON records.id = theirs.recordId WHERE ${anyOf(asks.map((one) => mayRun(one).replaceAll(/startAt|endAt/g, 'records.$&')))}`;
};

export const recordsOfCompany = (asks: readonly WindowAsk[], partnerMs: number): Question[] => {
  const byOfficer = new Map<string, WindowAsk[]>();
  for (const one of asks) byOfficer.set(one.key, [...(byOfficer.get(one.key) ?? []), one]);
  return [...byOfficer].flatMap(([policeId, theirs]) =>
    forParts(theirs, (part) => recordsOfOneCompany(policeId, part, partnerMs)),
  );
};

export interface Box extends Omit<WindowAsk, 'key'> {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
  /** How long before its window's end a record can have begun. */
  readonly longestMs: number;
}

/** A box over more squares is asked for by time alone. */
const mostSquares = 1_000;

/** Boxes of one question: those of one shift overlap, and what they share is then looked through once. */
const boxesTogether = 12;

/** Records with a place in a box whose windows may lie in a stretch of time. */
export const recordsInBoxes = (boxes: readonly Box[]): Question[] =>
  chunked(
    [...boxes].sort((one, other) => one.from - other.from),
    boxesTogether,
  ).map((part) => {
    const wanted = part.map((box) => {
      const { west, east, south, north, longestMs, from, to, leadMs } = box;
      const squares = squaresWithin(box);
      const where = `${begins('lon', west, east)} AND ${begins('lat', south, north)} AND ${mayRun(box)}`;
      const square = squares.length > mostSquares ? '' : `square IN (${listed(squares)}) AND `;
      return `${square}${begins('startAt', from - longestMs, to + leadMs)} AND ${where}`;
    });
    return `${onlyIds('id')} FROM records WHERE ${anyOf(wanted)}`;
  });

/** Records of stations whose windows may lie in the time asked; with `nobody` only those that name no officer. */
export const recordsOfStations = (
  asks: readonly (WindowAsk & { nobody: boolean; longestMs: number })[],
): Question[] => {
  const namesNobody = 'NOT EXISTS (SELECT 1 FROM record_officers WHERE recordId = records.id)';
  return forParts(asks, (part) => {
    const wanted = part.map(
      (one) =>
        `org = ${quoted(one.key)} AND ${begins('startAt', one.from - one.longestMs, one.to + one.leadMs)} AND ${mayRun(one)}${one.nobody ? ` AND ${namesNobody}` : ''}`,
    );
    return `${onlyIds('id')} FROM records WHERE ${anyOf(wanted)}`;
  });
};

/** Records with one of these numbers, or that name one. */
export const recordsOfNumbers = (numbers: readonly string[]): Question[] =>
  chunked([...new Set(numbers)], partSize).flatMap((part) => [
    `${onlyIds('id')} FROM records WHERE \`system\` IN (${listed(systems)}) AND externalId IN (${listed(part)})`,
    `${onlyIds('recordId')} FROM record_references WHERE target IN (${listed(part)})`,
  ]);

/** Content as JSON text (`name`) in its version (`at`); of clips with the estimate of the clock (`device`). */
export const contentsOfRecords = (ids: readonly number[]): Question[] =>
  chunked(ids, 500).map((part) => `id, data, version, NULL FROM records WHERE id IN (${listed(part)})`);
export const contentsOfFootage = (ids: readonly number[]): Question[] =>
  chunked(ids, 500).map((part) => `id, data, version, clockErrorMs FROM footage WHERE id IN (${listed(part)})`);

/** Whole statements: content as JSON text and version; and of clips what they are told by, without their content. */
export const recordTexts = (ids: readonly number[]): string =>
  `SELECT id, data, version FROM records WHERE id IN (${listed(ids)})`;
export const footageOutlines = (ids: readonly number[]): string =>
  `SELECT id, source, externalId, deviceId, deviceKind, mediaType, policeId, startAt, endAt FROM footage WHERE id IN (${listed(ids)})`;

/** Records that inherited something through one of these. */
export const heirsThrough = (ids: readonly number[]): Question =>
  `DISTINCT ${onlyIds('recordId')} FROM links WHERE viaRecordId IN (${listed(ids)})`;

/** What people decided (`name`) about pairs of records: `id` with the clip `at`. */
export const decisionsOnRecords = (ids: readonly number[]): Question =>
  `recordId, decision, footageId, NULL FROM links WHERE recordId IN (${listed(ids)}) AND decision IN ('confirmed', 'rejected')`;

export type RecordContent = { id: number; data: PostedRecord; version: number };
export type FootageContent = Pick<typeof footage.$inferSelect, 'id' | 'data' | 'clockErrorMs' | 'version'>;

export const recordContents = async (db: Db, ids: readonly number[]): Promise<RecordContent[]> => {
  const rows: RecordContent[] = [];
  for (const part of chunked(ids, 500)) {
    const columns = { id: records.id, data: records.data, version: records.version };
    rows.push(...(await db.select(columns).from(records).where(inArray(records.id, part))));
  }
  return rows;
};

export const footageContents = async (db: Db, ids: readonly number[]): Promise<FootageContent[]> => {
  const rows: FootageContent[] = [];
  for (const part of chunked(ids, 500)) {
    const { id, data, clockErrorMs, version } = footage;
    const columns = { id, data, clockErrorMs, version };
    rows.push(...(await db.select(columns).from(footage).where(inArray(footage.id, part))));
  }
  return rows;
};

/** Records that begin between two moments, both included, of an organisation and all below it, ascending. */
export const recordsBetween = async (db: Db, from: number, to: number, org?: string): Promise<number[]> => {
  const below = org === undefined ? undefined : within({ kind: 'orgs', orgs: [org] }, records.org);
  const rows = await db
    .select({ id: records.id })
    .from(records)
    .where(and(between(records.startAt, from, to), below));
  return rows.map(({ id }) => id).sort((left, right) => left - right);
};
