import { isWithin, orgPrefix } from '../../core/org.ts';
import type { FootageRow } from '../../store/footage.ts';
import type { VolumeRow } from '../../store/volumes.ts';

/** What routing looks at. */
export type RoutedClip = Pick<FootageRow, 'org' | 'deviceKind' | 'endAt'>;
type Rules = Pick<VolumeRow, 'orgs' | 'deviceKinds' | 'fromDays' | 'toDays'>;

const dayMs = 86_400_000;

/** Digits of the organisation a volume was declared for that the recording is of: the more, the more it is meant for it. */
const closeness = ({ orgs }: Rules, { org }: RoutedClip): number =>
  Math.max(0, ...orgs.filter((one) => org !== null && isWithin(org, one)).map((one) => orgPrefix(one).length));

/** Whether the rules of a volume take a recording, by organisation, kind of device and age. */
export const takes = (rules: Rules, clip: RoutedClip, now: number): boolean => {
  const days = Math.max(0, (now - clip.endAt) / dayMs);
  return (
    (rules.orgs.length === 0 || closeness(rules, clip) > 0) &&
    (rules.deviceKinds.length === 0 || rules.deviceKinds.includes(clip.deviceKind)) &&
    (rules.fromDays === null || days >= rules.fromDays) &&
    (rules.toDays === null || days < rules.toDays)
  );
};

/** Bytes the hub may still write to a volume; without a bound where nobody has set one and it cannot say. */
export const roomOn = ({ capacityBytes, usedBytes, reserveBytes, freeBytes }: VolumeRow): number =>
  Math.min(
    freeBytes === null ? Number.POSITIVE_INFINITY : freeBytes - reserveBytes,
    capacityBytes === null ? Number.POSITIVE_INFINITY : capacityBytes - usedBytes,
  );

/**
 * The volumes that take a recording, best first: the one meant for its organisation, then the nearest, then the one with
 * the most room.
 */
export const inOrder = <V extends { readonly row: VolumeRow }>(
  volumes: readonly V[],
  clip: RoutedClip,
  now = Date.now(),
): V[] =>
  volumes
    .filter(({ row }) => row.state === 'open' && takes(row, clip, now))
    .sort(
      (a, b) =>
        closeness(b.row, clip) - closeness(a.row, clip) ||
        a.row.distance - b.row.distance ||
        // Two volumes without a bound are equal, not NaN apart.
        (roomOn(a.row) === roomOn(b.row) ? 0 : roomOn(b.row) - roomOn(a.row)),
    );
