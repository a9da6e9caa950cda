import { type ClockPiece, correctedClips, putClockHistory } from '../../store/device-clocks.ts';
import { clockOfDevice } from '../../store/evidence.ts';
import type { Db } from '../../store/open.ts';
import { matchFootageOf } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import { estimateClock, gpsClockError, setMs } from './clock.ts';
import type { ClockReading } from './clock-pieces.ts';
import { fastestDriftMs, median, slopeOf } from './clock-pieces.ts';

const dayMs = 86_400_000;

/** What a clip's clock is thought to be wrong by, and why. */
export interface KnownClock {
  readonly at: number;
  readonly errorMs: number;
  readonly grounds: ClockPiece['grounds'];
}

const pieceOf = (rules: Rules, clocks: readonly KnownClock[]): ClockPiece => {
  const [first, last] = [clocks[0] as KnownClock, clocks.at(-1) as KnownClock];
  const slope = slopeOf(clocks);
  const offsetMs = Math.round(median(clocks.map(({ at, errorMs }) => errorMs - slope * (at - first.at))));
  const off = clocks.map(({ at, errorMs }) => Math.abs(errorMs - offsetMs - slope * (at - first.at)));
  return {
    fromAt: first.at,
    toAt: last.at,
    offsetMs,
    driftMsPerDay: slope * dayMs,
    deviationMs: Math.max(rules.clock.measured, Math.round(median(off))),
    grounds: first.grounds,
    clips: clocks.length,
  };
};

/**
 * The history of a clock by what its clips' clocks were corrected by: a new piece begins where it was set, where the
 * grounds change, and where nothing was recorded for longer than an estimate holds.
 *
 * @param clocks ascending in time
 */
export const clockHistory = (rules: Rules, clocks: readonly KnownClock[]): ClockPiece[] => {
  const pieces: KnownClock[][] = [];
  for (const clock of clocks) {
    const piece = pieces.at(-1);
    const before = piece?.at(-1);
    const apartMs = clock.at - (before?.at ?? 0);
    const goesOn =
      before !== undefined &&
      before.grounds === clock.grounds &&
      apartMs <= rules.clock.horizon &&
      Math.abs(clock.errorMs - before.errorMs) <= setMs + (fastestDriftMs * apartMs) / dayMs;
    if (goesOn) piece?.push(clock);
    else pieces.push([clock]);
  }
  return pieces.map((piece) => pieceOf(rules, piece));
};

/**
 * Write down how a device's clock went, from the estimates that stand with its clips, whoever made them. Repeating it
 * changes nothing.
 *
 * @param tx a transaction
 */
export const keepClockHistory = async (tx: Db, rules: Rules, deviceId: string): Promise<void> => {
  const station = await clockOfDevice(tx, deviceId);
  const clips = (await correctedClips(tx, deviceId)).map(({ data, clockErrorMs }) => {
    const { start, end, track } = matchFootageOf(0, data);
    return { at: start, errorMs: clockErrorMs ?? 0, byTrackMs: gpsClockError(start, end, track) };
  });
  const tracks = clips.flatMap(({ at, byTrackMs }): ClockReading[] =>
    byTrackMs === undefined ? [] : [{ at, errorMs: byTrackMs, by: 'gps' }],
  );
  const groundsOf = ({ at, errorMs, byTrackMs }: (typeof clips)[number]): ClockPiece['grounds'] => {
    if (byTrackMs !== undefined) return 'gps';
    const isOfStation = station !== undefined && Math.abs(station.at - at) <= rules.clock.horizon;
    if (isOfStation && station.offsetMs === errorMs) return 'station';
    return estimateClock(rules, tracks, at) === errorMs ? 'gps' : 'link';
  };
  const known = clips.map((clip): KnownClock => ({ at: clip.at, errorMs: clip.errorMs, grounds: groundsOf(clip) }));
  // Two clips of one device that begin in the same millisecond are one clip that came twice.
  const history = clockHistory(rules, known);
  await putClockHistory(tx, deviceId, [...new Map(history.map((piece) => [piece.fromAt, piece])).values()]);
};
