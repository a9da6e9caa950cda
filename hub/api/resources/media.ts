import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Actor } from '../../access/actor.ts';
import { NotFoundError } from '../../core/errors.ts';
import { homeVolume } from '../../media/home-volume.ts';
import { onDemandFile, onDemandName } from '../../media/on-demand.ts';
import { originalType } from '../../media/original-type.ts';
import { renditionFile } from '../../media/rendition-file.ts';
import { stillFile, stillName } from '../../media/still.ts';
import { openOriginal, openOriginalPart } from '../../media/volumes/read-original.ts';
import type { FootageRow } from '../../store/footage.ts';
import { problems } from '../_kit/answers.ts';
import type { Api, ApiEnv } from '../_kit/api.ts';
import { entryOf } from '../_kit/look.ts';
import { sendWithin } from '../_kit/narrow-media.ts';
import { noteView } from '../_kit/note-view.ts';
import { requireStored } from '../_kit/on-its-way.ts';
import { embeddable } from '../_kit/player.ts';
import { openPlaying } from '../_kit/playing.ts';
import { number } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { sendFile } from '../_kit/send-file.ts';
import { openStretches } from '../_kit/stretches.ts';

/** A player asks for a clip in hundreds of pieces; within this time they are one look. */
const oneLookMs = 5 * 60_000;
const mostRemembered = 20_000;

/** What was looked at lately, so that only a new look of somebody at something is logged. */
const lookMemory = () => {
  const seen = new Map<string, number>();
  const isNew = (key: string, now = Date.now()): boolean => {
    const last = seen.get(key);
    if (last !== undefined && now - last < oneLookMs) return false;
    seen.delete(key);
    seen.set(key, now);
    // Oldest first: a map keeps the order in which keys were set.
    for (const [old, at] of seen) {
      if (seen.size <= mostRemembered && now - at < oneLookMs) break;
      seen.delete(old);
    }
    return true;
  };
  /** It could not be logged: the next one counts as new. */
  return { isNew, forget: (key: string) => void seen.delete(key) };
};

const nameOf = (actor: Actor): string => `${actor.kind} ${actor.name} ${actor.kind === 'grant' ? actor.grantId : ''}`;

const bytesOf = (description: string, type: string) => ({
  200: { description, content: { [type]: { schema: z.string().openapi({ format: 'binary' }) } } },
  206: { description: 'The asked part' },
  304: { description: 'Not changed' },
  416: { description: 'There is no such part' },
  410: { description: 'The recording is lost' },
  ...problems,
});

const sendOriginal = async (api: Api, c: Context, row: FootageRow): Promise<Response> => {
  const { path } = await requireStored(api, row);
  const open = c.req.header('range') === undefined ? openOriginal : openOriginalPart;
  const original = await open(api, row);
  return sendFile(c, {
    bytes: original.bytes,
    modifiedAt: original.modifiedAt,
    etag: `"${row.sha256 ?? original.bytes}"`,
    type: originalType(path, row.mediaType),
    cacheControl: 'private, max-age=3600',
    read: original.read,
    readPiece: original.readPiece,
  });
};

const sendRendition = async (api: Api, c: Context, row: FootageRow, name: string): Promise<Response> => {
  const { path, type } = renditionFile(row.id, name);
  const volume = homeVolume(api);
  const state = row.renditionState === 'ready' ? await volume.statHeld(path) : undefined;
  if (!state)
    throw new NotFoundError(`[hub] [media] recording ${row.id} has no ${name}`, { remedy: 'play the original' });
  return sendFile(c, {
    ...state,
    etag: `"${state.bytes}-${Math.round(state.modifiedAt)}"`,
    type,
    // A manifest can be made anew; its segments do not change under their names while it is played.
    cacheControl: /\.(m3u8|mpd)$/.test(name) ? 'private, no-cache' : 'private, max-age=86400',
    read: (span) => volume.read(path, span),
    readPiece: (span) => volume.readPiece(path, span),
  });
};

/** A clip that has no rendition yet plays at once, by segments made when they are asked for. */
const sendOnDemand = async (api: Api, c: Context, row: FootageRow, name: string): Promise<Response> => {
  await requireStored(api, row);
  const { bytes, type } = await onDemandFile(api, row, name);
  c.header('Content-Type', type);
  c.header('Cache-Control', name.endsWith('.m3u8') ? 'private, no-cache' : 'private, max-age=3600');
  return c.body(new Uint8Array(bytes));
};

/** What somebody sees of the linked second while the clip is on its way. */
const sendStill = async (api: Api, c: Context, row: FootageRow, name: string): Promise<Response> => {
  await requireStored(api, row);
  const picture = await stillFile(api, row, name);
  c.header('Content-Type', 'image/jpeg');
  c.header('Cache-Control', 'private, max-age=86400');
  return c.body(new Uint8Array(picture));
};

const send: Readonly<Record<'original' | 'still' | 'onDemand' | 'rendition', typeof sendOnDemand>> = {
  original: sendOriginal,
  still: sendStill,
  onDemand: sendOnDemand,
  rendition: sendRendition,
};
const kindOf = (file: string): keyof typeof send =>
  file === 'original'
    ? 'original'
    : stillName.test(file)
      ? 'still'
      : onDemandName.test(file)
        ? 'onDemand'
        : 'rendition';

/**
 * The bytes people see. Addresses exist in two forms: for people signed in, and with a playback token as part of the
 * path, which relative segment addresses in manifests inherit.
 */
export default defineResource('/media', (api) => {
  const app = newApp();
  const looks = lookMemory();
  const playing = openPlaying(api);
  const stretchesFor = openStretches(api);
  app.use('*', embeddable(api));

  const answer = async (
    c: Context<ApiEnv>,
    id: number,
    playback: string | undefined,
    file: string,
  ): Promise<Response> => {
    const { actor, row } = await playing(c, id, playback);
    const stretches = await stretchesFor(actor, row);
    const whole = () => send[kindOf(file)](api, c, row, file);
    const response = await (stretches ? sendWithin(api, c, { actor, row, name: file, stretches, whole }) : whole());
    const action = file === 'poster.jpg' || stillName.test(file) ? 'footage.poster' : 'footage.play';
    const look = `${nameOf(actor)} ${action} ${id}`;
    if (looks.isNew(look)) {
      try {
        await api.audit.record(
          entryOf(api, c, actor, action, { object: `footage:${id}`, org: row.org, detail: { file } }),
        );
        if (action === 'footage.play') await noteView(api, actor, id);
      } catch (error) {
        looks.forget(look);
        throw error;
      }
    }
    return response;
  };

  const id = number.openapi({ param: { name: 'id', in: 'path' } });
  const playback = z
    .string()
    .max(100)
    .openapi({ param: { name: 'playback', in: 'path' } });
  const file = z
    .string()
    .max(100)
    .openapi({ param: { name: 'file', in: 'path' }, example: 'master.m3u8' });
  const query = z.object({ p: z.string().max(100).optional().openapi({ description: 'Playback token' }) });
  const common = { method: 'get' as const, tags: ['media'] };

  app.openapi(
    createRoute({
      ...common,
      path: '/{id}/original',
      summary: 'The original as it came, with Range; asking for one that is elsewhere brings it here',
      request: { params: z.object({ id }), query },
      responses: bytesOf('The bytes', 'video/mp4'),
    }),
    (c) => answer(c, c.req.valid('param').id, c.req.valid('query').p, 'original'),
  );
  app.openapi(
    createRoute({
      ...common,
      path: '/{id}/{file}',
      summary:
        'Rendition: master.m3u8, manifest.mpd, their segments, poster.jpg, storyboard.vtt, waveform.json; now.m3u8 before it is made; still-<second>.jpg',
      request: { params: z.object({ id, file }), query },
      responses: bytesOf('The file', 'application/vnd.apple.mpegurl'),
    }),
    (c) => answer(c, c.req.valid('param').id, c.req.valid('query').p, c.req.valid('param').file),
  );
  return app.openapi(
    createRoute({
      ...common,
      path: '/{id}/p/{playback}/{file}',
      summary: 'The same, or `original`, for a playback session',
      request: { params: z.object({ id, playback, file }) },
      responses: bytesOf('The file', 'application/vnd.apple.mpegurl'),
    }),
    (c) => {
      const asked = c.req.valid('param');
      return answer(c, asked.id, asked.playback, asked.file);
    },
  );
});
