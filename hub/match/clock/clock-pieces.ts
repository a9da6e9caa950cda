/** A camera's clock at one time: camera minus true time, ms. */
export interface ClockReading {
  /** Epoch ms, either clock. */
  readonly at: number;
  readonly errorMs: number;
  /** `gps` and `station` are measurements; `link` is what an aligned clip suggests and counts only in numbers. */
  readonly by: 'gps' | 'station' | 'link';
}

const dayMs = 86_400_000;
/** Faster than this no clock drifts: the standard allows 3 s a day, and ten times as much has been seen. */
export const fastestDriftMs = 60_000;
/** How many readings over how long it takes to tell drift from the error of reading. */
const fewestForDrift = 5;
const shortestForDriftMs = dayMs;

/** @param values at least one */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : Math.round(((sorted[middle - 1] as number) + upper) / 2);
};

/** Ascending in time, and among equals by error. */
export const inTime = (left: ClockReading, right: ClockReading): number =>
  left.at - right.at || left.errorMs - right.errorMs;

/** `median` of three, for whoever asks a million times. */
const middleOf = (one: number, other: number, third: number): number =>
  Math.max(Math.min(one, other), Math.min(Math.max(one, other), third));

/** Each reading's error as its neighbours see it: a single wrong one does not look like a clock that was set. */
const smoothed = (readings: readonly ClockReading[]): number[] =>
  readings.map((_, index) => {
    const first = Math.max(0, Math.min(index - 1, readings.length - 3));
    const [one, other, third] = [readings[first], readings[first + 1], readings[first + 2]];
    if (one && other && third) return middleOf(one.errorMs, other.errorMs, third.errorMs);
    return median(readings.slice(first, first + 3).map(({ errorMs }) => errorMs));
  });

/**
 * The readings since the clock was last set before `at`, until it was set again: between two settings a clock only drifts.
 * Where `at` lies between two pieces, the piece whose reading is nearer counts.
 *
 * @param jumpMs a step beyond this and beyond drift is a setting: by a station, by hand, or to a default date
 * @returns ascending in time; empty when there are no readings
 */
export const pieceAround = (readings: readonly ClockReading[], at: number, jumpMs: number): ClockReading[] => {
  const ordered = [...readings].sort(inTime);
  const smooth = smoothed(ordered);
  const isSetBefore = (index: number): boolean => {
    const [one, other] = [ordered[index - 1] as ClockReading, ordered[index] as ClockReading];
    const step = Math.abs((smooth[index] as number) - (smooth[index - 1] as number));
    return step > jumpMs + (fastestDriftMs * (other.at - one.at)) / dayMs;
  };
  let nearest = 0;
  for (const [index, reading] of ordered.entries())
    if (Math.abs(reading.at - at) < Math.abs((ordered[nearest] as ClockReading).at - at)) nearest = index;
  let [first, last] = [nearest, nearest];
  while (first > 0 && !isSetBefore(first)) first -= 1;
  while (last + 1 < ordered.length && !isSetBefore(last + 1)) last += 1;
  return ordered.slice(first, last + 1);
};

/**
 * How fast a clock went wrong over one piece, ms per ms: Theil–Sen, the median of all slopes, which bears wrong readings; 0
 * where the readings are not enough to tell drift.
 *
 * @param piece at least one reading, ascending in time
 */
export const slopeOf = (piece: readonly Pick<ClockReading, 'at' | 'errorMs'>[]): number => {
  const [first, last] = [piece[0], piece.at(-1)];
  if (first === undefined || last === undefined) return 0;
  if (piece.length < fewestForDrift || last.at - first.at < shortestForDriftMs) return 0;
  const slopes = piece.flatMap((one, index) =>
    piece
      .slice(index + 1)
      .flatMap((other) => (other.at > one.at ? (other.errorMs - one.errorMs) / (other.at - one.at) : [])),
  );
  slopes.sort((left, right) => left - right);
  const slope = slopes[Math.floor(slopes.length / 2)] ?? 0;
  return Math.abs(slope) * dayMs > fastestDriftMs ? 0 : slope;
};

/**
 * The error at a time by the readings of one piece: along the line through them where they are enough to tell drift, else
 * their median.
 *
 * @param piece at least one reading, ascending in time
 */
export const errorAlong = (piece: readonly ClockReading[], at: number): number => {
  const [first, last] = [piece[0] as ClockReading, piece.at(-1) as ClockReading];
  const slope = slopeOf(piece);
  // Nobody knows how it went on long after the last reading.
  const within = Math.max(first.at - dayMs, Math.min(last.at + dayMs, at));
  return Math.round(median(piece.map((reading) => reading.errorMs + slope * (within - reading.at))));
};
