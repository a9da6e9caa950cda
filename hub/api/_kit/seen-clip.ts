import type { Actor } from '../../access/actor.ts';
import { NotFoundError } from '../../core/errors.ts';
import { type FootageRow, getFootage } from '../../store/footage.ts';
import { linksOfRecord } from '../../store/links.ts';
import { secondsOf } from '../shapes/footage-item.ts';
import type { Api } from './api.ts';
import { InvalidRequestError } from './resource.ts';

/** Where in which clip somebody is, looking at it for a record. */
export interface SeenPlace {
  readonly recordId: number;
  readonly footageId: number;
  readonly seconds: number;
}

/**
 * The clip a person at a player speaks of.
 *
 * @throws NotFoundError when it is not linked to that record, or may not be seen
 * @throws InvalidRequestError when the place is behind its end
 */
export const seenClip = async (api: Api, actor: Actor, place: SeenPlace): Promise<FootageRow> => {
  const pairs = await linksOfRecord(api.store.db, actor.scope, place.recordId);
  const isLinked = pairs.some(({ footage }) => footage.id === place.footageId);
  const row = isLinked ? await getFootage(api.store.db, actor.scope, place.footageId) : undefined;
  if (!row)
    throw new NotFoundError(`[hub] [api] recording ${place.footageId} is not linked to record ${place.recordId} here`, {
      remedy: 'read the record again',
    });
  // Containers round their length: a place at the very end is one.
  if (place.seconds > secondsOf(row) + 1)
    throw new InvalidRequestError([{ setting: 'seconds', message: `the clip has only ${secondsOf(row)} s` }]);
  return row;
};
