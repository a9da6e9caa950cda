import { findFootageMedia, updateMedia } from '../store/media.ts';
import type { MediaDeps } from './deps.ts';
import { sha256OfFile } from './digest.ts';
import { volumeNamed } from './volumes.ts';

/** `changed`: the bytes are others than came through the door. `missing`: the file is not on its volume. */
export type DigestState = 'intact' | 'changed' | 'missing' | 'not-stored';

/**
 * Read an original again and compare it with the digest taken at the door. A difference takes the recording out of
 * play: bytes that are not the original must not be taken for it.
 */
export const checkDigest = async (
  deps: Pick<MediaDeps, 'store' | 'environment' | 'log'>,
  footageId: number,
): Promise<DigestState> => {
  const row = await findFootageMedia(deps.store.db, footageId);
  if (row?.mediaState !== 'stored' || row.volume === null || row.path === null) return 'not-stored';
  const volume = volumeNamed(deps, row.volume);
  const present = await volume.stat(row.path);
  const sha256 = present && (await sha256OfFile(volume, row.path));
  if (sha256 === row.sha256) {
    await updateMedia(deps.store.db, footageId, { digestCheckedAt: Date.now() });
    return 'intact';
  }
  const mediaError = present
    ? `[hub] [media] the original has changed: SHA-256 was ${row.sha256} and is ${sha256}`
    : `[hub] [media] the original is not on volume ${row.volume} any more`;
  deps.log.warn({ footageId, path: row.path, was: row.sha256, is: sha256 }, mediaError);
  await updateMedia(deps.store.db, footageId, { mediaState: 'failed', mediaError, digestCheckedAt: Date.now() });
  return present ? 'changed' : 'missing';
};
