/**
 * The city's clock. It begins at `startedAt` (real) = `begins` (city) and runs `speed` times as fast as real time, so
 * all simulators of one city agree on the time without talking to each other.
 */
export interface CityClock {
  now(): number;
  /** Real milliseconds until the city's clock shows `at`; 0 when it has passed. */
  until(at: number): number;
}

export interface CityClockSettings {
  /** Epoch ms of real time. */
  startedAt: number;
  /** Epoch ms of city time at `startedAt`. */
  begins: number;
  speed: number;
}

export const cityClock = ({ startedAt, begins, speed }: CityClockSettings): CityClock => {
  const now = (): number => begins + (Date.now() - startedAt) * speed;
  return { now, until: (at) => Math.max(0, (at - now()) / speed) };
};
