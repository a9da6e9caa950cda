import type { ClockVote } from '../resolve/clocks-by-links.ts';

/** Devices are shared out over so many parts; each is estimated from all that the whole run found out about it. */
export const clockBuckets = 8;

/** What a clip's own track says of its camera's clock. */
export interface TrackClock {
  readonly footageId: number;
  readonly deviceId: string;
  /** On the camera's own clock, epoch ms. */
  readonly at: number;
  readonly errorMs: number;
}

/** What one part of a run found out about the clocks of some devices. */
export interface ClocksFound {
  readonly votes: ClockVote[];
  readonly tracks: TrackClock[];
}

const bucketOf = (deviceId: string): number => {
  let sum = 0;
  for (let at = 0; at < deviceId.length; at += 1) sum = (Math.imul(sum, 31) + deviceId.charCodeAt(at)) >>> 0;
  return sum % clockBuckets;
};

/** Sort what was found into buckets of devices; empty ones are left out. */
export const inBuckets = (votes: Iterable<ClockVote>, tracks: Iterable<TrackClock>): Map<number, ClocksFound> => {
  const buckets = new Map<number, ClocksFound>();
  const bucket = (deviceId: string): ClocksFound => {
    const number = bucketOf(deviceId);
    const known = buckets.get(number) ?? { votes: [], tracks: [] };
    buckets.set(number, known);
    return known;
  };
  for (const vote of votes) bucket(vote.deviceId).votes.push(vote);
  for (const track of tracks) bucket(track.deviceId).tracks.push(track);
  return buckets;
};
