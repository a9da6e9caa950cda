import { z } from 'zod';
import { instantSchema, referenceSchema } from './record.ts';
import { deviceKinds, mediaTypes } from './vocabulary.ts';

/** One fix of the camera: [epoch milliseconds, longitude, latitude, accuracy in metres when known], WGS84. */
export const fixSchema = z.tuple([z.number(), z.number(), z.number()]).rest(z.number());
export type Fix = z.infer<typeof fixSchema>;

/**
 * The catalogue entry of one recording. `start` and `end` are what the camera's own clock said: corrections for a
 * drifting clock are applied while matching and never written here.
 */
export const footageSchema = z.object({
  source: z.string().min(1),
  externalId: z.string().min(1).max(190),
  title: z.string().min(1).optional(),
  deviceId: z.string().min(1).optional(),
  deviceKind: z.enum(deviceKinds),
  mediaType: z.enum(mediaTypes),
  policeId: z.string().min(1).optional(),
  officerName: z.string().min(1).optional(),
  org: z.string().min(1).optional(),
  start: instantSchema,
  end: instantSchema,
  uploadedAt: instantSchema.optional(),
  track: z.array(fixSchema).default([]),
  keyMark: z.boolean().default(false),
  labels: z.array(z.string().min(1)).default([]),
  references: z.array(referenceSchema).default([]),
  media: z
    .object({
      url: z.string().min(1).optional(),
      bytes: z.number().int().nonnegative().optional(),
      sha256: z.string().length(64).optional(),
    })
    .default({}),
  attributes: z.record(z.string(), z.unknown()).default({}),
});
export type Footage = z.infer<typeof footageSchema>;

/** A recording as the store keeps it. */
export interface PostedFootage extends Footage {
  /** Where its wearer served then, where that is not what the recording states in `org`; matching goes by it. */
  readonly posting?: string;
}

/** The name others use for a recording: `source/externalId`, as in the `footage` field of a link. */
export const footageName = (footage: Pick<Footage, 'source' | 'externalId'>): string =>
  `${footage.source}/${footage.externalId}`;
