import { z } from '@hono/zod-openapi';
import { evidenceSchema } from '../../core/link.ts';
import { toIso } from '../../core/time.ts';
import { decisions } from '../../core/vocabulary.ts';
import type { FootageRow } from '../../store/footage.ts';
import type { RecordRow } from '../../store/records.ts';
import type { links } from '../../store/tables/catalogue.ts';
import { given } from '../_kit/given.ts';
import { type FootageItem, footageItemSchema, secondsOf } from './footage-item.ts';

export type LinkRow = typeof links.$inferSelect;

/** The part of a recording a link speaks of: by the camera's clock, and as seconds inside the clip. */
export const segmentSchema = z.object({
  start: z.string(),
  end: z.string(),
  startSeconds: z.number(),
  endSeconds: z.number(),
});

const viaSchema = z.object({
  recordId: z.number().int(),
  system: z.string(),
  externalId: z.string(),
  title: z.string().optional(),
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

export const linkItem = (
  link: LinkRow,
  row: FootageRow,
  footage: FootageItem,
  via: RecordRow | undefined,
): LinkItem => ({
  id: link.id,
  version: link.version,
  decision: link.decision,
  decidedBy: link.decidedBy,
  probability: link.probability,
  weight: link.weight,
  segment: segmentOf(link, row),
  evidence: link.evidence,
  footage,
  ...(via
    ? {
        via: {
          recordId: via.id,
          system: via.system,
          externalId: via.externalId,
          ...given({ title: via.title }),
        },
      }
    : {}),
});
