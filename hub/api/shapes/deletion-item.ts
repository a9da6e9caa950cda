import { z } from '@hono/zod-openapi';
import { toIso } from '../../core/time.ts';
import type { DeletionRow } from '../../store/deletions.ts';
import type { FootageRow } from '../../store/footage.ts';
import { deletionStates } from '../../store/tables/volumes.ts';
import { given } from '../_kit/given.ts';

/** A proposal to delete a recording, or what is left of one that was. */
export const deletionSchema = z
  .object({
    id: z.number().int(),
    state: z.enum(deletionStates),
    reason: z.string(),
    class: z.string(),
    proposedBy: z.string(),
    proposedAt: z.string(),
    decidedBy: z.string().optional(),
    decidedAt: z.string().optional(),
    note: z.string().optional(),
    doneAt: z.string().optional(),
    bytes: z.number().optional(),
    sha256: z.string().optional(),
    sm3: z.string().optional(),
    footage: z.object({
      id: z.number().int(),
      name: z.string(),
      deviceKind: z.string(),
      policeId: z.string().optional(),
      org: z.string().optional(),
      start: z.string(),
      end: z.string(),
      linkCount: z.number().int(),
    }),
  })
  .openapi('Deletion');

const isoOf = (at: number | null): string | undefined => (at === null ? undefined : toIso(at));

export const presentDeletion = ({
  deletion,
  footage,
}: {
  deletion: DeletionRow;
  footage: FootageRow;
}): z.infer<typeof deletionSchema> => ({
  id: deletion.id,
  state: deletion.state,
  reason: deletion.reason,
  class: deletion.class,
  proposedBy: deletion.proposedBy,
  proposedAt: toIso(deletion.proposedAt),
  ...given({
    decidedBy: deletion.decidedBy,
    decidedAt: isoOf(deletion.decidedAt),
    note: deletion.note,
    doneAt: isoOf(deletion.doneAt),
    bytes: deletion.bytes,
    sha256: deletion.sha256,
    sm3: deletion.sm3,
  }),
  footage: {
    id: footage.id,
    name: footage.data.title ?? footage.externalId,
    deviceKind: footage.deviceKind,
    start: toIso(footage.startAt),
    end: toIso(footage.endAt),
    linkCount: footage.linkCount,
    ...given({ policeId: footage.policeId, org: footage.org }),
  },
});
