import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { clockErrorAt } from '../../city/camera-clock.ts';
import { wjbh } from '../../city/clip-id.ts';
import { readJsonLines } from '../../city/json-lines.ts';
import type { City, Clip } from '../../city/model.ts';
import { randomOf } from '../../city/random.ts';
import { trackOf } from '../../city/track.ts';

/** Body of `POST /sim/clips`. */
export const extraClipSchema = z.object({
  policeId: z.string().regex(/^\d{6}$/),
  /** 20-digit camera id; the officer's own when absent. */
  device: z
    .string()
    .regex(/^\d{20}$/)
    .optional(),
  /** True start, epoch ms or ISO 8601 with offset. */
  start: z.union([z.number().int(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]),
  seconds: z.number().int().min(1).max(3600),
  /** 12-digit code of an organisation with a docking station. */
  org: z.string().regex(/^\d{12}$/),
  /** Written on the picture for the whole clip. */
  label: z.string().max(24).optional(),
  /** How far the camera's clock is ahead; that camera's own error when absent. */
  clockErrorMs: z.number().int().optional(),
  /** Where the camera was all the time, WGS-84; the file has no positions when absent. */
  place: z.object({ lon: z.number(), lat: z.number() }).optional(),
});
export type ExtraClip = z.infer<typeof extraClipSchema>;

/** Sequence numbers of extra clips begin above those of any day. */
const firstSequence = 9000;

/** Clips recorded on request. They are kept in a file beside the media, so that their addresses outlive a restart. */
export const extraClips = (city: City, folder: string) => {
  const file = join(folder, 'extra-clips.jsonl');
  const clips = readJsonLines(file) as Clip[];

  /** Throws an Error that says what to change when the clip cannot be recorded. */
  const record = (wanted: ExtraClip, now: number): Clip => {
    const device = wanted.device ?? city.officers.find(({ policeId }) => policeId === wanted.policeId)?.camera;
    if (!device) throw new Error(`officer ${wanted.policeId} has no camera; name a device`);
    const station = city.stations.find(({ org }) => org === wanted.org);
    if (!station) {
      throw new Error(
        `no docking station at ${wanted.org}; take one of ${city.stations.map(({ org }) => org).join(', ')}`,
      );
    }
    const camera = city.cameras.find(({ id }) => id === device);
    const { start: from } = wanted;
    const to = from + wanted.seconds * 1000;
    const clockErrorMs = wanted.clockErrorMs ?? (camera ? clockErrorAt(city, camera, from) : 0);
    const sequence = firstSequence + (clips.length % 1000);
    const importedAt = Math.floor(now / 1000) * 1000;
    const id = wjbh({ device, recordedAt: from + clockErrorMs, audio: false, keyMark: false, importedAt, sequence });
    const clip: Clip = {
      id,
      via: 'docking-station',
      station: station.id,
      device,
      officer: wanted.policeId,
      claimedOfficer: wanted.policeId,
      org: wanted.org,
      from,
      to,
      clockErrorMs,
      uploadedAt: importedAt,
      keyMark: false,
      mediaType: 'video',
      codec: 'h264',
      ...(wanted.place ? { track: trackOf(randomOf(city.seed, 'extra clip', id), wanted.place, from, to) } : {}),
      shows: wanted.label ? [{ event: wanted.label, from, to }] : [],
    };
    mkdirSync(folder, { recursive: true });
    appendFileSync(file, `${JSON.stringify(clip)}\n`);
    clips.push(clip);
    return clip;
  };
  return { all: (): readonly Clip[] => clips, record };
};
