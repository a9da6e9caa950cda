import { footageContents, recordContents } from '../store/candidates.ts';
import { clipsOfDevice, clockOfDevice, pairsOfDevice, setClockError } from '../store/evidence.ts';
import type { Db } from '../store/open.ts';
import { type ClockReading, estimateClock, gpsClockError } from './clock.ts';
import { readingOf } from './clocks-by-links.ts';
import { scoreEach } from './explained.ts';
import { type MatchFootage, matchFootageOf, matchRecordOf } from './inputs.ts';
import { registersOf } from './registers.ts';
import type { Rules } from './rules.ts';

/** What the links of a device's other clips suggest; each clip votes once, by its strongest pair. */
const readingsOfLinks = async (db: Db, rules: Rules, deviceId: string, at: number): Promise<ClockReading[]> => {
  const { horizon } = rules.clock;
  const pairs = (await pairsOfDevice(db, deviceId, at - horizon, at + horizon)).filter(
    ({ decision }) => decision !== 'rejected',
  );
  const strongest = new Map<number, number>();
  for (const { footageId, recordId } of pairs) if (!strongest.has(footageId)) strongest.set(footageId, recordId);
  if (strongest.size < rules.clock.votes) return [];
  const clips = await footageContents(db, [...strongest.keys()]);
  const records = new Map(
    (await recordContents(db, [...new Set(strongest.values())])).map(({ id, data }) => [id, matchRecordOf(id, data)]),
  );
  const nobody = registersOf(rules, [], []);
  return clips.flatMap(({ id, data }) => {
    const record = records.get(strongest.get(id) ?? -1);
    if (record === undefined) return [];
    // On the uncorrected clock: a correction must not vote for itself.
    return scoreEach(rules, nobody, record, [matchFootageOf(id, data)]).flatMap((pair) => readingOf(rules, pair) ?? []);
  });
};

/** What a clip's own track or its device says of its clock, ms. */
const measuredAt = async (tx: Db, rules: Rules, { start, end, track, deviceId }: MatchFootage) => {
  const byTrack = gpsClockError(start, end, track);
  if (byTrack !== undefined || deviceId === undefined) return byTrack;
  const station = await clockOfDevice(tx, deviceId);
  return station !== undefined && Math.abs(station.at - start) <= rules.clock.horizon ? station.offsetMs : undefined;
};

const correctClock = async (
  tx: Db,
  rules: Rules,
  clip: MatchFootage,
  knownErrorMs: number | null,
): Promise<readonly number[]> => {
  const { id, deviceId, start } = clip;
  const change = async (ids: readonly number[], errorMs: number | null): Promise<readonly number[]> => {
    await setClockError(tx, ids, errorMs);
    return ids;
  };
  const measured = await measuredAt(tx, rules, clip);
  if (measured !== undefined || deviceId === undefined)
    return (measured ?? null) === knownErrorMs ? [] : change([id], measured ?? null);
  const { horizon } = rules.clock;
  const others = await clipsOfDevice(tx, deviceId, start - horizon, start + horizon);
  const contents = await footageContents(
    tx,
    others.map((other) => other.id),
  );
  const clips = contents.map(({ id: otherId, data, clockErrorMs }) => {
    const one = matchFootageOf(otherId, data);
    return { id: otherId, at: one.start, clockErrorMs, byTrack: gpsClockError(one.start, one.end, one.track) };
  });
  const byTracks = clips.flatMap(({ at, byTrack: errorMs }): ClockReading[] =>
    errorMs === undefined ? [] : [{ at, errorMs, by: 'gps' }],
  );
  const byLinks = byTracks.length > 0 ? [] : await readingsOfLinks(tx, rules, deviceId, start);
  const errorMs = estimateClock(rules, [...byTracks, ...byLinks], start) ?? null;
  const differing = clips.filter((other) => other.byTrack === undefined && other.clockErrorMs !== errorMs);
  if (differing.length === 0) return [];
  return change(
    differing.map((other) => other.id),
    errorMs,
  );
};

/**
 * Bring the estimates of clips' clock errors up to date: by the clip's own track, else by what its device said of its
 * clock near that time, else by the tracks of the device's other clips, else by what their links agree on. The other
 * unmeasured clips of that device follow when the links correct it. Stored in `clockErrorMs` and used by matching alone;
 * the recording's own times stay as they are.
 *
 * @returns ids of the clips whose estimate changed
 */
export const correctClocks = async (tx: Db, rules: Rules, footageIds: readonly number[]): Promise<number[]> => {
  const changed = new Set<number>();
  for (const { id, data, clockErrorMs } of await footageContents(tx, footageIds)) {
    // What was corrected with a clip before it of the same device is read again.
    const [now] = changed.has(id) ? await footageContents(tx, [id]) : [];
    for (const one of await correctClock(tx, rules, matchFootageOf(id, data), now ? now.clockErrorMs : clockErrorMs))
      changed.add(one);
  }
  return [...changed];
};
