import { z } from '@hono/zod-openapi';
import { evidenceSchema } from '../../core/link.ts';
import { diagnosisCodes } from '../../match/explain/diagnosis.ts';
import type { explainMisses } from '../../match/explain/explain-misses.ts';
import { given } from '../_kit/given.ts';
import type { SeenEvidence } from '../_kit/seen-evidence.ts';
import { type FootageItem, footageItemSchema } from './footage-item.ts';

const labelSchema = z.object({ zh: z.string(), en: z.string() });

/** Footage that came close, and why there is none. */
export const missesSchema = z
  .object({
    items: z.array(
      z.object({
        footage: footageItemSchema,
        weight: z.number(),
        failed: evidenceSchema.omit({ weight: true }),
        evidence: z.array(evidenceSchema),
      }),
    ),
    diagnosis: z.array(
      z.object({
        code: z.enum(diagnosisCodes),
        text: labelSchema,
        detail: z.record(z.string(), z.unknown()).openapi({ description: 'Officers, devices, moments, the clip' }),
      }),
    ),
  })
  .openapi('Misses');

type Explained = Awaited<ReturnType<typeof explainMisses>>;

/** Near misses with their clips. */
export const presentMisses = (
  { items, diagnosis }: Explained,
  clips: readonly FootageItem[],
  seen: SeenEvidence,
): z.infer<typeof missesSchema> => {
  const byId = new Map(clips.map((clip) => [clip.id, clip]));
  return {
    items: items.flatMap(({ footageId, weight, failed, evidence }) => {
      const footage = byId.get(footageId);
      if (footage === undefined) return [];
      const rows = seen.evidence(evidence);
      const shown = rows.find(({ comparison, level }) => comparison === failed.comparison && level === failed.level);
      return [{ footage, weight, failed: { ...failed, ...given({ detail: shown?.detail }) }, evidence: rows }];
    }),
    diagnosis: diagnosis.map(({ detail, ...one }) => ({ ...one, detail: { ...detail } })),
  };
};
