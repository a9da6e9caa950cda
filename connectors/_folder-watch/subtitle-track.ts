import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

/** One fix of a track; seconds from the beginning of the recording. */
export interface TrackPoint {
  seconds: number;
  lon: number;
  lat: number;
}

const packetsSchema = z.object({
  packets: z.array(z.object({ pts_time: z.coerce.number().optional(), data: z.string().optional() })).default([]),
});

/** The bytes in ffprobe's dump: lines of an offset, groups of hex digits, and the text again. */
const bytesOfDump = (dump: string): Buffer =>
  Buffer.concat(
    dump.split('\n').map((line) => {
      const hex = /^[0-9a-f]{8}: ((?:[0-9a-f]{2,4} ?)+)/.exec(line)?.[1] ?? '';
      return Buffer.from(hex.replaceAll(' ', ''), 'hex');
    }),
  );

const number = String.raw`(-?\d{1,3}\.\d{3,})`;
const labelled = {
  lat: new RegExp(String.raw`(?:lat|latitude|纬度|[NS])\W{0,3}${number}`, 'i'),
  lon: new RegExp(String.raw`(?:lon|lng|longitude|经度|[EW])\W{0,3}${number}`, 'i'),
};
const pair = new RegExp(`${number}[^\\d-]{1,4}${number}`);

/**
 * A place in a line of text that a camera writes under its picture: labelled (`lat: 23.11 lon: 113.31`, `N23.11 E113.31`)
 * or two numbers, of which the one beyond 54 is the longitude in this country.
 */
export const pointInText = (text: string): { lon: number; lat: number } | undefined => {
  const [lat, lon] = [labelled.lat.exec(text)?.[1], labelled.lon.exec(text)?.[1]];
  if (lat !== undefined && lon !== undefined) return { lon: Number(lon), lat: Number(lat) };
  const [, first, second] = pair.exec(text) ?? [];
  if (first === undefined || second === undefined) return undefined;
  const [low, high] = [Number(first), Number(second)].sort((left, right) => left - right) as [number, number];
  return low >= 3 && low <= 54 && high >= 73 && high <= 136 ? { lon: high, lat: low } : undefined;
};

/** The GPS track in the subtitles of a recording; undefined when no line holds a place. */
export const readSubtitleTrack = async (path: string, ffprobe: string): Promise<TrackPoint[] | undefined> => {
  const args = ['-v', 'error', '-select_streams', 's:0', '-show_packets', '-show_data', '-print_format', 'json'];
  const { stdout } = await run(ffprobe, [...args, '-i', path], {
    timeout: 60_000,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 2 ** 20,
  });
  const track = packetsSchema.parse(JSON.parse(stdout || '{}')).packets.flatMap(({ pts_time: seconds, data = '' }) => {
    const point = seconds === undefined ? undefined : pointInText(bytesOfDump(data).toString('utf8'));
    return point === undefined || seconds === undefined ? [] : [{ seconds, ...point }];
  });
  return track.length > 0 ? track : undefined;
};
