import { ConflictError, ForbiddenError } from '../../core/errors.ts';
import type { Scope } from '../../core/scope.ts';
import { type DeletionRow, lockDeletion, lockFootage, updateDeletion } from '../../store/deletions.ts';
import type { FootageRow } from '../../store/footage.ts';
import { dropKeeping } from '../../store/keeping.ts';
import { updateMedia } from '../../store/media.ts';
import type { Db } from '../../store/open.ts';
import { leaveEverywhere } from '../../store/placements.ts';
import { mayDelete } from './may-delete.ts';

export interface DeletionDecision {
  readonly scope: Scope;
  readonly by: string;
  readonly note: string | null;
}

const waiting = async (tx: Db, id: number, { scope }: DeletionDecision): Promise<DeletionRow> => {
  const deletion = await lockDeletion(tx, scope, id);
  if (deletion.state === 'proposed') return deletion;
  throw new ConflictError(`[hub] [media] proposal ${id} is ${deletion.state} already, by ${deletion.decidedBy}`);
};

/**
 * Approve a proposal. The recording is out of everybody's reach with this transaction; its bytes are removed from every
 * volume after it, also from those that are away just now. The catalogue entry, the digests and this row stay. Call inside
 * a transaction.
 *
 * @throws ForbiddenError for whoever proposed it, KeptError when it may not be deleted any more
 */
export const approveDeletion = async (tx: Db, id: number, decision: DeletionDecision): Promise<DeletionRow> => {
  const deletion = await waiting(tx, id, decision);
  if (deletion.proposedBy === decision.by) {
    throw new ForbiddenError(`[hub] [media] ${decision.by} proposed to delete this and cannot approve it`, {
      remedy: 'another person decides',
    });
  }
  const row = (await lockFootage(tx, deletion.footageId)) as FootageRow;
  await mayDelete(tx, row);
  const decided = { state: 'approved', decidedBy: decision.by, decidedAt: Date.now(), note: decision.note } as const;
  await updateDeletion(tx, id, decided);
  await updateMedia(
    tx,
    row.id,
    { mediaState: 'deleted', mediaError: null, volume: null, path: null, renditionState: 'none', renditionError: null },
    [{ name: 'original.tend', data: { footageId: row.id } }],
  );
  await leaveEverywhere(tx, row.id);
  await dropKeeping(tx, row.id);
  return { ...deletion, ...decided };
};

/** Refuse a proposal: the recording stays, and is not proposed again by the hub itself. Call inside a transaction. */
export const refuseDeletion = async (tx: Db, id: number, decision: DeletionDecision): Promise<DeletionRow> => {
  const deletion = await waiting(tx, id, decision);
  const decided = { state: 'refused', decidedBy: decision.by, decidedAt: Date.now(), note: decision.note } as const;
  await updateDeletion(tx, id, decided);
  return { ...deletion, ...decided };
};
