import type { City, CityCamera } from './model.ts';
import { day, midnight } from './time.ts';

/** How far a camera's clock is ahead of the truth at that moment, in whole milliseconds. */
export const clockErrorAt = (city: City, camera: CityCamera, at: number): number =>
  Math.round(camera.clockOffsetMs + (camera.driftMsPerDay * (at - midnight(city.firstDay))) / day);
