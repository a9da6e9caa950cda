import type { FootageRow } from '../store/footage.ts';
import { findFootageMedia, updateMedia } from '../store/media.ts';
import { tell } from '../store/outbox.ts';
import { type PlacementRow, placementsOf, setPlacementState } from '../store/placements.ts';
import type { MediaDeps } from './deps.ts';
import { type Digests, digestsOnVolume } from './digest.ts';
import type { Volume } from './volume.ts';
import { openVolume } from './volumes/open-volumes.ts';

/**
 * `changed`: the bytes are others than came through the door. `missing`: the file is not on its volume. `away`: no volume
 * that has it answers.
 */
export type DigestState = 'intact' | 'changed' | 'missing' | 'away' | 'not-stored';

type CheckDeps = Pick<MediaDeps, 'store' | 'environment' | 'log'>;
type CopyState =
  | { state: 'intact'; digests: Digests }
  | { state: 'changed'; is: string }
  | { state: 'missing' | 'away' };

const stateOf = async (volume: Volume, { path }: PlacementRow, sha256: string | null): Promise<CopyState> => {
  try {
    if (!(await volume.stat(path))) return { state: 'missing' };
    const digests = await digestsOnVolume(volume, path);
    return digests.sha256 === sha256 ? { state: 'intact', digests } : { state: 'changed', is: digests.sha256 };
  } catch {
    // Nothing is known of a copy on a volume that does not answer; probing finds that out elsewhere.
    return { state: 'away' };
  }
};

const checkCopy = async (deps: CheckDeps, row: FootageRow, placement: PlacementRow): Promise<CopyState> => {
  const { volume } = await openVolume(deps, placement.volume);
  const found = await stateOf(volume, placement, row.sha256);
  if (found.state === 'intact') await setPlacementState(deps.store.db, placement, 'good');
  if (found.state !== 'changed' && found.state !== 'missing') return found;
  deps.log.warn(
    { footageId: row.id, volume: volume.name, path: placement.path, ...found },
    '[hub] [media] a copy of an original is not what it was; another one takes its place where there is one',
  );
  await setPlacementState(deps.store.db, placement, 'bad');
  return found;
};

const troubleOf = (row: FootageRow, copies: readonly CopyState[]): string => {
  const changed = copies.find((copy) => copy.state === 'changed');
  return changed
    ? `[hub] [media] the original has changed: SHA-256 was ${row.sha256} and is ${changed.is}`
    : `[hub] [media] the original is not on volume ${row.volume} any more`;
};

/**
 * Read every copy of an original again and compare it with the digest taken at the door. A copy that differs takes no
 * further part and is made anew from a good one. When none is good, the recording is out of play: bytes that are not the
 * original must not be taken for it.
 */
export const checkDigest = async (deps: CheckDeps, footageId: number): Promise<DigestState> => {
  const row = await findFootageMedia(deps.store.db, footageId);
  if (row?.mediaState !== 'stored') return 'not-stored';
  const placements = (await placementsOf(deps.store.db, footageId)).filter(({ state }) => state === 'good');
  const copies: CopyState[] = [];
  for (const placement of placements) copies.push(await checkCopy(deps, row, placement));
  const intact = copies.find((copy) => copy.state === 'intact');
  if (copies.some(({ state }) => state === 'changed' || state === 'missing')) {
    await tell(deps.store.db, [{ name: 'original.tend', data: { footageId } }]);
  }
  if (intact) {
    await updateMedia(deps.store.db, footageId, { digestCheckedAt: Date.now(), sm3: intact.digests.sm3 });
    return 'intact';
  }
  if (copies.some(({ state }) => state === 'away')) return 'away';
  const mediaError = troubleOf(row, copies);
  await updateMedia(deps.store.db, footageId, { mediaState: 'failed', mediaError, digestCheckedAt: Date.now() });
  return copies.some(({ state }) => state === 'changed') ? 'changed' : 'missing';
};
