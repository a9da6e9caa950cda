import type { Regions } from './regions.ts';
import { dayOf, type SpoolFile } from './spool.ts';

/** Records of a region that begin on some days, matched by one thread at a time. */
export interface Partition {
  readonly region: string;
  /** Epoch ms, `to` not included. */
  readonly from: number;
  readonly to: number;
}

const dayMs = 86_400_000;

/**
 * Cut regions into runs of days of about the same size.
 *
 * @param mostBytes of spooled rows in one partition, its margin aside; a single day is never cut
 */
export const planPartitions = (files: readonly SpoolFile[], regions: Regions, mostBytes: number): Partition[] => {
  const sizes = new Map<string, Map<number, number>>();
  for (const { city, day, bytes } of files) {
    if (day === undefined) continue;
    const region = regions.of(city);
    const days = sizes.get(region) ?? new Map<number, number>();
    sizes.set(region, days);
    days.set(day, (days.get(day) ?? 0) + bytes);
  }
  return [...sizes].flatMap(([region, days]) => {
    const partitions: { region: string; from: number; to: number; bytes: number }[] = [];
    for (const [day, bytes] of [...days].sort(([left], [right]) => left - right)) {
      const last = partitions.at(-1);
      const to = (day + 1) * dayMs;
      if (last !== undefined && last.bytes + bytes <= mostBytes && dayOf(last.to) + 1 >= day) {
        partitions[partitions.length - 1] = { ...last, to, bytes: last.bytes + bytes };
      } else partitions.push({ region, from: day * dayMs, to, bytes });
    }
    return partitions.map(({ bytes: _, ...partition }) => partition);
  });
};
