import { and, between, inArray } from 'drizzle-orm';
import type { BusinessRecord } from '../core/record.ts';
import { systems } from '../core/vocabulary.ts';
import { chunked } from './multi-row.ts';
import type { Db } from './open.ts';
import { listed, onlyIds, type Question, quoted } from './question.ts';
import { within } from './scope.ts';
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
      (one) => `org = ${quoted(one.key)} AND ${touches(one, longestMs)}${one.nobody ? ' AND policeId IS NULL' : ''}`,
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
 * Records of officers that begin in the time asked, and of whoever was on a record with one of them.
 *
 * @param partnerMs how long before and after that time a common record makes a colleague
 */
export const recordsOfCompany = (asks: readonly Ask[], partnerMs: number): Question[] =>
  forParts(asks, (part) => {
    const [from, to] = [Math.min(...part.map((one) => one.from)), Math.max(...part.map((one) => one.to))];
    const people = listed([...new Set(part.map(({ key }) => key))]);
    const mates = `SELECT DISTINCT mate.policeId FROM record_officers own JOIN record_officers mate ON mate.recordId = own.recordId WHERE own.policeId IN (${people}) AND ${begins('own.startAt', from - partnerMs, to + partnerMs)}`;
    return `DISTINCT ${onlyIds('theirs.recordId')} FROM (${mates}) mates JOIN record_officers theirs ON theirs.policeId = mates.policeId AND ${begins('theirs.startAt', from, to)}`;
  });

/** Records of officers that begin in the time asked. */
export const recordsOfOfficers = (asks: readonly Ask[]): Question[] =>
  forParts(asks, (part) => {
    const wanted = part.map(({ key, from, to }) => `policeId = ${quoted(key)} AND ${begins('startAt', from, to)}`);
    return `DISTINCT ${onlyIds('recordId')} FROM record_officers WHERE ${anyOf(wanted)}`;
  });

export interface Box {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
  readonly from: number;
  readonly to: number;
}

/** Records with a place in a box that begin in a stretch of time. */
export const recordsInBoxes = (boxes: readonly Box[]): Question[] =>
  forParts(boxes, (part) => {
    const wanted = part.map(
      ({ west, east, south, north, from, to }) =>
        `${begins('startAt', from, to)} AND ${begins('lon', west, east)} AND ${begins('lat', south, north)}`,
    );
    return `${onlyIds('id')} FROM records WHERE ${anyOf(wanted)}`;
  });

/** Records of stations that begin in the time asked; with `nobody` only those that name no officer. */
export const recordsOfStations = (asks: readonly (Ask & { nobody: boolean })[]): Question[] => {
  const namesNobody = 'NOT EXISTS (SELECT 1 FROM record_officers WHERE recordId = records.id)';
  return forParts(asks, (part) => {
    const wanted = part.map(
      ({ key, from, to, nobody }) =>
        `org = ${quoted(key)} AND ${begins('startAt', from, to)}${nobody ? ` AND ${namesNobody}` : ''}`,
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

/** Which of these are there, and in which version (`at`). */
export const versionsOfRecords = (ids: readonly number[]): Question =>
  `id, NULL, version, NULL FROM records WHERE id IN (${listed(ids)})`;
/** The same of clips; the estimate of the clock is told in `name`. */
export const versionsOfFootage = (ids: readonly number[]): Question =>
  `id, clockErrorMs, version, NULL FROM footage WHERE id IN (${listed(ids)})`;

export type RecordContent = { id: number; data: BusinessRecord; version: number };
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
