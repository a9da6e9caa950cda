import type { Service } from './posting.ts';

/** What is left of a stretch of service where others are taken out of it. */
const without = <S extends Service>(service: S, others: readonly Service[]): S[] => {
  let left: S[] = [service];
  for (const { since, until } of others) {
    const end = until ?? Number.POSITIVE_INFINITY;
    left = left.flatMap((one): S[] => {
      const last = one.until ?? Number.POSITIVE_INFINITY;
      if (last <= since || one.since >= end) return [one];
      return [
        ...(one.since < since ? [{ ...one, until: since }] : []),
        ...(until !== null && until < last ? [{ ...one, since: until }] : []),
      ];
    });
  }
  return left;
};

/** Without dates nothing is said of any moment in particular. */
const isDated = ({ since, until }: Service): boolean => since > 0 || until !== null;

/**
 * Where an officer served, after a roster was read: what it says replaces what was known of the same beginning, and of the
 * time it speaks of. A corrected date of a transfer thereby takes the wrong one back.
 */
export const servicesAfter = <S extends Service>(known: readonly S[], read: readonly S[]): S[] => {
  const beginnings = new Set(read.map(({ since }) => since));
  const stale = known.filter(({ since }) => !beginnings.has(since));
  const kept = stale.flatMap((one) => without(one, read.filter(isDated)));
  return [...new Map([...kept, ...read].map((one) => [one.since, one])).values()];
};
