import { ConflictError } from '../../core/errors.ts';
import { deletionOf, insertDeletion, lockFootage } from '../../store/deletions.ts';
import type { FootageRow } from '../../store/footage.ts';
import { expired } from '../../store/keeping.ts';
import type { Db, Store } from '../../store/open.ts';
import { KeptError } from './kept-error.ts';
import { mayDelete } from './may-delete.ts';

/** Who proposes what the hub itself finds expired. Any person may approve it. */
export const hubItself = 'hub';

/**
 * Propose to delete a recording. Nothing is deleted before another person approves. Call inside a transaction.
 *
 * @returns the id of the proposal
 * @throws KeptError when it may not be deleted, ConflictError when it is proposed or deleted already
 */
export const proposeDeletion = async (
  tx: Db,
  footageId: number,
  { by, reason }: { by: string; reason: string },
): Promise<number> => {
  const row = await lockFootage(tx, footageId);
  const before = await deletionOf(tx, footageId);
  if (before) {
    throw new ConflictError(`[hub] [media] deleting recording ${footageId} is ${before.state} already`, {
      remedy: `see proposal ${before.id}`,
    });
  }
  const { org, bytes, sha256, sm3 } = row as FootageRow;
  const { class: kept } = await mayDelete(tx, row as FootageRow);
  return insertDeletion(tx, { footageId, org, bytes, sha256, sm3, reason, proposedBy: by, class: kept.name });
};

/**
 * Propose what has expired. Nothing is deleted by itself.
 *
 * @returns the recordings that were proposed
 */
export const proposeExpired = async (store: Store, now: number, limit: number): Promise<number[]> => {
  const proposed: number[] = [];
  for (const id of await expired(store.db, now, limit)) {
    try {
      await store.transaction((tx) =>
        proposeDeletion(tx, id, { by: hubItself, reason: '保存期限已满 retention is over' }),
      );
      proposed.push(id);
    } catch (error) {
      // A hold or a new link keeps it: it is looked at again the next time.
      if (!(error instanceof KeptError) && !(error instanceof ConflictError)) throw error;
    }
  }
  return proposed;
};
