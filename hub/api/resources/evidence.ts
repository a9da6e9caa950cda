import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createRoute, z } from '@hono/zod-openapi';
import { NotFoundError } from '../../core/errors.ts';
import { toIso } from '../../core/time.ts';
import { chooseClips, orderedClips, orderPackage } from '../../media/evidence/compose.ts';
import { checkStored, filesOfPackage } from '../../media/evidence/files-of-package.ts';
import { packageContentSchema } from '../../media/evidence/manifest.ts';
import { sealOf } from '../../media/evidence/seal.ts';
import { type FileToPack, writePackage } from '../../media/evidence/write-package.ts';
import {
  type EvidencePackageHead,
  evidencePackagesOf,
  findEvidencePackage,
  noteEvidenceFetched,
} from '../../store/evidence-packages.ts';
import { getRecord } from '../../store/records.ts';
import { body, conflict, json, pageOf, problems } from '../_kit/answers.ts';
import { given } from '../_kit/given.ts';
import { look } from '../_kit/look.ts';
import { number } from '../_kit/query.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { signedIn } from '../_kit/signed-in.ts';
import { distFolder } from '../_kit/static.ts';

const itemSchema = z
  .object({
    id: z.string(),
    recordId: z.number().int(),
    footageIds: z.array(z.number().int()),
    reason: z.string(),
    createdBy: z.string(),
    createdAt: z.string(),
    fetched: z.number().int().openapi({ description: 'How often it was fetched' }),
    url: z.string().openapi({ description: 'Of the ZIP, below the address of the hub' }),
    fingerprint: z.string().openapi({ description: 'Of the key that seals it: write it down beside the package' }),
  })
  .openapi('EvidencePackage');

/** The page that shows and checks a package without network; in the package when the browser code was built. */
const viewerFile = async (): Promise<FileToPack[]> => {
  const file = join(distFolder, 'evidence/index.html');
  const found = await stat(file).catch(() => undefined);
  if (!found) return [];
  const open = () => createReadStream(file);
  return [{ path: 'index.html', role: 'viewer', type: 'text/html; charset=utf-8', bytes: found.size, open }];
};

/** Packages of footage to hand on: sealed, with everything that says where it comes from. */
export default defineResource('/api/v1/evidence', (api) => {
  const app = newApp();
  const middleware = signedIn(api, 'evidence.export');
  const common = { tags: ['evidence'], middleware };
  const seal = sealOf(api.environment.secret);

  const present = (row: EvidencePackageHead): z.infer<typeof itemSchema> => ({
    ...{ id: row.id, recordId: row.recordId, footageIds: row.footageIds, reason: row.reason },
    ...{ createdBy: row.createdBy, createdAt: toIso(row.createdAt), fetched: row.fetched },
    url: `/api/v1/evidence/${row.id}/package.zip`,
    fingerprint: seal.fingerprint,
  });

  const order = createRoute({
    ...common,
    method: 'post',
    path: '/',
    summary: 'Order a package of the clips of a record; what it says is written down now',
    request: {
      body: body(
        z.strictObject({
          recordId: z.number().int().positive(),
          footageIds: z
            .array(z.number().int().positive())
            .min(1)
            .max(200)
            .optional()
            .openapi({ description: 'Absent: all that are linked or confirmed' }),
          reason: z.string().trim().min(2).max(500).openapi({ description: 'What for; goes into package and log' }),
        }),
      ),
    },
    responses: { 201: json(itemSchema, 'Fetch it at `url`'), ...problems, ...conflict },
  });
  app.openapi(order, async (c) => {
    const actor = c.get('actor');
    const { recordId, reason, footageIds } = c.req.valid('json');
    const { record, clips } = await chooseClips(api.store.db, {
      scope: actor.scope,
      recordId,
      ...given({ footageIds }),
    });
    checkStored(clips);
    // Before the package is composed, so that the log in it tells of it.
    await look(api, c, 'evidence.order', {
      object: `record:${recordId}`,
      org: record.org,
      detail: { reason, footage: clips.map(({ footage }) => footage.id) },
    });
    const row = await orderPackage(api.store.db, {
      ...{ recordId, reason, by: actor.name, scope: actor.scope },
      footageIds: clips.map(({ footage }) => footage.id),
      hub: { name: api.environment.name, url: api.environment.publicUrl },
    });
    return c.json(present(row), 201);
  });

  const list = createRoute({
    ...common,
    method: 'get',
    path: '/',
    summary: 'Packages of a record, newest first',
    request: { query: z.object({ recordId: number }) },
    responses: { 200: json(pageOf(itemSchema), 'Up to 100'), ...problems },
  });
  app.openapi(list, async (c) => {
    const { recordId } = c.req.valid('query');
    const record = await getRecord(api.store.db, c.get('actor').scope, recordId);
    if (!record) {
      throw new NotFoundError(`[hub] [api] there is no record ${recordId} to see`, { remedy: 'find it in the list' });
    }
    return c.json({ items: (await evidencePackagesOf(api.store.db, recordId)).map(present) }, 200);
  });

  const fetchIt = createRoute({
    ...common,
    method: 'get',
    path: '/{id}/package.zip',
    summary: 'The package, put together while it is sent; the same bytes every time',
    request: { params: z.object({ id: z.string().regex(/^[0-9a-f]{24}$/) }) },
    responses: {
      200: {
        description: 'The ZIP',
        content: { 'application/zip': { schema: z.string().openapi({ format: 'binary' }) } },
      },
      ...problems,
      ...conflict,
    },
  });
  return app.openapi(fetchIt, async (c) => {
    const actor = c.get('actor');
    const { id } = c.req.valid('param');
    const row = await findEvidencePackage(api.store.db, id);
    if (!row) throw new NotFoundError(`[hub] [api] there is no evidence package ${id}`, { remedy: 'order one' });
    const { scope } = actor;
    const content = packageContentSchema.parse(row.content);
    const clips = await orderedClips(api.store.db, scope, { ...row, content });
    c.header('Content-Type', 'application/zip');
    c.header('Content-Disposition', `attachment; filename="evidence-${id}.zip"`);
    checkStored(clips);
    if (c.req.method === 'HEAD') return c.body(null);
    await look(api, c, 'evidence.fetch', { object: `record:${row.recordId}`, org: row.org, detail: { package: id } });
    await noteEvidenceFetched(api.store.db, id);
    const { files, release } = await filesOfPackage(api, clips);
    const zip = writePackage(content, [...files, ...(await viewerFile())], seal);
    zip.once('close', () => void release());
    zip.once('error', (error) => api.log.warn({ package: id, error: String(error) }, 'an evidence package broke off'));
    // Read when it is asked for: what flows by itself ends the process where the caller is gone before the first byte.
    const sent = Readable.from(zip, { objectMode: false });
    sent.once('close', () => zip.destroy());
    return c.body(Readable.toWeb(sent) as ReadableStream);
  });
});
