import { createHash } from 'node:crypto';
import { canonicalJson } from '../core/canonical-json.ts';
import type { BusinessRecord } from '../core/record.ts';
import { checkLength, instant } from './fit.ts';

/** A record with everything computed that needs no database. */
export interface PreparedRecord {
  readonly record: BusinessRecord;
  readonly hash: string;
  readonly updatedAt: number | null;
  readonly startAt: number;
  readonly endAt: number;
}

/** @throws RecordError naming the field when something does not fit the store */
export const prepareRecord = (record: BusinessRecord): PreparedRecord => {
  checkLength('source', record.source, 64);
  checkLength('externalId', record.externalId, 190);
  checkLength('kind', record.kind, 40);
  checkLength('org', record.org, 12);
  for (const officer of record.officers) {
    checkLength('officers.policeId', officer.policeId, 20);
    checkLength('officers.role', officer.role, 40);
  }
  for (const reference of record.references) checkLength('references.id', reference.id, 190);
  const startAt = instant('time.start', record.time.start);
  const later = [
    ...(record.time.end === undefined ? [] : [instant('time.end', record.time.end)]),
    ...record.milestones.map(({ at }) => instant('milestones.at', at)),
  ];
  return {
    record,
    hash: createHash('sha256').update(canonicalJson(record)).digest('hex'),
    updatedAt: record.updatedAt === undefined ? null : instant('updatedAt', record.updatedAt),
    startAt,
    endAt: Math.max(startAt, ...later),
  };
};
