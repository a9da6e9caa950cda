import { RecordError } from '../errors.ts';
import type { Footage } from '../footage.ts';
import type { BusinessRecord } from '../record.ts';
import { deviceKinds, mediaTypes } from '../vocabulary.ts';

/** Throws the misfit of a field whose value is one that no record may have. */
export type Refuse = (field: string, value: unknown, expected: string) => never;

/** @param file named in the remedy */
export const refusal =
  (name: string, file: string): Refuse =>
  (field, value, expected) => {
    throw new RecordError(`[hub] [${name}] ${field} is not ${expected}`, {
      remedy: `correct fields.${field} in ${file}, then replay`,
      misfit: { field, rule: 'schema', value },
    });
  };

const longestId = 190;
const kinds: ReadonlySet<string> = new Set(deviceKinds);
const types: ReadonlySet<string> = new Set(mediaTypes);
const digest = /^[0-9a-f]{64}$/;

const checkId = (id: string, refuse: Refuse): void => {
  if (id.length > longestId) refuse('externalId', id, `a number of at most ${longestId} characters`);
};

/**
 * What `recordSchema` asks for and the compiler does not give by itself. Texts that are not empty, times, coordinates
 * and lists have their shape from the functions that read them: `believable.test.ts` holds that schema and compiler agree
 * for rows of any kind. (The schema itself takes longer than parsing and mapping together.)
 */
export const checkRecord = (record: BusinessRecord, refuse: Refuse): BusinessRecord => {
  checkId(record.externalId, refuse);
  return record;
};

/** As `checkRecord`, for `footageSchema`. */
export const checkFootage = (footage: Footage, refuse: Refuse): Footage => {
  checkId(footage.externalId, refuse);
  if (!kinds.has(footage.deviceKind)) refuse('deviceKind', footage.deviceKind, `one of ${deviceKinds.join(', ')}`);
  if (!types.has(footage.mediaType)) refuse('mediaType', footage.mediaType, `one of ${mediaTypes.join(', ')}`);
  const { bytes, sha256 } = footage.media;
  if (bytes !== undefined && !(bytes >= 0 && Number.isSafeInteger(bytes))) refuse('media.bytes', bytes, 'a size');
  if (sha256 !== undefined && !digest.test(sha256)) refuse('media.sha256', sha256, 'a SHA-256 of 64 hex digits');
  return footage;
};
