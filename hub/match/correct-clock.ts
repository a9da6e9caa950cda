import { footageContents, recordContents } from '../store/candidates.ts';
import { clipsOfDevice, clockOfDevice, pairsOfDevice, setClockError } from '../store/evidence.ts';
import type { Db } from '../store/open.ts';
import { type ClockReading, estimateClock, gpsClockError } from './clock.ts';
import { readingOf } from './clocks-by-links.ts';
import { matchFootageOf, matchRecordOf } from './inputs.ts';
import { registersOf } from './registers.ts';
import type { Rules } from './rules.ts';
import { scorePair } from './score.ts';
import { subjectOfFootage, subjectOfRecord } from './subject.ts';

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
    const pair = scorePair(
      rules,
      nobody,
      subjectOfRecord(rules, record),
      subjectOfFootage(rules, matchFootageOf(id, data)),
    );
    return readingOf(rules, pair) ?? [];
  });
};

/**
 * Bring the estimate of a clip's clock error up to date: by its own track, else by what its device said of its clock near
 * that time, else by the tracks of the device's other clips, else by what their links agree on. The other unmeasured clips of that device follow when the links
 * correct it. Stored in `clockErrorMs` and used by matching alone; the recording's own times stay as they are.
 *
 * @returns ids of the clips whose estimate changed
 */
export const correctClock = async (tx: Db, rules: Rules, footageId: number): Promise<number[]> => {
  const [content] = await footageContents(tx, [footageId]);
  if (content === undefined) return [];
  const { data } = content;
  const { start, end, track } = matchFootageOf(footageId, data);
  const change = async (ids: readonly number[], errorMs: number | undefined): Promise<number[]> => {
    await setClockError(tx, ids, errorMs ?? null);
    return [...ids];
  };
  const byTrack = gpsClockError(start, end, track);
  const station =
    data.deviceId === undefined || byTrack !== undefined ? undefined : await clockOfDevice(tx, data.deviceId);
  const isTimely = station !== undefined && Math.abs(station.at - start) <= rules.clock.horizon;
  const measured = byTrack ?? (isTimely ? station.offsetMs : undefined);
  if (measured !== undefined || data.deviceId === undefined) {
    return (measured ?? null) === content.clockErrorMs ? [] : change([footageId], measured);
  }
  const { horizon } = rules.clock;
  const others = await clipsOfDevice(tx, data.deviceId, start - horizon, start + horizon);
  const clips = (
    await footageContents(
      tx,
      others.map(({ id }) => id),
    )
  ).map(({ id, data: other, clockErrorMs }) => {
    const one = matchFootageOf(id, other);
    return { id, at: one.start, clockErrorMs, byTrack: gpsClockError(one.start, one.end, one.track) };
  });
  const byTracks = clips.flatMap(({ at, byTrack: errorMs }): ClockReading[] =>
    errorMs === undefined ? [] : [{ at, errorMs, by: 'gps' }],
  );
  const byLinks = byTracks.length > 0 ? [] : await readingsOfLinks(tx, rules, data.deviceId, start);
  const errorMs = estimateClock(rules, [...byTracks, ...byLinks], start) ?? null;
  const differing = clips.filter((clip) => clip.byTrack === undefined && clip.clockErrorMs !== errorMs);
  return differing.length === 0
    ? []
    : change(
        differing.map(({ id }) => id),
        errorMs ?? undefined,
      );
};
