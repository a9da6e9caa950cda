import { clipsOfDevices, clocksOfBucket, type MatchPart, setClockErrors } from '../../store/match-runs.ts';
import type { Store } from '../../store/open.ts';
import { clocksOfDevices } from '../../store/partition-rows.ts';
import { type ClipClock, type ClockVote, clocksByLinks } from '../clocks-by-links.ts';
import { dayOf } from '../partition/spool.ts';
import type { Rules } from '../rules.ts';

/** Devices are shared out over so many parts; each is estimated from all that the whole run found out about it. */
export const clockBuckets = 8;

export interface Estimated {
  /** Days since 1970 that these clips, and all others on an estimated clock, have to do with. */
  readonly touchedDays: readonly number[];
}

/**
 * Estimate the clocks of one bucket of devices and keep them with their clips. All parts of a run have said by then what
 * their records' links suggest: a device's estimate follows from all of its clips, wherever the run was cut. An estimate of
 * which nothing new is known stays.
 */
export const estimateClocks = async (store: Store, rules: Rules, part: MatchPart): Promise<Estimated> => {
  const found = await clocksOfBucket(store.db, part.runId, part.region, clockBuckets);
  const tracks = new Map(
    found.flatMap(({ measured, footageId, errorMs }) => (measured && errorMs !== null ? [[footageId, errorMs]] : [])),
  );
  const votes = found.flatMap(({ measured, footageId, deviceId, weight, record, at, errorMs }): ClockVote[] => {
    if (measured) return [];
    const reading = at === null || errorMs === null ? undefined : { at, errorMs, by: 'link' as const };
    return [{ footageId, deviceId, weight, record, reading }];
  });
  const stations = await clocksOfDevices(store.pool);
  const rows = await clipsOfDevices(store.db, [...new Set(found.map(({ deviceId }) => deviceId))]);
  const measuredOf = new Map<number, number>();
  const clips = rows.flatMap(({ id, deviceId, startAt }): ClipClock[] => {
    if (deviceId === null) return [];
    const station = stations.get(deviceId);
    const isRecent = station !== undefined && Math.abs(station.at - startAt) <= rules.clock.horizon;
    const byTrackMs = tracks.get(id);
    const measured = byTrackMs ?? (isRecent ? station.offsetMs : undefined);
    if (measured !== undefined) measuredOf.set(id, measured);
    return [{ id, deviceId, start: startAt, byTrackMs, isKnown: measured !== undefined }];
  });
  const estimates = clocksByLinks(rules, votes, clips);
  const spoken = new Map<string, number[]>();
  for (const { deviceId, at } of found) {
    const known = spoken.get(deviceId);
    if (at !== null && known) known.push(at);
    else if (at !== null) spoken.set(deviceId, [at]);
  }
  const isSpokenOf = (deviceId: string, start: number): boolean =>
    spoken.get(deviceId)?.some((at) => Math.abs(at - start) <= rules.clock.horizon) ?? false;
  const touched = new Set<number>();
  const errors: { id: number; clockErrorMs: number | null }[] = [];
  for (const { id, deviceId, startAt, endAt, clockErrorMs } of rows) {
    const keeps = deviceId === null || !isSpokenOf(deviceId, startAt) ? clockErrorMs : null;
    const measured = measuredOf.get(id) ?? null;
    const wanted = measured ?? estimates.get(id) ?? keeps;
    if (wanted !== clockErrorMs) errors.push({ id, clockErrorMs: wanted });
    if (wanted === measured && wanted === clockErrorMs) continue;
    for (const errorMs of [0, clockErrorMs ?? 0, wanted ?? 0])
      touched.add(dayOf(startAt - errorMs)).add(dayOf(endAt - errorMs));
  }
  await store.transaction((tx) => setClockErrors(tx, errors));
  return { touchedDays: [...touched] };
};
