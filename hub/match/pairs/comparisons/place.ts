import { codesOf } from '../../rules/levels.ts';
import type { PrepareComparison } from '../comparison.ts';
import { prepareSight, type Sighting } from '../sight.ts';

const level = codesOf('place');

/** A car with its lights on: what a track with a hole at the event cannot rule out. */
const fastestMetresPerSecond = 25;

/** Nearness is evidence; distance is evidence only where the event was observed or could not be reached in time. */
export const preparePlace: PrepareComparison = (frames) => {
  const sight = prepareSight(frames);
  const { at, close, around, elsewhere } = frames.rules.comparisons.place;
  const seen: Sighting = { nearestM: 0.5, stay: 0.5, linger: 0.5, isSeen: false, awayMs: 0.5 };
  return (record, clip, { shiftMs }) => {
    if (!sight(record, clip, shiftMs, seen)) return 0;
    const { nearestM, stay, linger, isSeen, awayMs } = seen;
    if (stay >= 0.5) return level.stayed;
    if (linger >= 0.5) return level.lingered;
    if (isSeen && nearestM <= close.within) return level.passed;
    if (nearestM <= at.within) return level.at;
    if (nearestM <= close.within) return level.close;
    if (!isSeen && nearestM <= elsewhere.within + (awayMs / 1000) * fastestMetresPerSecond) return 0;
    if (nearestM <= around.within) return level.around;
    return nearestM <= elsewhere.within ? level.elsewhere : level.far;
  };
};
