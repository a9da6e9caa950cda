import { estimateClock, gpsClockError } from '../clock/clock.ts';
import { type ClockReading, inTime } from '../clock/clock-pieces.ts';
import type { MatchFootage } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import type { Resolved, Scored } from './explained.ts';

/**
 * What a pair suggests about its camera's clock: how far from the arrivals the clip begins, on the uncorrected clock. Right
 * clocks scatter around them, so a few wrong pairs do not look as if they agreed. Only pairs an officer ties, and only where
 * an arrival was written down to the minute.
 */
export const readingOf = (rules: Rules, { left, right, window, levels }: Scored): ClockReading | undefined => {
  const { exact, issued } = rules.comparisons.officer;
  const { elsewhere, far } = rules.comparisons.place;
  if (window.coarse || levels.place === elsewhere || levels.place === far) return undefined;
  if (left.record.kind === 'traffic-camera' || (levels.officer !== exact && levels.officer !== issued))
    return undefined;
  const { start } = right.footage;
  const { arrival, arrivedBy } = window;
  if (Number.isNaN(arrival) || Number.isNaN(arrivedBy)) return undefined;
  const errorMs = start < arrival ? start - arrival : Math.max(0, start - arrivedBy);
  return { at: start, errorMs, by: 'link' };
};

/** What the strongest pair of a clip says of its camera's clock. */
export interface ClockVote {
  readonly footageId: number;
  readonly deviceId: string;
  /** Of the pair: bits, and the name of the record. */
  readonly weight: number;
  readonly record: string;
  /** Absent: that pair says nothing, and no weaker one is asked. */
  readonly reading: ClockReading | undefined;
}

/** Equals in the order of their records' names, so that the order of arrival does not matter. */
const isStronger = (one: ClockVote, other: ClockVote): boolean =>
  one.weight > other.weight || (one.weight === other.weight && one.record < other.record);

/** The strongest vote of each clip, by its id. */
export const strongestVotes = (
  votes: Iterable<ClockVote>,
  into: Map<number, ClockVote> = new Map(),
): Map<number, ClockVote> => {
  for (const vote of votes) {
    const known = into.get(vote.footageId);
    if (known === undefined || isStronger(vote, known)) into.set(vote.footageId, vote);
  }
  return into;
};

/** Votes of pairs that are linked or offered; a clip whose clock was measured has none. */
export const votesOf = (rules: Rules, resolved: Iterable<Resolved>): ClockVote[] => {
  const votes: ClockVote[] = [];
  for (const { pair, weight, decision } of resolved) {
    const { id, deviceId } = pair.right.footage;
    if (decision === undefined || pair.right.isMeasured || deviceId === undefined) continue;
    votes.push({ footageId: id, deviceId, weight, record: pair.left.record.name, reading: readingOf(rules, pair) });
  }
  return votes;
};

/** What is to be known of a clip to correct its clock by those of its device. */
export interface ClipClock {
  readonly id: number;
  readonly deviceId: string;
  /** On the camera's own clock, epoch ms. */
  readonly start: number;
  /** What its own track says, ms. */
  readonly byTrackMs: number | undefined;
  /** Measured otherwise: nothing is to be estimated. */
  readonly isKnown: boolean;
}

export const clipClockOf = ({ id, deviceId, start, end, track, clockErrorMs }: MatchFootage): ClipClock[] =>
  deviceId === undefined
    ? []
    : [{ id, deviceId, start, byTrackMs: gpsClockError(start, end, track), isKnown: clockErrorMs !== undefined }];

/**
 * Of the clips of one camera for one record the first: people switch on when they arrive, and what was filmed of the event
 * after that begins later and says nothing new.
 *
 * @param votes one of each clip at most
 */
const firstOfRecords = (votes: Iterable<ClockVote>): (ClockVote & { readonly reading: ClockReading })[] => {
  const first = new Map<string, ClockVote & { readonly reading: ClockReading }>();
  for (const vote of votes) {
    const { reading } = vote;
    if (reading === undefined) continue;
    const key = `${vote.deviceId} ${vote.record}`;
    const known = first.get(key);
    if (known === undefined || reading.at < known.reading.at) first.set(key, { ...vote, reading });
  }
  return [...first.values()];
};

/**
 * Clock errors that the other clips of a device suggest, by clip id, in ms: by their tracks, else by their links, of which
 * each clip's strongest votes and each record one. Only for clips whose own clock was not measured.
 */
export const clocksByLinks = (
  rules: Rules,
  votes: Iterable<ClockVote>,
  clips: readonly ClipClock[],
): Map<number, number> => {
  const byDevice = new Map<string, ClockReading[]>();
  const note = (deviceId: string, reading: ClockReading): void => {
    const known = byDevice.get(deviceId);
    if (known) known.push(reading);
    else byDevice.set(deviceId, [reading]);
  };
  for (const { deviceId, reading } of firstOfRecords(strongestVotes(votes).values())) note(deviceId, reading);
  for (const { deviceId, start, byTrackMs } of clips)
    if (byTrackMs !== undefined) note(deviceId, { at: start, errorMs: byTrackMs, by: 'gps' });
  // Once for all clips of a device: each of them looks at its readings in this order.
  for (const readings of byDevice.values()) readings.sort(inTime);
  const errors = new Map<number, number>();
  for (const { id, deviceId, start, byTrackMs, isKnown } of clips) {
    const readings = byDevice.get(deviceId);
    if (readings === undefined || isKnown || byTrackMs !== undefined) continue;
    const error = estimateClock(rules, readings, start);
    if (error !== undefined) errors.set(id, error);
  }
  return errors;
};
