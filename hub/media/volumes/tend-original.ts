import { RetriableError } from '../../core/errors.ts';
import type { FootageRow } from '../../store/footage.ts';
import { putKeeping } from '../../store/keeping.ts';
import { withLease } from '../../store/lease.ts';
import { findFootageMedia, updateMedia } from '../../store/media.ts';
import {
  dropPlacement,
  leaveEverywhere,
  type PlacementRow,
  placementsOf,
  setPlacementState,
} from '../../store/placements.ts';
import { assess } from '../keeping/assess.ts';
import { finishDeletion } from '../keeping/delete-original.ts';
import { VolumeTroubleError } from '../volume.ts';
import type { NoteCopies } from './copies-note.ts';
import { copyOriginal } from './copy-original.ts';
import { isBeingRead } from './open-reads.ts';
import { noteTrouble, type OpenVolume, openVolumes, type VolumesDeps } from './open-volumes.ts';
import { inOrder, roomOn, takes } from './route.ts';

export interface TendOptions {
  /** A person wants it there. */
  readonly to?: string | undefined;
  readonly now?: number;
  /** How long a copy that moved away may still be read by other processes. */
  readonly graceMs?: number;
  /** Called in the transaction that makes it true, as its last act. */
  readonly note: NoteCopies;
}

/** Copies that are good, and that are missing, afterwards. `busy`: another process is at the recording. */
export type TendOutcome = { readonly good: number; readonly missing: number } | 'busy' | 'not-stored';

/** Players ask for a clip in pieces; an answer that is under way for longer goes on from another copy. */
const usualGraceMs = 10 * 60_000;

/** Remove copies whose time is over, and what writers that died left behind. */
const removeLeft = async (deps: VolumesDeps, row: FootageRow, options: TendOptions): Promise<void> => {
  const now = options.now ?? Date.now();
  const volumes = new Map((await openVolumes(deps)).map((open) => [open.row.name, open]));
  for (const placement of await placementsOf(deps.store.db, row.id)) {
    const isDue = placement.state === 'leaving' && (placement.leaveAt ?? 0) <= now;
    if (!isDue && placement.state !== 'arriving') continue;
    const open = volumes.get(placement.volume);
    if (!open || isBeingRead(placement.volume, placement.path)) continue;
    try {
      await open.volume.remove(placement.path);
    } catch (error) {
      if (!(error instanceof VolumeTroubleError)) throw error;
      await noteTrouble(deps, error);
      continue;
    }
    await deps.store.transaction(async (tx) => {
      await dropPlacement(tx, placement);
      if (placement.state === 'leaving') {
        await options.note(tx, { action: 'original.removed', row, detail: { volume: placement.volume } });
      }
    });
  }
};

/** Set aside what is bad, where the volume answers: its place is wanted for a good copy. */
const clearBad = async (deps: VolumesDeps, placements: readonly PlacementRow[], volumes: readonly OpenVolume[]) => {
  for (const placement of placements.filter(({ state }) => state === 'bad')) {
    const open = volumes.find(({ row }) => row.name === placement.volume);
    if (!open?.isUp) continue;
    try {
      if (await open.volume.stat(placement.path)) await open.volume.setAside(placement.path);
      await deps.store.transaction((tx) => dropPlacement(tx, placement));
    } catch (error) {
      if (!(error instanceof VolumeTroubleError)) throw error;
      await noteTrouble(deps, error);
    }
  }
};

/** Whether a copy should be elsewhere: its volume is being emptied, or is no longer for recordings of this age. */
const isMisplaced = (
  placement: PlacementRow,
  volumes: readonly OpenVolume[],
  row: FootageRow,
  options: TendOptions,
) => {
  const volume = volumes.find((open) => open.row.name === placement.volume)?.row;
  if (!volume || placement.volume === options.to) return false;
  const now = options.now ?? Date.now();
  const days = (now - row.endAt) / 86_400_000;
  return (
    volume.state === 'draining' ||
    (volume.toDays !== null && days >= volume.toDays && !takes(volume, row, now)) ||
    (options.to !== undefined && placement.volume === row.volume)
  );
};

/** Copy to the first volume that can take it. */
const addCopy = async (
  deps: VolumesDeps,
  row: FootageRow,
  targets: OpenVolume[],
  { path, note }: { path: string; note: TendOptions['note'] },
): Promise<string | undefined> => {
  for (let target = targets.shift(); target; target = targets.shift()) {
    if (!target.isUp || roomOn(target.row) < (row.bytes ?? 0)) continue;
    const outcome = await copyOriginal(deps, row, target, path);
    if (outcome === 'no-source') return undefined;
    if (outcome !== 'copied') continue;
    const volume = target.row.name;
    await deps.store.transaction((tx) => note(tx, { action: 'original.copied', row, detail: { volume } }));
    return volume;
  }
  return undefined;
};

/** The new copy takes the place of the old one in one transaction; who reads the old one may finish. */
const switchOver = async (
  deps: VolumesDeps,
  row: FootageRow,
  { from, to, options }: { from: PlacementRow; to: string; options: TendOptions },
): Promise<void> => {
  const leaveAt = (options.now ?? Date.now()) + (options.graceMs ?? usualGraceMs);
  await deps.store.transaction(async (tx) => {
    await setPlacementState(tx, from, 'leaving', leaveAt);
    if (row.volume === from.volume) await updateMedia(tx, row.id, { volume: to, path: from.path });
    await options.note(tx, { action: 'original.moved', row, detail: { from: from.volume, to } });
  });
};

const tendStored = async (deps: VolumesDeps, row: FootageRow, options: TendOptions): Promise<TendOutcome> => {
  const now = options.now ?? Date.now();
  const volumes = await openVolumes(deps);
  await clearBad(deps, await placementsOf(deps.store.db, row.id), volumes);
  const placements = await placementsOf(deps.store.db, row.id);
  const good = placements.filter(({ state }) => state === 'good');
  const path = good[0]?.path ?? row.path ?? '';
  const taken = new Set(placements.map(({ volume }) => volume));
  const wanted = volumes.filter(({ row: { name } }) => name === options.to);
  const targets = [...wanted, ...inOrder(volumes, row, now)].filter(
    ({ row: { name } }, index, all) => !taken.has(name) && all.findIndex((other) => other.row.name === name) === index,
  );
  const misplaced = good.filter((placement) => isMisplaced(placement, volumes, row, options));
  const staying = good.filter((placement) => !misplaced.includes(placement)).map(({ volume }) => volume);
  const assessed = (await assess(deps.store.db, [row])).get(row.id);
  const copies = assessed?.class.copies ?? 1;
  for (const from of misplaced) {
    // Where enough copies stay, this one just goes; a person's wish is for a volume of its own.
    const isSpare = staying.length >= copies && (options.to === undefined || staying.includes(options.to));
    const to = isSpare ? staying[0] : await addCopy(deps, row, targets, { path, note: options.note });
    if (to === undefined) {
      staying.push(from.volume);
      continue;
    }
    if (!staying.includes(to)) staying.push(to);
    await switchOver(deps, row, { from, to, options });
  }
  while (staying.length < copies) {
    const to = await addCopy(deps, row, targets, { path, note: options.note });
    if (to === undefined) break;
    staying.push(to);
  }
  const [first] = staying;
  if (first !== undefined && !staying.includes(row.volume ?? '') && misplaced.length === 0) {
    await updateMedia(deps.store.db, row.id, { volume: first, path });
  }
  const missing = Math.max(0, copies - staying.length);
  await putKeeping(deps.store.db, [
    {
      footageId: row.id,
      class: assessed?.class.name ?? 'general',
      until: assessed?.until ?? null,
      missing,
      changedAt: now,
    },
  ]);
  return { good: staying.length, missing };
};

/**
 * Bring the copies of a recording about as they should be: as many as its retention class wants, on the volumes whose
 * rules want them, moved without a break for whoever plays it, and removed when their time is over. May be repeated and
 * killed at any moment; one process at a time.
 *
 * What cannot be done now (no volume takes a copy) is written down as missing and taken up when a volume heals.
 */
export const tendOriginal = async (
  deps: VolumesDeps,
  footageId: number,
  options: TendOptions,
): Promise<TendOutcome> => {
  const leased = await withLease(deps.store, `fetch:${footageId}`, async (): Promise<TendOutcome> => {
    const row = await findFootageMedia(deps.store.db, footageId);
    if (!row) return 'not-stored';
    // A copy that was under way when it was deleted has come to be good since.
    if (row.mediaState === 'deleted') await leaveEverywhere(deps.store.db, row.id);
    await removeLeft(deps, row, options);
    if (row.mediaState === 'deleted') await finishDeletion(deps, row, options.note);
    if (row.mediaState !== 'stored') return 'not-stored';
    return tendStored(deps, row, options);
  });
  return leased.taken ? leased.value : 'busy';
};

/** @throws RetriableError so that a handler is called again */
export const mustNotBeBusy = (footageId: number, outcome: TendOutcome): void => {
  if (outcome !== 'busy') return;
  throw new RetriableError(`[hub] [media] another process is at recording ${footageId}`, { retryAfterMs: 2_000 });
};
