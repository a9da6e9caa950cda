import { footageDomain } from './city.ts';
import { compactTime } from './time.ts';

/**
 * 文件编号 of a docking station, 65 characters: domain (8), `_`, camera (20), recording time by the camera's clock (14),
 * media type (2), mark (2), time of import (14), sequence (4).
 */
export const wjbh = (clip: {
  device: string;
  recordedAt: number;
  audio: boolean;
  keyMark: boolean;
  importedAt: number;
  sequence: number;
}): string =>
  [
    footageDomain,
    '_',
    clip.device,
    compactTime(clip.recordedAt),
    clip.audio ? '01' : '00',
    clip.keyMark ? '01' : '00',
    compactTime(clip.importedAt),
    String(clip.sequence % 10_000).padStart(4, '0'),
  ].join('');
