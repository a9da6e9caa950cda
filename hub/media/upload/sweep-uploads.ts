import { rm } from 'node:fs/promises';
import { deleteUpload, uploadsBefore } from '../../store/footage-uploads.ts';
import type { MediaDeps } from '../deps.ts';
import { homeVolume } from '../home-volume.ts';
import { partOf, refusedPartOf, uploadKeptMs } from './upload-parts.ts';

const atOnce = 200;

/**
 * Forget uploads that were begun long ago, with the bytes of those that nobody finished or that were refused.
 *
 * @returns how many
 */
export const sweepUploads = async (
  deps: Pick<MediaDeps, 'store' | 'environment'>,
  olderThanMs = uploadKeptMs,
): Promise<number> => {
  const volume = homeVolume(deps);
  const old = await uploadsBefore(deps.store.db, Date.now() - olderThanMs, atOnce);
  for (const { id } of old) {
    await rm(partOf(volume, id), { force: true });
    await rm(refusedPartOf(volume, id), { force: true });
    await deleteUpload(deps.store.db, id);
  }
  return old.length;
};
