import { z } from '@hono/zod-openapi';
import { toIso } from '../../core/time.ts';
import type { Stretch } from '../../media/stretch.ts';
import type { FootageRow } from '../../store/footage.ts';
import { mediaStates, renditionStates } from '../../store/tables/catalogue.ts';
import { given } from '../_kit/given.ts';
import type { Names } from './record-item.ts';

/** Where the bytes are and what can be played; addresses are relative to the hub. */
export const mediaSchema = z.object({
  state: z.enum(mediaStates),
  rendition: z.enum(renditionStates),
  bytes: z.number().int().optional(),
  sha256: z.string().optional(),
  sm3: z.string().optional().openapi({ description: 'GB/T 32905, of the same bytes, taken in the same pass' }),
  poster: z.string().optional(),
  manifest: z.string().optional().openapi({
    description: 'Of the rendition; while there is none, of segments that are made when they are asked for',
  }),
  storyboard: z
    .string()
    .optional()
    .openapi({ description: 'WebVTT cues into sheets of small pictures, or of whole ones' }),
  waveform: z.string().optional().openapi({ description: '{ every: seconds, peaks: 0 to 255 }' }),
  captions: z
    .object({ url: z.string(), language: z.string().optional() })
    .optional()
    .openapi({ description: 'WebVTT of what is said; the language as the recording names it' }),
  original: z.string().optional(),
  stretches: z
    .array(z.object({ from: z.number(), to: z.number() }))
    .optional()
    .openapi({
      description: 'Present where only these parts may be played, in seconds: the linked ones with their margins',
    }),
});

/** A recording as lists show it. */
export const footageItemSchema = z
  .object({
    id: z.number().int(),
    source: z.string(),
    externalId: z.string(),
    title: z.string().optional(),
    deviceId: z.string().optional(),
    deviceKind: z.string(),
    mediaType: z.string(),
    policeId: z.string().optional(),
    officerName: z.string().optional(),
    org: z.string().optional(),
    orgName: z.string().optional(),
    start: z.string(),
    end: z.string(),
    seconds: z.number(),
    keyMark: z.boolean(),
    linkCount: z.number().int(),
    hasTrack: z.boolean(),
    clockErrorMs: z.number().optional(),
    media: mediaSchema,
  })
  .openapi('FootageItem');
export type FootageItem = z.infer<typeof footageItemSchema>;

const captionsOf = ({ renditionState, captions }: FootageRow, base: string): FootageItem['media']['captions'] =>
  renditionState === 'ready' && captions !== null
    ? { url: `${base}/captions.vtt`, ...(captions === 'und' ? {} : { language: captions }) }
    : undefined;

/**
 * @param playback put into the addresses, so that they work without a cookie; segment addresses inherit it, because it
 *   is part of the path
 */
const media = (row: FootageRow, playback: string | undefined): FootageItem['media'] => {
  const base = `/media/${row.id}${playback === undefined ? '' : `/p/${playback}`}`;
  const ready = row.renditionState === 'ready';
  const plays = row.mediaType === 'video' || row.mediaType === 'audio';
  const onDemand = row.mediaState === 'stored' && plays && !ready && row.renditionState !== 'direct';
  return {
    state: row.mediaState,
    rendition: row.renditionState,
    ...given({
      bytes: row.bytes ?? row.data.media.bytes,
      sha256: row.sha256 ?? row.data.media.sha256,
      sm3: row.sm3,
      poster: ready && row.videoCodec !== null ? `${base}/poster.jpg` : undefined,
      manifest: ready ? `${base}/master.m3u8` : onDemand ? `${base}/now.m3u8` : undefined,
      storyboard: ready && row.videoCodec !== null ? `${base}/storyboard.vtt` : undefined,
      waveform: ready && row.audioCodec !== null ? `${base}/waveform.json` : undefined,
      captions: captionsOf(row, base),
      // Also while it is elsewhere: asking for it is what brings it here.
      original: ['none', 'lost', 'deleted'].includes(row.mediaState) ? undefined : `${base}/original`,
    }),
  };
};

/** The same recording for somebody who may see only parts of it. @param at second of the picture that stands for it */
export const narrowed = (
  item: FootageItem,
  row: FootageRow,
  { stretches, at, playback }: { stretches: readonly Stretch[]; at: number; playback: string },
): FootageItem => {
  const { storyboard: _, poster: __, original, ...rest } = item.media;
  const isHere = row.mediaState === 'stored';
  const base = `/media/${row.id}/p/${playback}`;
  return {
    ...item,
    media: {
      ...rest,
      stretches: [...stretches],
      ...given({
        poster: isHere && row.videoCodec !== null ? `${base}/still-${Math.ceil(at)}.jpg` : undefined,
        storyboard: isHere && row.videoCodec !== null ? `${base}/storyboard.vtt` : undefined,
        manifest: item.media.manifest ?? (isHere ? `${base}/now.m3u8` : undefined),
        original: isHere ? undefined : original,
      }),
    },
  };
};

export const secondsOf = (row: FootageRow): number => (row.durationMs ?? row.endAt - row.startAt) / 1000;

export const footageItem = (row: FootageRow, names: Names, playback?: string): FootageItem => ({
  id: row.id,
  source: row.source,
  externalId: row.externalId,
  deviceKind: row.deviceKind,
  mediaType: row.mediaType,
  ...given({
    title: row.data.title,
    deviceId: row.deviceId,
    policeId: row.policeId,
    officerName: row.data.officerName ?? (row.policeId === null ? undefined : names.people.get(row.policeId)),
    org: row.org,
    orgName: row.org === null ? undefined : names.orgs.get(row.org),
    clockErrorMs: row.clockErrorMs,
  }),
  start: toIso(row.startAt),
  end: toIso(row.endAt),
  seconds: secondsOf(row),
  keyMark: row.keyMark,
  linkCount: names.linkCounts.get(row.id) ?? 0,
  hasTrack: row.data.track.length > 0,
  media: media(row, playback),
});
