import { z } from '@hono/zod-openapi';
import { evidenceSchema } from '../../core/link.ts';
import { toIso } from '../../core/time.ts';
import { decisions } from '../../core/vocabulary.ts';
import type { FootageRow } from '../../store/footage.ts';
import type { RecordRow } from '../../store/records.ts';
import type { links } from '../../store/tables/catalogue.ts';
import { given } from '../_kit/given.ts';
import type { SeenEvidence } from '../_kit/seen-evidence.ts';
import { type FootageItem, footageItemSchema, secondsOf } from './footage-item.ts';

export type LinkRow = typeof links.$inferSelect;

/** The part of a recording a link speaks of: by the camera's clock, and as seconds inside the clip. */
export const segmentSchema = z.object({
  start: z.string(),
  end: z.string(),
  startSeconds: z.number(),
  endSeconds: z.number(),
});

const stepSchema = z.object({
  recordId: z.number().int(),
  system: z.string(),
  kind: z.string(),
  externalId: z.string(),
  title: z.string().optional(),
});

const viaSchema = stepSchema.extend({
  path: z
    .array(z.union([stepSchema, z.strictObject({})]))
    .openapi({ description: 'From the next record to this one; empty objects for those the reader may not see' }),
});

/** A link seen from the record's side, with its reasons. */
export const linkItemSchema = z
  .object({
    id: z.number().int(),
    version: z.number().int(),
    decision: z.enum(decisions),
    decidedBy: z.string(),
    probability: z.number(),
    weight: z.number(),
    segment: segmentSchema,
    evidence: z.array(evidenceSchema),
    via: viaSchema.optional().openapi({ description: 'The record it was inherited from through a reference' }),
    footage: footageItemSchema,
  })
  .openapi('LinkItem');
export type LinkItem = z.infer<typeof linkItemSchema>;

export const segmentOf = (link: LinkRow, footage: FootageRow): LinkItem['segment'] => {
  const seconds = (at: number) => Math.min(Math.max(0, (at - footage.startAt) / 1000), secondsOf(footage));
  return {
    start: toIso(link.segmentStart),
    end: toIso(link.segmentEnd),
    startSeconds: seconds(link.segmentStart),
    endSeconds: seconds(link.segmentEnd),
  };
};

const stepOf = ({ id, system, kind, externalId, title }: RecordRow): z.infer<typeof stepSchema> => ({
  recordId: id,
  system,
  kind,
  externalId,
  ...given({ title }),
});

export const linkItem = (
  link: LinkRow,
  row: FootageRow,
  footage: FootageItem,
  seen: SeenEvidence,
  via: RecordRow | undefined,
): LinkItem => ({
  id: link.id,
  version: link.version,
  decision: link.decision,
  decidedBy: link.decidedBy,
  probability: link.probability,
  weight: link.weight,
  segment: segmentOf(link, row),
  evidence: seen.evidence(link.evidence),
  footage,
  ...(via ? { via: { ...stepOf(via), path: seen.path(link.evidence).map((step) => (step ? stepOf(step) : {})) } } : {}),
});
