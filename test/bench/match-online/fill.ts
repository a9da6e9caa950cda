import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type mysql from 'mysql2/promise';
import { cellsOfTrack } from '../../../hub/core/cell.ts';
import type { Footage } from '../../../hub/core/footage.ts';
import type { BusinessRecord } from '../../../hub/core/record.ts';
import { gpsClockError } from '../../../hub/match/clock/clock.ts';
import { framesOf } from '../../../hub/match/frames/frames.ts';
import { registersOf } from '../../../hub/match/frames/registers.ts';
import { type MatchFootage, type MatchRecord, matchFootageOf, matchRecordOf } from '../../../hub/match/inputs.ts';
import { linkContentOf } from '../../../hub/match/link-content.ts';
import { markSaying, saidByClip, saidByRecord } from '../../../hub/match/online/said-before.ts';
import { scorePairs } from '../../../hub/match/pairs/score-pairs.ts';
import { consideredOf, markOf, packed } from '../../../hub/match/resolve/considered.ts';
import { openResolved } from '../../../hub/match/resolve/explained.ts';
import { resolve } from '../../../hub/match/resolve/resolve.ts';
import type { Rules } from '../../../hub/match/rules/rules.ts';
import type { LinkContent } from '../../../hub/store/links.ts';
import type { PairRow } from '../../../hub/store/match-pairs.ts';
import { footageOf, recordOf } from '../match-speed/as-told.ts';
import { cityLoad } from '../match-speed/province.ts';

const columns = {
  records:
    'id,source,externalId,system,kind,org,startAt,endAt,precision,lon,lat,data,hash,createdAt,changedAt,linkCount',
  record_officers: 'recordId,policeId,startAt,endAt',
  footage:
    'id,source,externalId,deviceId,deviceKind,mediaType,policeId,org,station,startAt,endAt,data,hash,createdAt,changedAt,linkCount,clockErrorMs',
  footage_cells: 'cell,footageId',
  match_pairs: 'footageId,recordId,scored,isDecided',
  links:
    'recordId,footageId,segmentStart,segmentEnd,weight,probability,decision,decidedBy,rule,evidence,createdAt,changedAt',
} as const;
type TableName = keyof typeof columns;
const tables = Object.keys(columns) as TableName[];

type Value = string | number | null | undefined;
const line = (values: readonly Value[]): string =>
  `${values.map((value) => (value === null || value === undefined ? '\\N' : String(value).replaceAll('\\', '\\\\'))).join('\t')}\n`;

/** What stands in the store for one city, as the matcher itself would have brought it about. */
const matchCity = (
  rules: Rules,
  records: readonly MatchRecord[],
  clips: readonly MatchFootage[],
): { links: LinkContent[]; pairs: PairRow[] } => {
  const frames = framesOf(rules, registersOf(rules, records, clips), records, clips);
  const pairs = scorePairs(frames);
  const verdicts = resolve(frames, pairs);
  const resolved = openResolved(frames, pairs, verdicts);
  const links = [...verdicts.decision.entries()].flatMap(([row, code]) =>
    code === 0 ? [] : (linkContentOf(rules, resolved(row)) ?? []),
  );
  const mark = markOf(rules, 0);
  return {
    links,
    pairs: [
      ...Array.from({ length: pairs.size }, (_, pair) => packed(consideredOf(frames, pairs, pair, false))),
      ...records.map((record) => {
        const scored = markSaying(mark, saidByRecord(record));
        return { recordId: record.id, footageId: 0, scored, isDecided: false };
      }),
      ...clips.map((clip) => {
        const scored = markSaying(mark, saidByClip(clip));
        return { recordId: 0, footageId: clip.id, scored, isDecided: false };
      }),
    ],
  };
};

const writeCity = (
  rules: Rules,
  city: number,
  isKept: (index: number) => boolean,
  isMatched: boolean,
  write: (table: TableName, values: readonly Value[]) => void,
): BusinessRecord[] => {
  const load = cityLoad(city);
  const all = load.records.map(recordOf);
  const entries = load.footage.map(footageOf);
  const records = all.flatMap((record, index) =>
    isKept(index) ? [matchRecordOf((load.records[index] as MatchRecord).id + 1, record)] : [],
  );
  const clips = entries.map((entry, index) => matchFootageOf((load.footage[index] as MatchFootage).id + 1, entry));
  const { links, pairs } = isMatched ? matchCity(rules, records, clips) : { links: [], pairs: [] };
  const [ofRecord, ofClip] = [new Map<number, number>(), new Map<number, number>()];
  for (const { recordId, footageId, decision } of links) {
    if (decision !== 'linked') continue;
    ofRecord.set(recordId, (ofRecord.get(recordId) ?? 0) + 1);
    ofClip.set(footageId, (ofClip.get(footageId) ?? 0) + 1);
  }
  const now = Date.now();
  const kept = all.filter((_, index) => isKept(index));
  for (const [index, one] of records.entries()) {
    const record = kept[index] as BusinessRecord;
    const end = Math.max(one.end ?? one.start, ...one.milestones.map(({ at }) => at));
    const { place } = record;
    const named = [one.id, record.source, record.externalId, record.system, record.kind, record.org];
    const counted = [JSON.stringify(record), '-', now, now, ofRecord.get(one.id) ?? 0];
    write('records', [...named, one.start, end, 'second', place?.lon, place?.lat, ...counted]);
    for (const { policeId } of record.officers) write('record_officers', [one.id, policeId, one.start, end]);
  }
  for (const [index, one] of clips.entries()) {
    const entry = entries[index] as Footage;
    const named = [one.id, entry.source, entry.externalId, entry.deviceId, entry.deviceKind, entry.mediaType];
    const counted = [JSON.stringify(entry), '-', now, now, ofClip.get(one.id) ?? 0];
    const clockErrorMs = gpsClockError(one.start, one.end, one.track);
    write('footage', [...named, entry.policeId, entry.org, entry.org, one.start, one.end, ...counted, clockErrorMs]);
    for (const cell of cellsOfTrack(one.track)) write('footage_cells', [cell, one.id]);
  }
  for (const { footageId, recordId, scored } of pairs)
    write('match_pairs', [footageId, recordId, scored.toString('hex'), 0]);
  for (const link of links) {
    const { recordId, footageId, segmentStart, segmentEnd, weight, probability, decision, rule, evidence } = link;
    const said = [weight, probability, decision, 'rule', rule, JSON.stringify(evidence), now, now];
    write('links', [recordId, footageId, segmentStart, segmentEnd, ...said]);
  }
  return all.filter((_, index) => !isKept(index));
};

const loadCity = async (
  connection: mysql.Connection,
  folder: string,
  pending: ReadonlyMap<TableName, readonly string[]>,
): Promise<void> => {
  for (const [name, lines] of pending) {
    const file = createWriteStream(join(folder, name));
    for (let at = 0; at < lines.length; at += 5_000)
      if (!file.write(lines.slice(at, at + 5_000).join(''))) await once(file, 'drain');
    file.end();
    await finished(file);
    const named = `\`${columns[name].replaceAll(',', '`,`')}\``;
    const filled =
      name === 'match_pairs' ? `${named.replace('`scored`', '@scored')}) SET scored = UNHEX(@scored` : named;
    await connection.query(
      `LOAD DATA INFILE '${join(folder, name)}' INTO TABLE ${name} CHARACTER SET utf8mb4 (${filled})`,
    );
  }
};

/**
 * Fill a migrated database with cities of ten days, their links among them unless nothing shall have been matched yet.
 *
 * @param folder that the server can read, for the files between
 * @param keptBack how many records are left out, evenly over all
 * @returns the records left out
 */
export const fill = async (
  connection: mysql.Connection,
  rules: Rules,
  cities: number,
  folder: string,
  keptBack: number,
  { isMatched = true } = {},
): Promise<{ arrivals: BusinessRecord[]; rows: { [T in TableName]: number } }> => {
  const arrivals: BusinessRecord[] = [];
  const rows = { records: 0, record_officers: 0, footage: 0, footage_cells: 0, match_pairs: 0, links: 0 };
  // What is lost with the machine is filled again, and nobody waits for the disk meanwhile.
  await connection.query('SET SESSION foreign_key_checks = 0, unique_checks = 0');
  await connection.query('SET GLOBAL innodb_flush_log_at_trx_commit = 0');
  const each = Math.ceil(keptBack / cities);
  let loading: Promise<void> = Promise.resolve();
  for (let city = 0; city < cities; city += 1) {
    const pending = new Map<TableName, string[]>(tables.map((name) => [name, []]));
    const left = writeCity(
      rules,
      city,
      (index) => index % 23 !== 11 || index >= 23 * each,
      isMatched,
      (name, values) => {
        rows[name] += 1;
        pending.get(name)?.push(line(values));
      },
    );
    arrivals.push(...left);
    // The server takes a city in while the next one is made.
    await loading;
    loading = loadCity(connection, folder, pending);
  }
  await loading;
  await connection.query('SET GLOBAL innodb_flush_log_at_trx_commit = 1');
  await connection.query(`ANALYZE TABLE ${tables.join(', ')}`);
  return { arrivals: arrivals.slice(0, keptBack), rows };
};
