import { execFile } from 'node:child_process';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import exifr from 'exifr';
import { z } from 'zod';
import { ConfigurationError } from '../../hub/core/errors.ts';
import { toIso } from '../../hub/core/time.ts';
import { codeOf } from '../_kit/network-error.ts';
import { readTime } from '../_kit/time-text.ts';
import { readSubtitleTrack, type TrackPoint } from './subtitle-track.ts';

const run = promisify(execFile);
const limits = { timeout: 60_000, killSignal: 'SIGKILL', maxBuffer: 16 * 2 ** 20 } as const;

const tagsSchema = z.record(z.string(), z.string()).default({});
const probeSchema = z.object({
  streams: z.array(z.object({ codec_type: z.string().optional(), tags: tagsSchema })).default([]),
  format: z.object({ duration: z.coerce.number().optional(), tags: tagsSchema }).default({ tags: {} }),
});

/** What a recording says of itself. Absent: it does not say, or not in a way that is known. */
export interface MediaFacts {
  /** Length in seconds. */
  seconds?: number;
  /** When the recording began, as the device wrote it: ISO 8601, or wall time without zone from a picture. */
  startedAt?: string;
  deviceModel?: string;
  deviceSerial?: string;
  /** Where it began, WGS84. */
  lon?: number;
  lat?: number;
  /** `at` is there when the beginning is known. */
  track?: (TrackPoint & { at?: string })[];
  /** Why nothing could be read. */
  unreadable?: string;
}

const pictures = new Set(['.jpg', '.jpeg', '.heic', '.png', '.tif', '.tiff']);

const present = <T extends object>(facts: T): T =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as T;

const fromPicture = async (path: string): Promise<MediaFacts> => {
  const exif = (await exifr.parse(path, { reviveValues: false, gps: true, tiff: true, exif: true })) ?? {};
  const taken: unknown = exif.DateTimeOriginal ?? exif.CreateDate;
  const { latitude, longitude } = exif as { latitude?: number; longitude?: number };
  return present({
    startedAt: typeof taken === 'string' ? taken.replace(/^(\d{4}):(\d\d):(\d\d)/, '$1-$2-$3') : undefined,
    deviceModel: exif.Model as string | undefined,
    deviceSerial: exif.SerialNumber as string | undefined,
    lon: longitude,
    lat: latitude,
  }) as MediaFacts;
};

/** ISO 6709 as cameras write it: `+23.1175+113.3152/`. */
const pointIn = (location: string | undefined): { lat: number; lon: number } | undefined => {
  const [, lat, lon] = /^([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)/.exec(location ?? '') ?? [];
  return lat === undefined || lon === undefined ? undefined : { lat: Number(lat), lon: Number(lon) };
};

const fromRecording = async (path: string, ffprobe: string): Promise<MediaFacts> => {
  const args = ['-v', 'error', '-print_format', 'json', '-show_format', '-show_streams', '-i', path];
  const { stdout } = await run(ffprobe, args, limits);
  const { streams, format } = probeSchema.parse(JSON.parse(stdout || '{}'));
  const tags = Object.fromEntries(
    [...streams.map((stream) => stream.tags), format.tags].flatMap((list) =>
      Object.entries(list).map(([name, value]) => [name.toLowerCase(), value]),
    ),
  );
  const track = streams.some(({ codec_type }) => codec_type === 'subtitle')
    ? await readSubtitleTrack(path, ffprobe)
    : undefined;
  return present({
    seconds: format.duration,
    startedAt: tags['com.apple.quicktime.creationdate'] ?? tags.creation_time,
    deviceModel: tags['com.apple.quicktime.model'] ?? tags.model,
    ...pointIn(tags['com.apple.quicktime.location.iso6709'] ?? tags.location),
    track,
  }) as MediaFacts;
};

/**
 * Read what a media file says of itself: EXIF of a picture, the container's tags and a GPS track in the subtitles of a
 * recording. A broken file is no error here: it says so.
 *
 * @throws ConfigurationError when ffprobe is not there
 */
export const readMediaFacts = async (path: string, ffprobe: string): Promise<MediaFacts> => {
  try {
    return pictures.has(extname(path).toLowerCase()) ? await fromPicture(path) : await fromRecording(path, ffprobe);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && error instanceof Error && error.message.includes('spawn')) {
      throw new ConfigurationError(`[hub] [folder-watch] the program ${ffprobe} cannot be started`, {
        cause: error,
        remedy: 'install ffmpeg (apt-get install ffmpeg), or name its ffprobe in the settings',
      });
    }
    const said = error instanceof Error ? ((error as { stderr?: string }).stderr ?? error.message) : String(error);
    return { unreadable: said.trim().split('\n').at(-1) ?? 'unknown' };
  }
};

/**
 * Give the points of a track their times.
 *
 * @param start when the recording began; many cameras write local time into a tag that says UTC, so a time in the
 * file's name comes first
 */
export const timedTrack = (facts: MediaFacts, start: string | undefined): MediaFacts => {
  const from = readTime(start ?? facts.startedAt, 'Asia/Shanghai');
  if (from === undefined || facts.track === undefined) return facts;
  return {
    ...facts,
    track: facts.track.map((point) => ({ ...point, at: toIso(from + Math.round(point.seconds * 1000)) })),
  };
};
