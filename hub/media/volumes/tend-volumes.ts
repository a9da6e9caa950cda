import { withMissingCopies } from '../../store/keeping.ts';
import { tell, waitingFor } from '../../store/outbox.ts';
import { leavingDue, lyingOn, untended } from '../../store/placements.ts';
import { noteVolumeChecked } from '../../store/volumes.ts';
import { proposeExpired } from '../keeping/propose-deletion.ts';
import { VolumeTroubleError } from '../volume.ts';
import {
  forgetVolumes,
  mayTry,
  noteHealth,
  noteTrouble,
  type OpenVolume,
  openVolumes,
  type VolumesDeps,
} from './open-volumes.ts';

const dayMs = 86_400_000;
/** Recordings handed out a turn, so that a volume of millions is emptied without a queue of millions. */
const atOnce = 200;
/** What could not be done is not tried again before, unless a volume has come back. */
const restMs = 10 * 60_000;
/** A volume that does what it should is looked at this often; what could not be moved rests as long. */
const lookMs = 60_000;

/** Look at a volume. @returns whether it is back after it was out of use */
export const probeVolume = async (deps: VolumesDeps, { volume }: OpenVolume): Promise<boolean> => {
  try {
    await volume.check();
    const free = await volume.free();
    await noteVolumeChecked(deps.store.db, volume.name, { freeBytes: free ?? null });
    return await noteHealth(deps, volume.name);
  } catch (error) {
    if (!(error instanceof VolumeTroubleError)) throw error;
    await noteTrouble(deps, error);
    return false;
  }
};

const probeDue = async (deps: VolumesDeps, now: number): Promise<boolean> => {
  let isAnyBack = false;
  for (const open of await openVolumes(deps)) {
    const isDue = open.isUp
      ? now - (open.row.checkedAt ?? 0) >= lookMs || open.row.lastError !== null
      : await mayTry(deps, open.row.name);
    if (isDue && (await probeVolume(deps, open))) isAnyBack = true;
  }
  return isAnyBack;
};

/** Recordings on volumes that are being emptied. */
const onDraining = async (deps: VolumesDeps, now: number): Promise<number[]> => {
  const found: number[] = [];
  for (const { row } of await openVolumes(deps)) {
    if (row.state !== 'draining') continue;
    found.push(...(await lyingOn(deps.store.db, row.name, { tendedBefore: now - lookMs, limit: atOnce })));
  }
  return found;
};

/** Recordings that grew too old for the volume they lie on, and those nobody has looked after so far. */
const overdue = async (deps: VolumesDeps, now: number): Promise<number[]> => {
  const found = await untended(deps.store.db, atOnce);
  for (const { row } of await openVolumes(deps)) {
    if (row.toDays === null) continue;
    const old = { endedBefore: now - row.toDays * dayMs, tendedBefore: now - lookMs, limit: atOnce };
    found.push(...(await lyingOn(deps.store.db, row.name, old)));
  }
  return found;
};

/** What a turn did. */
export interface VolumesTurn {
  readonly handedOut: number;
  readonly proposed: number;
  /** There is more of what only a thorough turn finds. */
  readonly isMore: boolean;
}

/**
 * One look after everything: volumes are probed (one that was out of use with growing rests), and recordings whose copies
 * are missing, misplaced or over are handed out to be tended. One process at a time; the caller holds the lease.
 *
 * @param options.isThorough also what takes a look through whole volumes: age, and what has expired, which is proposed for
 *   deletion
 */
export const tendVolumes = async (
  deps: VolumesDeps,
  now = Date.now(),
  { isThorough = true } = {},
): Promise<VolumesTurn> => {
  forgetVolumes(deps);
  const isAnyBack = await probeDue(deps, now);
  const { db } = deps.store;
  const waiting = new Set((await waitingFor(db, 'original.tend')).map(({ footageId }) => footageId));
  const isFree = waiting.size < atOnce;
  const old = isThorough && isFree ? await overdue(deps, now) : [];
  const ids = new Set([
    ...(await leavingDue(db, now, atOnce)),
    ...(await withMissingCopies(db, isAnyBack ? now : now - restMs, atOnce)),
    ...(isFree ? await onDraining(deps, now) : []),
    ...old,
  ]);
  const due = [...ids].filter((id) => !waiting.has(id));
  if (due.length > 0) {
    await tell(
      db,
      due.map((footageId) => ({ name: 'original.tend', data: { footageId } })),
    );
  }
  const proposed = isThorough ? await proposeExpired(deps.store, now, atOnce) : [];
  const isMore = isThorough && (!isFree || old.length >= atOnce || proposed.length >= atOnce);
  return { handedOut: due.length, proposed: proposed.length, isMore };
};
