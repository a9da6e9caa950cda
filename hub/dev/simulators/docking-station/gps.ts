import type { Clip } from '../../city/model.ts';
import { offset } from '../../city/place.ts';
import { randomOf } from '../../city/random.ts';

/** The side file of a clip: its true track with a receiver's noise; undefined for a camera without GPS. */
export const gpsText = (clip: Clip): string | undefined => {
  if (!clip.track) return undefined;
  const random = randomOf(clip.id, 'gps');
  const lines = clip.track.map(([at, lon, lat]) => {
    const accuracy = random.int(3, 12);
    const fix = offset({ lon, lat }, random.normal(accuracy / 2), random.normal(accuracy / 2));
    return `${at},${fix.lon},${fix.lat},${accuracy}\n`;
  });
  return lines.join('');
};
