import { z } from 'zod';
import { BadRequestError, ConflictError, ForbiddenError, NotFoundError } from '../../core/errors.ts';
import { type Footage, footageSchema } from '../../core/footage.ts';
import { instantSchema } from '../../core/record.ts';
import { maySeeOrg, type Scope } from '../../core/scope.ts';
import { deviceKinds, type MediaType, mediaTypes } from '../../core/vocabulary.ts';
import { findPeople } from '../../store/directory.ts';
import { type FootageRow, findFootage, getFootage } from '../../store/footage.ts';
import type { Db } from '../../store/open.ts';
import { prepareFootage } from '../../store/prepare-footage.ts';
import { originalType } from '../original-type.ts';

/** What an upload says of itself, as tus `Upload-Metadata`: of which recording it is, or what a new one is to be. */
export const uploadMetadataSchema = z.object({
  filename: z.string().min(1).max(255),
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'is no SHA-256 in hex')
    .transform((digest) => digest.toLowerCase()),
  keyMark: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  footage: z.coerce.number().int().positive().optional(),
  source: z.string().min(1).max(64).optional(),
  externalId: z.string().min(1).max(190).optional(),
  title: z.string().min(1).max(255).optional(),
  deviceKind: z.enum(deviceKinds).optional(),
  deviceId: z.string().min(1).max(64).optional(),
  mediaType: z.enum(mediaTypes).optional(),
  policeId: z.string().min(1).max(20).optional(),
  org: z
    .string()
    .regex(/^\d{12}$/, 'is no organisation code of 12 digits')
    .optional(),
  start: instantSchema.optional(),
  end: instantSchema.optional(),
});
type UploadMetadata = z.output<typeof uploadMetadataSchema>;

/** The source of recordings that nobody had catalogued before they were uploaded. */
export const uploadSource = 'upload';

export interface UploadPlan {
  readonly fileName: string;
  readonly sha256: string;
  readonly keyMark: boolean;
  /** The recording the bytes are of, or the entry that is to be made. */
  readonly target: { readonly row: FootageRow } | { readonly entry: Footage };
}

const read = (metadata: Readonly<Record<string, string | null>>): UploadMetadata => {
  const result = uploadMetadataSchema.safeParse(metadata);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new BadRequestError(`[hub] [media] the metadata of the upload does not fit: ${wrong}`, {
    remedy:
      'send filename, sha256 and footage, or source and externalId, or deviceKind, start, end and org or policeId',
  });
};

const typeOf = (fileName: string): MediaType => {
  const [family] = originalType(fileName, 'other').split('/');
  return mediaTypes.find((type) => type === family) ?? 'other';
};

const entryOf = async (db: Db, scope: Scope, given: UploadMetadata): Promise<Footage> => {
  const { deviceKind, start, end, policeId, sha256 } = given;
  if (deviceKind === undefined || start === undefined || end === undefined) {
    throw new BadRequestError('[hub] [media] the upload does not say of which recording it is', {
      remedy: 'send footage, or source and externalId, or deviceKind, start and end for one nobody has catalogued',
    });
  }
  const person =
    policeId === undefined ? undefined : (await findPeople(db, [policeId], Date.parse(start))).get(policeId);
  const org = given.org ?? person?.org;
  if (org == null) {
    throw new BadRequestError('[hub] [media] nobody knows to which organisation the recording belongs', {
      remedy: 'send org, or the policeId of somebody in the directory',
    });
  }
  if (!maySeeOrg(scope, org)) {
    throw new ForbiddenError(`[hub] [media] recordings of organisation ${org} are not yours to upload`, {
      remedy: 'choose an organisation of your own',
    });
  }
  return footageSchema.parse({
    source: uploadSource,
    // The same bytes again are the same recording, within one organisation: nothing is learnt of those of others.
    externalId: `${org}-${sha256}`,
    title: given.title ?? given.filename,
    deviceKind,
    mediaType: given.mediaType ?? typeOf(given.filename),
    ...(given.deviceId === undefined ? {} : { deviceId: given.deviceId }),
    ...(policeId === undefined ? {} : { policeId }),
    org,
    start,
    end,
    uploadedAt: new Date().toISOString(),
    keyMark: given.keyMark,
    media: { sha256 },
  });
};

/** An original does not change: other bytes than those that are here, or were promised, are not taken. */
export const mustBeItsBytes = (row: FootageRow, sha256: string): void => {
  const promised = row.sha256 ?? row.data.media.sha256?.toLowerCase();
  if (promised === undefined || promised === sha256) return;
  throw new ConflictError(`[hub] [media] recording ${row.id} has other bytes: SHA-256 ${promised}, not ${sha256}`, {
    remedy: 'see whether this is the right file for the recording',
    detail: { footage: row.id, sha256: promised },
  });
};

/** @throws ConflictError when the recording was deleted: it does not come back */
export const mustNotBeDeleted = ({ id, mediaState }: FootageRow): void => {
  if (mediaState !== 'deleted') return;
  throw new ConflictError(`[hub] [media] recording ${id} was deleted on approval`, {
    remedy: 'see its tombstone among the deletions',
    detail: { footage: id },
  });
};

/**
 * What an upload is to become. Nothing is stored.
 *
 * @throws BadRequestError for metadata that does not fit, NotFoundError for a recording outside the scope,
 *   ForbiddenError for an organisation outside it, ConflictError when the recording has other bytes
 */
export const planUpload = async (
  db: Db,
  scope: Scope,
  metadata: Readonly<Record<string, string | null>>,
): Promise<UploadPlan> => {
  const given = read(metadata);
  const { filename: fileName, sha256, keyMark, footage, source, externalId } = given;
  const plan = { fileName, sha256, keyMark };
  if (footage === undefined && (source === undefined || externalId === undefined)) {
    const entry = await entryOf(db, scope, given);
    prepareFootage(entry);
    const known = await findFootage(db, scope, entry.source, entry.externalId);
    if (known) mustNotBeDeleted(known);
    return { ...plan, target: known ? { row: known } : { entry } };
  }
  const row =
    footage === undefined
      ? await findFootage(db, scope, source ?? '', externalId ?? '')
      : await getFootage(db, scope, footage);
  if (!row) {
    throw new NotFoundError(`[hub] [media] there is no recording ${footage ?? `${source}/${externalId}`} to upload`, {
      remedy: 'send its catalogue entry first, or describe the recording in the metadata',
    });
  }
  mustBeItsBytes(row, sha256);
  mustNotBeDeleted(row);
  return { ...plan, target: { row } };
};
