import type { City, Clip } from '../../city/model.ts';
import { compactDate, compactTime } from '../../city/time.ts';

/** Start of the recording as the camera's own clock has it; everything a station writes about a file uses this. */
export const recordedAt = (clip: Clip): number => clip.from + clip.clockErrorMs;

/** `media/yyyyMMdd/MP4/<device>@yyyyMMddHHmmss00NN.MP4`, as cameras and stations name files on disk. */
export const mediaPath = (city: City, clip: Clip): string => {
  const serial = city.cameras.find(({ id }) => id === clip.device)?.serial ?? clip.device.slice(-7);
  const at = recordedAt(clip);
  const kind = clip.mediaType === 'audio' ? 'M4A' : 'MP4';
  return `media/${compactDate(at)}/${kind}/${serial}@${compactTime(at)}00${clip.id.slice(-2)}.${kind}`;
};

/** The side file with the camera's fixes stands beside the media file. */
export const gpsPath = (path: string): string => path.replace(/\.\w+$/, '.gps');
