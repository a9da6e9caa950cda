import { NotFoundError, RetriableError } from '../../core/errors.ts';
import { MediaLostError } from '../../media/answer-error.ts';
import type { FootageRow } from '../../store/footage.ts';
import { wantMedia } from '../../store/media.ts';
import type { Api } from './api.ts';

/** The bytes are asked for and not here yet: players ask again after `retryAfterMs`. */
export class MediaOnItsWayError extends RetriableError {
  override readonly slug = 'media-on-its-way';
}

/**
 * The stored original of a recording. When it is elsewhere, somebody who wants to see it is reason enough to bring it,
 * before everything that nobody waits for.
 *
 * @throws MediaOnItsWayError, MediaLostError, or NotFoundError when there never were bytes
 */
export const requireStored = async (api: Api, row: FootageRow): Promise<{ path: string; volume: string }> => {
  const { mediaState, path, volume, id } = row;
  if (mediaState === 'stored' && path !== null && volume !== null) return { path, volume };
  if (mediaState === 'none') {
    throw new NotFoundError(`[hub] [media] the source of recording ${id} gives no bytes`, {
      remedy: 'look at it in its own system',
    });
  }
  if (mediaState === 'deleted') {
    throw new MediaLostError(`[hub] [media] recording ${id} was deleted on approval`, {
      remedy: 'its digests and who decided stand among the deletions',
    });
  }
  if (mediaState === 'lost') {
    throw new MediaLostError(
      `[hub] [media] recording ${id} is lost: ${row.mediaError ?? 'its source has it no more'}`,
      {
        remedy: 'ask the owner of the docking station for a copy',
      },
    );
  }
  if (await api.store.transaction((tx) => wantMedia(tx, id))) api.queue.nudge();
  throw new MediaOnItsWayError(`[hub] [media] recording ${id} is being fetched from its source`, {
    retryAfterMs: 3_000,
    remedy: 'wait; the player goes on by itself',
  });
};
