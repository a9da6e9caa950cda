import { type ClipOfDevice, clipsOfDevices, clocksOfBucket, setClockErrors } from '../../store/match-clocks.ts';
import type { MatchPart } from '../../store/match-runs.ts';
import { beginEra } from '../../store/match-turns.ts';
import type { Store } from '../../store/open.ts';
import { clocksOfDevices } from '../../store/partition-rows.ts';
import type { MatchFootage } from '../inputs.ts';
import { matchMoved } from '../online/online.ts';
import { dayOf } from '../partition/spool.ts';
import { type ClipClock, type ClockVote, clipClockOf, clocksByLinks } from '../resolve/clocks-by-links.ts';
import type { Rules } from '../rules/rules.ts';
import type { ClocksFound } from './clocks-found.ts';
import type { SetClock } from './stored-rows.ts';

/** So many clips with another clock than they were matched by are decided again as if they arrived; for more, whole days are. */
export const fewMoved = 32;

export interface Estimated {
  /** Days since 1970 that clips with another clock than they were matched by have to do with; all of them are to be matched again. */
  readonly touchedDays: readonly number[];
}

/** A clip that was matched by `measuredMs` (null: by its own time), and is to be by `wantedMs`. */
interface Clock extends ClipOfDevice, SetClock {}

/** Clocks of all clips of the devices that something was found out about. */
const clocksOf = async (store: Store, rules: Rules, { votes, tracks }: ClocksFound): Promise<Clock[]> => {
  const { horizon } = rules.clock;
  const stations = await clocksOfDevices(store.pool);
  const byTracks = new Map(tracks.map(({ footageId, errorMs }) => [footageId, errorMs]));
  const spoken = new Map<string, number[]>();
  const note = (deviceId: string, at: number): void => {
    const known = spoken.get(deviceId);
    if (known) known.push(at);
    else spoken.set(deviceId, [at]);
  };
  for (const { deviceId, at } of tracks) note(deviceId, at);
  for (const { deviceId, reading } of votes) if (reading) note(deviceId, reading.at);
  const clips = await clipsOfDevices(store, [...new Set([...votes, ...tracks].map(({ deviceId }) => deviceId))]);
  const measured = new Map<number, number>();
  const clocks = clips.map(({ id, deviceId, startAt }): ClipClock => {
    const station = stations.get(deviceId);
    const isRecent = station !== undefined && Math.abs(station.at - startAt) <= horizon;
    const byTrackMs = byTracks.get(id);
    const known = byTrackMs ?? (isRecent ? station.offsetMs : undefined);
    if (known !== undefined) measured.set(id, known);
    return { id, deviceId, start: startAt, byTrackMs, isKnown: known !== undefined };
  });
  const estimates = clocksByLinks(rules, votes, clocks);
  return clips.map((clip) => {
    const measuredMs = measured.get(clip.id) ?? null;
    const isNear = (at: number): boolean => Math.abs(at - clip.startAt) <= horizon;
    // An estimate of which nothing new is known stays.
    const keptMs = clip.clockErrorMs === null || spoken.get(clip.deviceId)?.some(isNear) ? null : clip.clockErrorMs;
    return { ...clip, measuredMs, wantedMs: measuredMs ?? estimates.get(clip.id) ?? keptMs };
  });
};

/**
 * How many clips of a part are about to get other clocks than it was matched by, as far as the part itself can tell: by one
 * clip of each device.
 */
export const expectedMoved = (rules: Rules, votes: Iterable<ClockVote>, footage: readonly MatchFootage[]): number => {
  const ofDevice = new Map<string, { clip: MatchFootage; clips: number }>();
  for (const clip of footage) {
    const known = clip.deviceId === undefined ? undefined : ofDevice.get(clip.deviceId);
    if (known) known.clips += 1;
    else if (clip.deviceId !== undefined) ofDevice.set(clip.deviceId, { clip, clips: 1 });
  }
  const sample = [...ofDevice.values()];
  const estimates = clocksByLinks(
    rules,
    votes,
    sample.flatMap(({ clip }) => clipClockOf(clip)),
  );
  return sample.reduce((sum, { clip, clips }) => sum + (estimates.has(clip.id) ? clips : 0), 0);
};

const daysOf = (moved: readonly Clock[]): number[] => {
  const days = new Set<number>();
  for (const { startAt, endAt, clockErrorMs, wantedMs } of moved)
    for (const errorMs of [0, clockErrorMs ?? 0, wantedMs ?? 0])
      days.add(dayOf(startAt - errorMs)).add(dayOf(endAt - errorMs));
  return [...days];
};

interface Kept {
  /** All clips of the devices that something was found out about. */
  readonly clocks: readonly Clock[];
  /** Those that are to go by another clock than they were matched by. */
  readonly moved: readonly Clock[];
}

/**
 * Estimate the clocks of the devices that something was found out about, and keep them with their clips.
 *
 * @param few so many moved clips are decided by the caller himself, so that what is kept of their pairs is made new there
 */
export const keepEstimates = async (store: Store, rules: Rules, found: ClocksFound, few: number): Promise<Kept> => {
  const clocks = await clocksOf(store, rules, found);
  const errors = clocks.filter(({ wantedMs, clockErrorMs }) => wantedMs !== clockErrorMs);
  const moved = clocks.filter(({ measuredMs, wantedMs }) => wantedMs !== measuredMs);
  const isAtOnce = moved.length <= few && errors.every(({ measuredMs, wantedMs }) => wantedMs !== measuredMs);
  await store.transaction(async (tx) => {
    await setClockErrors(
      tx,
      errors.map(({ id, wantedMs }) => ({ id, clockErrorMs: wantedMs })),
    );
    // Pairs that are kept of these clips were scored by other clocks.
    if (errors.length > 0 && !isAtOnce) await beginEra(tx);
  });
  return { clocks, moved };
};

/**
 * Estimate the clocks of one bucket of devices and keep them with their clips. All parts of a run have said by then what
 * their records' links suggest: a device's estimate follows from all of its clips, wherever the run was cut.
 *
 * @param few so many moved clips are decided at once
 */
export const estimateClocks = async (
  store: Store,
  rules: Rules,
  { runId, region: bucket }: MatchPart,
  few: number,
): Promise<Estimated> => {
  const found = (await clocksOfBucket(store.db, runId, bucket)) as ClocksFound[];
  const all = { votes: found.flatMap(({ votes }) => votes), tracks: found.flatMap(({ tracks }) => tracks) };
  const { moved } = await keepEstimates(store, rules, all, few);
  if (moved.length > few) return { touchedDays: daysOf(moved) };
  const formerMs = new Map(moved.map(({ id, measuredMs }) => [id, measuredMs]));
  if (moved.length > 0) await store.transaction((tx) => matchMoved(tx, rules, formerMs));
  return { touchedDays: [] };
};
