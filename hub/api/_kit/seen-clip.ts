import type { Actor } from '../../access/actor.ts';
import { NotFoundError } from '../../core/errors.ts';
import type { Stretch } from '../../media/stretch.ts';
import { type FootageRow, getFootage } from '../../store/footage.ts';
import { linksOfRecord } from '../../store/links.ts';
import { secondsOf } from '../shapes/footage-item.ts';
import type { Api } from './api.ts';
import { InvalidRequestError } from './resource.ts';
import { mustHold, partsOnly, stretchesOfLinks } from './stretches.ts';

/** Where in which clip somebody is, looking at it for a record. */
export interface SeenPlace {
  readonly recordId: number;
  readonly footageId: number;
  /** Absent: the clip as such. */
  readonly seconds?: number;
}

/** A clip, and the parts of it that may be seen; all of it when there are none. */
export interface SeenClip {
  readonly row: FootageRow;
  readonly stretches: readonly Stretch[] | undefined;
}

/**
 * The clip a person at a player speaks of.
 *
 * @throws NotFoundError when it is not linked to that record, or may not be seen
 * @throws OutsideLinkedPartError when only linked parts may be seen
 * @throws InvalidRequestError when the place is behind its end
 */
export const seenClip = async (api: Api, actor: Actor, place: SeenPlace): Promise<SeenClip> => {
  const pairs = await linksOfRecord(api.store.db, actor.scope, place.recordId);
  const own = pairs.filter(({ footage }) => footage.id === place.footageId).map(({ link }) => link);
  const row = own.length > 0 ? await getFootage(api.store.db, actor.scope, place.footageId) : undefined;
  if (!row)
    throw new NotFoundError(`[hub] [api] recording ${place.footageId} is not linked to record ${place.recordId} here`, {
      remedy: 'read the record again',
    });
  // Containers round their length: a place at the very end is one.
  if ((place.seconds ?? 0) > secondsOf(row) + 1)
    throw new InvalidRequestError([{ setting: 'seconds', message: `the clip has only ${secondsOf(row)} s` }]);
  const stretches = partsOnly(actor, row) ? stretchesOfLinks(row, own) : undefined;
  if (place.seconds !== undefined) mustHold(row, stretches, place.seconds);
  return { row, stretches };
};
