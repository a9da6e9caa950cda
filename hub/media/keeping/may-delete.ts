import { ConflictError } from '../../core/errors.ts';
import { toIso } from '../../core/time.ts';
import type { FootageRow } from '../../store/footage.ts';
import { holdsOver } from '../../store/holds.ts';
import type { Db } from '../../store/open.ts';
import { type Assessment, assess } from './assess.ts';
import { KeptError } from './kept-error.ts';

/**
 * Whether a recording may be deleted now, by its holds, its class and its age as they are at this moment.
 *
 * @throws KeptError naming the hold, the class or the day; ConflictError when its bytes are not here
 */
export const mayDelete = async (db: Db, row: FootageRow, now = Date.now()): Promise<Assessment> => {
  if (row.mediaState !== 'stored') {
    throw new ConflictError(`[hub] [media] the bytes of recording ${row.id} are not here: ${row.mediaState}`, {
      remedy: 'only recordings on a volume of the hub can be deleted',
    });
  }
  const [hold] = await holdsOver(db, row.id);
  if (hold) {
    throw new KeptError(`[hub] [media] recording ${row.id} is under legal hold ${hold.id}: ${hold.reason}`, {
      remedy: `ask ${hold.heldBy} to release the hold`,
      detail: { hold: hold.id },
    });
  }
  const assessed = (await assess(db, [row])).get(row.id);
  if (!assessed || assessed.until === null) {
    throw new KeptError(`[hub] [media] recording ${row.id} is ${assessed?.class.name ?? 'kept'}: it is kept for ever`, {
      remedy: 'a recording of this class is not deleted; withdraw the link that makes it one if it is wrong',
    });
  }
  if (assessed.until > now) {
    throw new KeptError(`[hub] [media] recording ${row.id} is kept until ${toIso(assessed.until)}`, {
      remedy: 'propose it again after that day',
    });
  }
  return assessed;
};
