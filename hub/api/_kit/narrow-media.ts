import { text as textOf } from 'node:stream/consumers';
import type { Context } from 'hono';
import type { Actor } from '../../access/actor.ts';
import { NotFoundError } from '../../core/errors.ts';
import { cutDash } from '../../media/cut-dash.ts';
import { homeVolume } from '../../media/home-volume.ts';
import { segmentSeconds } from '../../media/ladder.ts';
import { onDemandFile } from '../../media/on-demand.ts';
import { renditionFile } from '../../media/rendition-file.ts';
import { stillFile, stillName } from '../../media/still.ts';
import { cutStoryboard } from '../../media/stills.ts';
import {
  cutCaptions,
  cutPlaylist,
  cutWaveform,
  holds,
  type Stretch,
  segmentsOf,
  touches,
} from '../../media/stretch.ts';
import type { FootageRow } from '../../store/footage.ts';
import type { Api } from './api.ts';
import { entryOf } from './look.ts';
import { requireStored } from './on-its-way.ts';
import { OutsideLinkedPartError } from './stretches.ts';

/** What says nothing of any one moment. */
const harmless = /^(?:master\.m3u8|init-\d+\.m4s|now-init\.m4s)$/;
const mostRemembered = 500;
const rememberMs = 60_000;

const readRendition = async (api: Api, row: FootageRow, name: string): Promise<string> => {
  const { path } = renditionFile(row.id, name);
  const volume = homeVolume(api);
  if (row.renditionState !== 'ready' || !(await volume.stat(path)))
    throw new NotFoundError(`[hub] [media] recording ${row.id} has no ${name}`, { remedy: 'play another rendition' });
  return textOf(volume.read(path));
};

const known = new Map<string, { until: number; segments: Promise<Map<string, Stretch>> }>();

/** The segments of one rung of a rendition. */
const segmentsOfRung = (api: Api, row: FootageRow, rung: string): Promise<Map<string, Stretch>> => {
  const key = `${row.id} ${rung}`;
  const found = known.get(key);
  if (found && found.until > Date.now()) return found.segments;
  const segments = readRendition(api, row, `media_${rung}.m3u8`).then(segmentsOf);
  known.delete(key);
  known.set(key, { until: Date.now() + rememberMs, segments });
  segments.catch(() => known.delete(key));
  for (const old of known.keys()) if (known.size > mostRemembered) known.delete(old);
  return segments;
};

/** Whether a file may be sent as it is. */
const liesInside = async (api: Api, row: FootageRow, name: string, stretches: readonly Stretch[]): Promise<boolean> => {
  if (harmless.test(name)) return true;
  // Asking for what is elsewhere brings it here, and gives nothing away.
  if (name === 'original') return row.mediaState !== 'stored';
  const made = /^now-(\d+)\.m4s$/.exec(name)?.[1];
  if (made !== undefined) {
    const from = Number(made) * segmentSeconds;
    return touches(stretches, { from, to: from + segmentSeconds });
  }
  const rung = /^seg-(\d+)-\d+\.m4s$/.exec(name)?.[1];
  const place = rung === undefined ? undefined : (await segmentsOfRung(api, row, rung)).get(name);
  return place !== undefined && touches(stretches, place);
};

/** What is sent in part, by name. */
const cuts: readonly [
  name: RegExp,
  type: string,
  cut: (text: string, stretches: readonly Stretch[]) => string | Promise<string>,
][] = [
  [/^manifest\.mpd$/, 'application/dash+xml', cutDash],
  [/^(?:media_\d+|now)\.m3u8$/, 'application/vnd.apple.mpegurl', cutPlaylist],
  [/^captions\.vtt$/, 'text/vtt; charset=utf-8', cutCaptions],
  [
    /^waveform\.json$/,
    'application/json',
    (text, stretches) => JSON.stringify(cutWaveform(JSON.parse(text), stretches)),
  ],
];

/** What is made of the stretches alone, whether there is a rendition or not. Undefined for a name of another kind. */
const madeWithin = async (
  api: Api,
  row: FootageRow,
  name: string,
  stretches: readonly Stretch[],
): Promise<{ body: string | Uint8Array<ArrayBuffer>; type: string } | undefined> => {
  if (name === 'storyboard.vtt') {
    await requireStored(api, row);
    return { body: cutStoryboard(stretches), type: 'text/vtt; charset=utf-8' };
  }
  const still = stillName.exec(name)?.[1];
  if (still === undefined || !holds(stretches, Number(still))) return undefined;
  await requireStored(api, row);
  return { body: new Uint8Array(await stillFile(api, row, name, 'exact')), type: 'image/jpeg' };
};

/** Somebody asks for a file of a recording of which they may see only parts. */
export interface NarrowLook {
  readonly actor: Actor;
  readonly row: FootageRow;
  readonly name: string;
  readonly stretches: readonly Stretch[];
  /** Answers the file as it is. */
  readonly whole: () => Promise<Response>;
}

/**
 * A file of a recording for somebody who may see only parts of it: whole where it lies within them, cut to them where it
 * speaks of more.
 *
 * @throws OutsideLinkedPartError for all else, the original included; logged
 */
export const sendWithin = async (
  api: Api,
  c: Context,
  { actor, row, name, stretches, whole }: NarrowLook,
): Promise<Response> => {
  const made = await madeWithin(api, row, name, stretches);
  if (made) {
    c.header('Content-Type', made.type);
    c.header('Cache-Control', 'private, max-age=3600');
    return c.body(made.body);
  }
  const [, type, cut] = cuts.find(([pattern]) => pattern.test(name)) ?? [];
  if (!cut || type === undefined) {
    if (await liesInside(api, row, name, stretches)) return whole();
    const detail = { reason: 'outside-linked-part', file: name };
    await api.audit.record(
      entryOf(api, c, actor, 'playback.refused', { object: `footage:${row.id}`, org: row.org, detail }),
    );
    throw new OutsideLinkedPartError(row.id);
  }
  const text =
    name === 'now.m3u8'
      ? (await onDemandFile(api, row, name)).bytes.toString('utf8')
      : await readRendition(api, row, name);
  c.header('Content-Type', type);
  c.header('Cache-Control', 'private, no-cache');
  return c.body(await cut(text, stretches));
};
