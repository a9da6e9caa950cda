import { z } from 'zod';
import { precisions, referenceKinds, systems } from './vocabulary.ts';

/** ISO 8601 with offset, e.g. `2024-01-05T08:48:09+08:00`. */
export const instantSchema = z.iso.datetime({ offset: true });

/** Longitude and latitude in WGS84 degrees; `original` keeps what came in when it was converted or swapped. */
export const placeSchema = z.object({
  lon: z.number().min(-180).max(180).optional(),
  lat: z.number().min(-90).max(90).optional(),
  accuracyM: z.number().nonnegative().optional(),
  address: z.string().min(1).optional(),
  original: z.object({ lon: z.number(), lat: z.number(), crs: z.string() }).optional(),
});
export type Place = z.infer<typeof placeSchema>;

/** Somebody who took part on the police side. At least one of `policeId` and `name` is known. */
export const officerSchema = z
  .object({
    policeId: z.string().min(1).optional(),
    name: z.string().min(1).optional(),
    org: z.string().min(1).optional(),
    role: z.string().min(1).optional(),
  })
  .refine(
    (officer) => officer.policeId !== undefined || officer.name !== undefined,
    'an officer needs a policeId or a name',
  );
export type Officer = z.infer<typeof officerSchema>;

export const referenceSchema = z.object({ kind: z.enum(referenceKinds), id: z.string().min(1) });
export type Reference = z.infer<typeof referenceSchema>;

export const milestoneSchema = z.object({ name: z.string().min(1), at: instantSchema });

/**
 * What a business system wrote down, in canonical form. Unknown is absent, never "" or 0; 警号, 机构代码 and numbers
 * of things are strings, never numbers. `source` and `externalId` together name the record for ever.
 */
export const recordSchema = z.object({
  source: z.string().min(1),
  system: z.enum(systems),
  kind: z.string().min(1),
  externalId: z.string().min(1).max(190),
  title: z.string().min(1).optional(),
  summary: z.string().min(1).optional(),
  category: z.object({ code: z.string().min(1).optional(), label: z.string().min(1).optional() }).optional(),
  org: z.string().min(1).optional(),
  officers: z.array(officerSchema).default([]),
  persons: z
    .array(
      z.object({
        name: z.string().min(1).optional(),
        idNumber: z.string().min(1).optional(),
        phone: z.string().min(1).optional(),
        role: z.string().min(1).optional(),
      }),
    )
    .default([]),
  vehicles: z.array(z.object({ plate: z.string().min(1), plateType: z.string().min(1).optional() })).default([]),
  time: z.object({
    start: instantSchema,
    end: instantSchema.optional(),
    precision: z.enum(precisions).default('second'),
  }),
  milestones: z.array(milestoneSchema).default([]),
  place: placeSchema.optional(),
  references: z.array(referenceSchema).default([]),
  updatedAt: instantSchema.optional(),
  attributes: z.record(z.string(), z.unknown()).default({}),
});

/** Canonical JSON of a record; see `recordSchema`. Named so that it does not hide TypeScript's own `Record`. */
export type BusinessRecord = z.infer<typeof recordSchema>;

/** A record as the store keeps it. */
export type PostedRecord = BusinessRecord & {
  /** Where its officers served then, by 警号, where it does not say so itself; matching goes by it. */
  readonly postings?: Readonly<Record<string, string>>;
};

/** The name others use for a record: `source/externalId`, as in the `record` field of a link. */
export const recordName = (record: Pick<BusinessRecord, 'source' | 'externalId'>): string =>
  `${record.source}/${record.externalId}`;
