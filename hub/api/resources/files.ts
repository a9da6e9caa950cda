import { createRoute, z } from '@hono/zod-openapi';
import { Server, type Upload } from '@tus/server';
import type { Context } from 'hono';
import type { Actor } from '../../access/actor.ts';
import { record } from '../../audit/record.ts';
import { BadRequestError, HubError, NotFoundError, RetriableError } from '../../core/errors.ts';
import { opensAt } from '../../core/open-hours.ts';
import { defaultZone } from '../../core/zone.ts';
import { homeVolume } from '../../media/home-volume.ts';
import { DigestMismatchError } from '../../media/upload/digest-mismatch-error.ts';
import { finishUpload } from '../../media/upload/finish-upload.ts';
import { openUploadBudget } from '../../media/upload/upload-budget.ts';
import { UploadLocker } from '../../media/upload/upload-locker.ts';
import { gathered, UploadParts } from '../../media/upload/upload-parts.ts';
import { planUpload } from '../../media/upload/upload-plan.ts';
import { type FootageUpload, findUpload, insertUpload } from '../../store/footage-uploads.ts';
import { uploadStates } from '../../store/tables/footage-uploads.ts';
import { json, problems } from '../_kit/answers.ts';
import type { Api, ApiEnv } from '../_kit/api.ts';
import { given } from '../_kit/given.ts';
import { withKeptBody } from '../_kit/kept-body.ts';
import { entryOf } from '../_kit/look.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';

/** Left free for the database and logs that may share the disk. */
const reserveBytes = 64 * 2 ** 20;

const uploadSchema = z
  .object({
    id: z.string(),
    state: z.enum(uploadStates),
    fileName: z.string(),
    bytes: z.number().int(),
    offset: z.number().int().openapi({ description: 'Bytes that are here' }),
    footage: z.number().int().optional().openapi({ description: 'The recording, once the bytes are its original' }),
    error: z.string().optional(),
  })
  .openapi('Upload');

const ownerOf = (actor: Actor): string => `${actor.kind} ${actor.name}`;

/** Somebody's request on its way through the protocol, and what stopped it. */
interface Visit {
  readonly c: Context<ApiEnv>;
  failure?: unknown;
}

/** Recordings without a key mark wait for the hours that are set for them. */
const mustBeOpen = ({ environment }: Api, keyMark: boolean, now = Date.now()): void => {
  const opens = keyMark ? now : opensAt(environment.uploadHours, defaultZone, now);
  if (opens === now) return;
  throw new RetriableError(`[hub] [media] uploads are taken ${environment.uploadHours.join(', ')}`, {
    retryAfterMs: opens - now,
    remedy: 'go on then; what came so far is kept. Recordings with a key mark are taken at any time',
  });
};

/** The upload, when it is the caller's own. */
const ownUpload = async (api: Api, c: Context<ApiEnv>, id: string): Promise<FootageUpload> => {
  const upload = await findUpload(api.store.db, id);
  if (upload?.owner === ownerOf(c.get('actor'))) return upload;
  throw new NotFoundError(`[hub] [media] you have no upload ${id}`, { remedy: 'begin a new one' });
};

const begin = async (api: Api, c: Context<ApiEnv>, { id, size, metadata = {} }: Upload): Promise<void> => {
  if (size === undefined || size === 0) {
    throw new BadRequestError('[hub] [media] an upload without a length, or of an empty file', {
      remedy: 'send Upload-Length',
    });
  }
  const actor = c.get('actor');
  const { target, ...plan } = await planUpload(api.store.db, actor.scope, metadata);
  const row = 'row' in target ? target.row : undefined;
  const isHere = row?.mediaState === 'stored';
  if (!isHere) {
    mustBeOpen(api, plan.keyMark);
    if ((await homeVolume(api).free()) < size + reserveBytes) {
      throw new RetriableError('[hub] [media] the media volume is full', { remedy: 'tell the operator' });
    }
  }
  await insertUpload(api.store.db, {
    id,
    owner: ownerOf(actor),
    footageId: row?.id ?? null,
    entry: 'entry' in target ? target.entry : null,
    ...plan,
    bytes: size,
    // Nothing needs to be sent: a client that asks where to go on is told that it is done.
    state: isHere ? 'stored' : 'receiving',
    error: null,
    metadata,
    createdAt: Date.now(),
  });
};

const finish = async (api: Api, c: Context<ApiEnv>, id: string): Promise<number | undefined> => {
  const actor = c.get('actor');
  const { fileName, bytes, sha256 } = await ownUpload(api, c, id);
  const detail = { upload: id, fileName, bytes, sha256 };
  try {
    return await finishUpload(api, id, (tx, row) =>
      record(tx, entryOf(api, c, actor, 'footage.upload', { object: `footage:${row.id}`, org: row.org, detail })),
    );
  } catch (error) {
    if (error instanceof DigestMismatchError) {
      await api.audit.record(entryOf(api, c, actor, 'footage.upload-refused', { detail }));
    }
    throw error;
  }
};

const openTus = (api: Api, visits: WeakMap<object, Visit>): Server => {
  const visitOf = (request: object): Visit => {
    const visit = visits.get(request);
    if (visit) return visit;
    throw new Error('a request of the upload protocol came without its caller');
  };
  return new Server({
    path: '/files',
    datastore: new UploadParts(api.store, homeVolume(api), openUploadBudget(api.environment.uploadKbps)),
    locker: new UploadLocker(api.queue),
    relativeLocation: true,
    allowedOrigins: [],
    disableTerminationForFinishedUploads: true,
    onIncomingRequest: async (request, id) => {
      const { c } = visitOf(request);
      if (request.method === 'POST') return;
      const upload = await ownUpload(api, c, id);
      if (request.method === 'PATCH') mustBeOpen(api, upload.keyMark);
      // The last answer was lost, or the process that owed it: the client asks, and it is made good.
      if (request.method === 'HEAD' && upload.state === 'receiving') await finish(api, c, id);
    },
    onUploadCreate: async (request, upload) => {
      await begin(api, visitOf(request).c, upload);
      return {};
    },
    onUploadFinish: async (request, { id }) => {
      const footage = await finish(api, visitOf(request).c, id);
      return footage === undefined ? {} : { headers: { 'Hub-Footage': footage } };
    },
    onResponseError: (request, error) => {
      // What the protocol has no words for is answered as everywhere else.
      if (error instanceof HubError || !('status_code' in error)) visitOf(request).failure = error;
      return undefined;
    },
  });
};

/** Recordings sent in pieces over lines that break: tus 1.0, for people signed in and for docking stations by key. */
export default defineResource('/files', (api) => {
  const app = newApp();
  const visits = new WeakMap<object, Visit>();
  const tus = openTus(api, visits);
  const id = z
    .string()
    .max(64)
    .openapi({ param: { name: 'id', in: 'path' } });
  app.use('*', signedIn(api, 'footage.upload'));

  const answer = async (c: Context<ApiEnv>): Promise<Response> => {
    const visit: Visit = { c };
    const request = withKeptBody(c);
    visits.set(request, visit);
    const response = await tus.handleWeb(request as Parameters<typeof tus.handleWeb>[0]);
    if (visit.failure === undefined) return response;
    c.header('Tus-Resumable', '1.0.0');
    throw visit.failure;
  };
  // HEAD is routed as GET.
  app.use('/:id', (c, next) => (c.req.method === 'HEAD' ? answer(c) : next()));
  app.on(['POST', 'OPTIONS'], '/', answer);
  app.on(['PATCH', 'DELETE', 'OPTIONS'], '/:id', answer);

  const protocol = { tags: ['media'], responses: { 204: { description: 'Done' }, ...problems } };
  app.openAPIRegistry.registerPath({
    ...protocol,
    method: 'post',
    path: '/files',
    summary:
      'Begin an upload (tus 1.0). Upload-Metadata: filename, sha256 and footage | source, externalId | deviceKind, start, end, policeId or org; keyMark',
    responses: { 201: { description: 'Location is where the bytes go' }, ...problems },
  });
  app.openAPIRegistry.registerPath({
    ...protocol,
    method: 'patch',
    path: '/files/{id}',
    summary: 'Go on with an upload; with the last byte the answer names the recording in Hub-Footage',
    request: { params: z.object({ id }) },
  });
  return app.openapi(
    createRoute({
      method: 'get',
      path: '/{id}',
      tags: ['media'],
      summary: 'What became of an upload of the caller',
      request: { params: z.object({ id }) },
      responses: { 200: json(uploadSchema, 'The upload'), ...problems },
    }),
    async (c) => {
      const upload = await ownUpload(api, c, c.req.valid('param').id);
      const { fileName, bytes, state, footageId, error } = upload;
      const offset = state === 'stored' ? bytes : await gathered(homeVolume(api), upload);
      const footage = state === 'stored' ? footageId : undefined;
      return c.json({ id: upload.id, state, fileName, bytes, offset, ...given({ footage, error }) }, 200);
    },
  );
});
