import { askEmbedded, type Playback } from './embed.ts';
import type { Fix } from './footage.ts';

/** Where a camera was during a clip. Moments are by the camera's own clock. */
export const readTrack = async (playback: Playback, recordId: number, footageId: number): Promise<readonly Fix[]> =>
  (await askEmbedded<{ track: Fix[] }>(playback, `/tracks?recordId=${recordId}&footageId=${footageId}`)).track;
