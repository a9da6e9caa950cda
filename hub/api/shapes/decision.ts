import { z } from '@hono/zod-openapi';
import { toIso } from '../../core/time.ts';
import { decisions } from '../../core/vocabulary.ts';
import type { DecisionRow } from '../../store/decisions.ts';
import type { FootageRow } from '../../store/footage.ts';
import { given } from '../_kit/given.ts';

/** One entry of the history of a pair: who made what of it, when, and what it was before. */
export const decisionSchema = z
  .object({
    id: z.number().int(),
    at: z.string(),
    user: z.string(),
    decision: z.enum([...decisions, 'undone']),
    note: z.string().optional(),
    previous: z.enum(decisions).optional().openapi({ description: 'Absent where there was no link' }),
    previousBy: z.string().optional(),
    footageId: z.number().int(),
    footage: z.string().openapi({ description: 'Device, or the number of the clip' }),
  })
  .openapi('DecisionItem');

/** The entries whose clips the reader may see. */
export const presentDecisions = (
  log: readonly DecisionRow[],
  clips: readonly FootageRow[],
): z.infer<typeof decisionSchema>[] => {
  const byId = new Map(clips.map((clip) => [clip.id, clip]));
  return log.flatMap(({ id, at, user, decision, note, previous, previousBy, footageId }) => {
    const clip = byId.get(footageId);
    if (clip === undefined) return [];
    const footage = clip.deviceId ?? clip.externalId;
    return [{ id, at: toIso(at), user, decision, footageId, footage, ...given({ note, previous, previousBy }) }];
  });
};
