import { Transform } from 'node:stream';
import type { FootageRow } from '../../store/footage.ts';
import { dropPlacement, type PlacementRow, putPlacement, setPlacementState } from '../../store/placements.ts';
import { digestsOnVolume, takeDigests } from '../digest.ts';
import { VolumeTroubleError } from '../volume.ts';
import { noteTrouble, type OpenVolume, type VolumesDeps } from './open-volumes.ts';
import { openOriginal } from './read-original.ts';

/** What became of a copy. `trouble` is the target's; `no-source`: there is nothing good to copy from now. */
export type CopyOutcome = 'copied' | 'trouble' | 'no-source';

const transfer = async (deps: VolumesDeps, row: FootageRow, { volume }: OpenVolume, path: string): Promise<string> => {
  const original = await openOriginal(deps, row);
  const digests = takeDigests();
  const through = new Transform({
    highWaterMark: 2 ** 18,
    transform(chunk: Buffer, _, done) {
      digests.update(chunk);
      done(null, chunk);
    },
  });
  const source = original.read();
  // What breaks on one side must end the other, or the writer waits for ever.
  source.once('error', (error) => through.destroy(error));
  through.once('close', () => source.destroy());
  await volume.put(source.pipe(through), path, original.bytes);
  return digests.done().sha256;
};

/**
 * Copy an original to a volume that has none of it. Both what was read and what came to lie there are compared with the
 * digest taken at the door; only then is the copy good.
 */
export const copyOriginal = async (
  deps: VolumesDeps,
  row: FootageRow,
  target: OpenVolume,
  path: string,
): Promise<CopyOutcome> => {
  const { name } = target.row;
  const copy: Pick<PlacementRow, 'footageId' | 'volume' | 'path' | 'bytes'> = {
    footageId: row.id,
    volume: name,
    path,
    bytes: row.bytes ?? 0,
  };
  await deps.store.transaction((tx) => putPlacement(tx, { ...copy, state: 'arriving' }));
  const giveUp = async (outcome: CopyOutcome): Promise<CopyOutcome> => {
    await deps.store.transaction((tx) => dropPlacement(tx, copy));
    return outcome;
  };
  try {
    const read = await transfer(deps, row, target, path);
    const written = await digestsOnVolume(target.volume, path);
    if (read !== row.sha256) {
      await target.volume.remove(path);
      deps.log.warn({ footageId: row.id, was: row.sha256, is: read }, '[hub] [media] a copy to read from has changed');
      return giveUp('no-source');
    }
    if (written.sha256 !== row.sha256) {
      await target.volume.setAside(path);
      throw new VolumeTroubleError(name, `gives back other bytes than were written to it: SHA-256 ${written.sha256}`);
    }
  } catch (error) {
    const trouble =
      error instanceof VolumeTroubleError
        ? error
        : new VolumeTroubleError(name, `a copy failed (${(error as Error).message})`, { cause: error });
    await noteTrouble(deps, trouble);
    return giveUp(trouble.volume === name ? 'trouble' : 'no-source');
  }
  await setPlacementState(deps.store.db, copy, 'good');
  return 'copied';
};
