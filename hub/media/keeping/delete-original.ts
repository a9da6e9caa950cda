import { deletionOf, updateDeletion } from '../../store/deletions.ts';
import type { FootageRow } from '../../store/footage.ts';
import { placementsOf } from '../../store/placements.ts';
import { homeVolume } from '../home-volume.ts';
import { onDemandFolder } from '../on-demand.ts';
import { renditionFolder } from '../rendition-file.ts';
import type { NoteCopies } from '../volumes/copies-note.ts';
import { forgetLocalOriginal } from '../volumes/local-original.ts';
import type { VolumesDeps } from '../volumes/open-volumes.ts';

/**
 * What remains to be done of an approved deletion: what was made of the original goes, and when no volume has a copy any
 * more the deletion is done. Called as often as volumes answer.
 */
export const finishDeletion = async (deps: VolumesDeps, row: FootageRow, note: NoteCopies): Promise<void> => {
  const home = homeVolume(deps);
  await home.removeFolder(renditionFolder(row.id));
  await home.removeFolder(onDemandFolder(row.id));
  await forgetLocalOriginal(deps, row.id);
  const deletion = await deletionOf(deps.store.db, row.id);
  if (deletion?.state !== 'approved' || (await placementsOf(deps.store.db, row.id)).length > 0) return;
  await deps.store.transaction(async (tx) => {
    await updateDeletion(tx, deletion.id, { state: 'done', doneAt: Date.now() });
    const { id, sha256, sm3, bytes, decidedBy, proposedBy, reason } = deletion;
    await note(tx, {
      action: 'footage.deleted',
      row,
      detail: { deletion: id, sha256, sm3, bytes, reason, proposedBy, approvedBy: decidedBy },
    });
  });
};
