import { footageContents, recordContents } from '../../store/candidates.ts';
import { clipsOfDevice, clockOfDevice, pairsOfDevice } from '../../store/evidence.ts';
import { setClockErrors } from '../../store/match-clocks.ts';
import type { Db } from '../../store/open.ts';
import { gpsClockError } from '../clock/clock.ts';
import { registersOf } from '../frames/registers.ts';
import { type MatchFootage, matchFootageOf, matchRecordOf } from '../inputs.ts';
import { type ClipClock, type ClockVote, clocksByLinks, readingOf } from '../resolve/clocks-by-links.ts';
import { scoreEach } from '../resolve/explained.ts';
import type { Rules } from '../rules/rules.ts';
import { byTime } from './load-registers.ts';

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What the links of a device's clips suggest; each clip votes once, by its strongest pair. */
const votesOfLinks = async (db: Db, rules: Rules, deviceId: string, { from, to }: Stretch): Promise<ClockVote[]> => {
  const pairs = (await pairsOfDevice(db, deviceId, from, to)).filter(({ decision }) => decision !== 'rejected');
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
    return scoreEach(rules, nobody, record, [matchFootageOf(id, data)]).map(
      (pair): ClockVote => ({
        footageId: id,
        deviceId,
        weight: pair.weight,
        record: record.name,
        reading: readingOf(rules, pair),
      }),
    );
  });
};

interface StoredClock extends ClipClock {
  readonly storedMs: number | null;
  readonly measuredMs: number | undefined;
}

const clocksOf = async (tx: Db, rules: Rules, deviceId: string, { from, to }: Stretch): Promise<StoredClock[]> => {
  const station = await clockOfDevice(tx, deviceId);
  const clips = await clipsOfDevice(tx, deviceId, from, to);
  const contents = await footageContents(
    tx,
    clips.map(({ id }) => id),
  );
  return contents.map(({ id, data, clockErrorMs: storedMs }) => {
    const { start, end, track } = matchFootageOf(id, data);
    const byTrackMs = gpsClockError(start, end, track);
    const isRecent = station !== undefined && Math.abs(station.at - start) <= rules.clock.horizon;
    const measuredMs = byTrackMs ?? (isRecent ? station.offsetMs : undefined);
    return { id, deviceId, start, byTrackMs, isKnown: measuredMs !== undefined, measuredMs, storedMs };
  });
};

/** Estimates of a device's clock around some clips of about the same time, each for its own time. */
const correctAround = async (
  tx: Db,
  rules: Rules,
  deviceId: string,
  arrived: readonly MatchFootage[],
): Promise<number[]> => {
  const { horizon } = rules.clock;
  const starts = arrived.map(({ start }) => start);
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  // What arrived counts for clips within the horizon, and for these counts what lies within theirs.
  const wide = { from: first - 2 * horizon, to: last + 2 * horizon };
  const clocks = await clocksOf(tx, rules, deviceId, wide);
  const near = clocks.filter(({ start }) => start >= first - horizon && start <= last + horizon);
  const votes = near.every(({ isKnown }) => isKnown) ? [] : await votesOfLinks(tx, rules, deviceId, wide);
  const estimates = clocksByLinks(rules, votes, clocks);
  const differing = near.flatMap(({ id, storedMs, measuredMs }) => {
    const clockErrorMs = measuredMs ?? estimates.get(id) ?? null;
    return clockErrorMs === storedMs ? [] : [{ id, clockErrorMs }];
  });
  if (differing.length === 0) return [];
  await setClockErrors(tx, differing);
  return differing.map(({ id }) => id);
};

/**
 * Bring the estimates of clips' clock errors up to date: by the clip's own track, else by what its device said of its
 * clock near that time, else by the tracks of the device's other clips, else by what their links agree on; the other
 * clips of the device around follow, each at its own time. Stored in `clockErrorMs` and used by matching alone; the
 * recording's own times stay as they are.
 *
 * @returns ids of the clips whose estimate changed
 */
export const correctClocks = async (tx: Db, rules: Rules, footageIds: readonly number[]): Promise<number[]> => {
  const changed: number[] = [];
  const ofDevices = new Map<string, MatchFootage[]>();
  for (const { id, data, clockErrorMs: storedMs } of await footageContents(tx, footageIds)) {
    const clip = matchFootageOf(id, data);
    const { deviceId, start, end, track } = clip;
    if (deviceId !== undefined) {
      ofDevices.set(deviceId, [...(ofDevices.get(deviceId) ?? []), clip]);
      continue;
    }
    const clockErrorMs = gpsClockError(start, end, track) ?? null;
    if (clockErrorMs === storedMs) continue;
    await setClockErrors(tx, [{ id, clockErrorMs }]);
    changed.push(id);
  }
  for (const [deviceId, clips] of ofDevices)
    for (const group of byTime(clips, ({ start }) => start, rules.clock.horizon))
      changed.push(...(await correctAround(tx, rules, deviceId, group)));
  return [...new Set(changed)];
};
