import { createHash } from 'node:crypto';
import { canonicalJson } from '../core/canonical-json.ts';
import { cellsOfTrack } from '../core/cell.ts';
import { RecordError } from '../core/errors.ts';
import type { Footage } from '../core/footage.ts';
import { checkLength, instant } from './fit.ts';

/** A catalogue entry with everything computed that needs no database. */
export interface PreparedFootage {
  readonly footage: Footage;
  readonly hash: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly uploadedAt: number | null;
  /** See `hub/core/cell.ts`. */
  readonly cells: readonly number[];
}

/** @throws RecordError naming the field when something does not fit the store */
export const prepareFootage = (footage: Footage): PreparedFootage => {
  checkLength('source', footage.source, 64);
  checkLength('externalId', footage.externalId, 190);
  checkLength('deviceId', footage.deviceId, 64);
  checkLength('policeId', footage.policeId, 20);
  checkLength('org', footage.org, 12);
  checkLength('media.sha256', footage.media.sha256, 64);
  for (const reference of footage.references) checkLength('references.id', reference.id, 190);
  const startAt = instant('start', footage.start);
  const endAt = instant('end', footage.end);
  if (endAt < startAt) {
    throw new RecordError('[hub] [store] the recording ends before it starts', {
      remedy: 'see whether start and end are mixed up in the mapping, or the camera sent a wrong time',
      misfit: { field: 'end', rule: 'order', value: footage.end },
    });
  }
  return {
    footage,
    hash: createHash('sha256').update(canonicalJson(footage)).digest('hex'),
    startAt,
    endAt,
    uploadedAt: footage.uploadedAt === undefined ? null : instant('uploadedAt', footage.uploadedAt),
    cells: cellsOfTrack([...footage.track].sort(([left], [right]) => left - right)),
  };
};
