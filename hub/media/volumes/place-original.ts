import { createReadStream } from 'node:fs';
import { RetriableError } from '../../core/errors.ts';
import type { FootageRow } from '../../store/footage.ts';
import { dropPlacement, isWithinQuota, type PlacementRow, putPlacement } from '../../store/placements.ts';
import { homeName } from '../../store/volumes.ts';
import { digestsOnVolume } from '../digest.ts';
import type { Received } from '../download.ts';
import { homeVolume } from '../home-volume.ts';
import { VolumeFullError, VolumeTroubleError } from '../volume.ts';
import { noteTrouble, type OpenVolume, openVolumes, type VolumesDeps } from './open-volumes.ts';
import { inOrder, roomOn } from './route.ts';

/** A finished file of the workshop. */
export interface ToPlace {
  readonly file: string;
  readonly path: string;
  readonly received: Received;
}

/** Write it, and compare what came to lie there: a file is removed from the workshop only after that. */
const write = async (deps: VolumesDeps, { volume }: OpenVolume, { file, path, received }: ToPlace): Promise<void> => {
  if (volume.name === homeName) return homeVolume(deps).take(file, path);
  await volume.put(createReadStream(file, { highWaterMark: 2 ** 18 }), path, received.bytes);
  const { sha256 } = await digestsOnVolume(volume, path);
  if (sha256 === received.sha256) return;
  await volume.setAside(path);
  throw new VolumeTroubleError(volume.name, `gives back other bytes than were written to it: SHA-256 ${sha256}`);
};

const hasRoom = ({ row }: OpenVolume, bytes: number): boolean =>
  // The workshop is on the disk of the home volume: the bytes are there already.
  row.name === homeName ? row.capacityBytes === null || roomOn(row) >= bytes : roomOn(row) >= bytes;

/**
 * Put an original on the best volume that takes it: one that fails or is full is gone around. The copy is written down
 * as arriving before its first byte, so that whoever is killed leaves nothing that nobody knows of.
 *
 * @returns the copy, still `arriving`; the caller makes it good in the transaction that makes the recording stored
 * @throws RetriableError when no volume can take it now
 */
export const placeOriginal = async (
  deps: VolumesDeps,
  row: FootageRow,
  toPlace: ToPlace,
): Promise<Pick<PlacementRow, 'footageId' | 'volume' | 'path' | 'bytes'>> => {
  const volumes = inOrder(await openVolumes(deps), row);
  const { bytes } = toPlace.received;
  const tried: string[] = [];
  for (const open of volumes.filter(({ isUp }) => isUp)) {
    const copy = { footageId: row.id, volume: open.row.name, path: toPlace.path, bytes };
    tried.push(open.row.name);
    if (!hasRoom(open, bytes)) continue;
    const isPlaced = await deps.store.transaction(async (tx) => {
      // Declarations are a moment old, and others fill the same volume.
      if (!(await isWithinQuota(tx, copy.volume, bytes))) return false;
      await putPlacement(tx, { ...copy, state: 'arriving' });
      return true;
    });
    if (!isPlaced) continue;
    try {
      await write(deps, open, toPlace);
      return copy;
    } catch (error) {
      if (!(error instanceof VolumeTroubleError)) throw error;
      if (error instanceof VolumeFullError) deps.log.warn({ volume: error.volume }, error.message);
      await noteTrouble(deps, error);
      const { volume, footageId } = copy;
      await deps.store.transaction((tx) => dropPlacement(tx, { footageId, volume, bytes }));
    }
  }
  const why =
    volumes.length === 0 ? 'no volume takes it by its rules' : `none of ${tried.join(', ') || 'them'} can now`;
  throw new RetriableError(`[hub] [media] recording ${row.id} (${bytes} bytes) has no volume to go to: ${why}`, {
    remedy: 'add a volume, free space or change the rules; the bytes are kept and the hub tries again by itself',
  });
};
