import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type DetailedError, Upload } from 'tus-js-client';
import { afterAll, expect, test } from 'vitest';
import { createApiKey } from '../../hub/access/api-key.ts';
import { createApi } from '../../hub/api/app.ts';
import { listen } from '../../hub/api/listen.ts';
import { everything } from '../../hub/core/scope.ts';
import { sweepUploads } from '../../hub/media/upload/sweep-uploads.ts';
import { listAudit } from '../../hub/store/audit.ts';
import { findFootage } from '../../hub/store/footage.ts';
import { findFootageMedia } from '../../hub/store/media.ts';
import { makeClip } from '../media/clips.ts';
import { cuttingLine } from '../media/cutting-line.ts';
import { bodyOf, north, openWorld, south } from './world.ts';

const world = await openWorld();
const { port, close } = await listen({ app: world.app, close: async () => undefined }, { host: '127.0.0.1', port: 0 });
// As fast as a good line of a station, not as memory.
const line = await cuttingLine(port, 25_000_000);
afterAll(async () => {
  await line.close();
  await close();
});
const stationKey = await createApiKey(world.db, { name: 'dock-north', role: 'handler', orgs: [north], origins: [] });
const station = { authorization: `Bearer ${stationKey}` };
const officer = await world.signedIn('uploader', 'handler', [north]);

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

interface Sent {
  footage: number | undefined;
  url: string;
}

/** Send with a client that knows nothing of the hub. */
const send = (
  bytes: Buffer,
  metadata: Record<string, string>,
  options: {
    headers?: Record<string, string>;
    base?: string;
    uploadUrl?: string;
    onProgress?: (sent: number) => void;
  } = {},
): Promise<Sent> => {
  const { headers = station, base = `http://127.0.0.1:${port}`, uploadUrl, onProgress } = options;
  let footage: number | undefined;
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${base}/files`,
      headers,
      retryDelays: [0, 10, 20, 40, 80],
      metadata: { filename: 'clip.mp4', sha256: digest(bytes), ...metadata },
      ...(uploadUrl === undefined ? {} : { uploadUrl }),
      ...(onProgress ? { onProgress } : {}),
      onAfterResponse: (_, response) => {
        const named = response.getHeader('Hub-Footage');
        if (named !== undefined) footage = Number(named);
      },
      onSuccess: () => resolve({ footage, url: upload.url ?? '' }),
      onError: reject,
    });
    upload.start();
  });
};

/** What the hub answered to an upload it did not take. */
const refusal = async (sending: Promise<unknown>): Promise<{ status: number; body: Record<string, unknown> }> => {
  const error = await sending.then(
    () => undefined,
    (reason: DetailedError) => reason,
  );
  const answer = error?.originalResponse;
  if (!answer) throw error ?? new Error('it was taken');
  return { status: answer.getStatus(), body: JSON.parse(answer.getBody() || '{}') as Record<string, unknown> };
};

const waiting = async (footage: number): Promise<string[]> => {
  const [rows] = await world.db.execute('select name, data from outbox order by id');
  return (rows as unknown as { name: string; data: string }[])
    .filter(({ data }) => (JSON.parse(data) as { footageId?: number }).footageId === footage)
    .map(({ name }) => name);
};

const originalOf = async (id: number): Promise<Buffer> => {
  const row = await findFootageMedia(world.db, id);
  expect(row?.mediaState).toBe('stored');
  return readFile(join(world.environment.mediaDir, row?.path ?? ''));
};

test('a recording sent over a line that is cut twenty times arrives whole, and hardly a byte is sent twice', async () => {
  const bytes = randomBytes(63_000_000);
  const id = await world.makeClip(north);
  line.cut(3_000_000, 20);
  const before = line.sent();
  const { footage } = await send(bytes, { footage: String(id) }, { base: line.url });
  expect(footage).toBe(id);
  expect(line.cuts()).toBe(20);
  expect((line.sent() - before) / bytes.length).toBeLessThan(1.05);
  expect((await originalOf(id)).equals(bytes)).toBe(true);
  const row = await findFootageMedia(world.db, id);
  expect(row).toMatchObject({ sha256: digest(bytes), bytes: bytes.length });
  expect((await stat(join(world.environment.mediaDir, row?.path ?? ''))).mode & 0o777).toBe(0o444);
  expect(await waiting(id)).toEqual(['media.stored', 'original.tend', 'rendition.wanted']);
  expect((await listAudit(world.db, { actor: 'dock-north', action: 'footage.upload' }, 10))[0]).toMatchObject({
    object: `footage:${id}`,
    org: north,
    detail: { sha256: digest(bytes), fileName: 'clip.mp4' },
  });
});

test('the same bytes again are not sent again, other bytes are refused', async () => {
  const bytes = randomBytes(8_000_000);
  const id = await world.makeClip(north);
  await send(bytes, { footage: String(id) });
  const before = line.sent();
  const again = await send(bytes, { footage: String(id) }, { base: line.url });
  expect(await bodyOf(world.ask(new URL(again.url).pathname, station))).toMatchObject({ state: 'stored', footage: id });
  expect(line.sent() - before).toBeLessThan(bytes.length);
  const other = randomBytes(1_000);
  const begun = await world.ask('/files', { ...station, ...begin(other, { footage: String(id) }) }, { method: 'POST' });
  expect(await bodyOf(begun, 409)).toMatchObject({
    type: expect.stringMatching(/conflict$/),
    current: { footage: id },
  });
});

/** Headers that begin an upload. */
const begin = (bytes: Buffer, metadata: Record<string, string>): Record<string, string> => ({
  'tus-resumable': '1.0.0',
  'upload-length': String(bytes.length),
  'upload-metadata': Object.entries({ filename: 'clip.mp4', sha256: digest(bytes), ...metadata })
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(','),
});

test('bytes that are not those of the digest are refused and kept aside', async () => {
  const bytes = randomBytes(100_000);
  const id = await world.makeClip(north);
  const wrong = 'a'.repeat(64);
  const { status, body } = await refusal(send(bytes, { footage: String(id), sha256: wrong }));
  expect(status).toBe(422);
  expect(body).toMatchObject({
    type: expect.stringMatching(/digest-mismatch$/),
    detail: expect.stringContaining(digest(bytes)),
    remedy: expect.any(String),
  });
  expect(await findFootageMedia(world.db, id)).toMatchObject({ mediaState: 'none', sha256: null });
  const kept = (await readdir(join(world.environment.mediaDir, '.workshop/uploads'))).filter((name) =>
    name.endsWith('.refused'),
  );
  expect(kept).toHaveLength(1);
  expect(await readFile(join(world.environment.mediaDir, '.workshop/uploads', kept[0] ?? ''))).toEqual(bytes);
  expect(await listAudit(world.db, { action: 'footage.upload-refused' }, 10)).toHaveLength(1);
  await send(bytes, { footage: String(id) });
  expect(await originalOf(id)).toEqual(bytes);
});

test('nobody uploads for others, goes on with what is not theirs, or without the right', async () => {
  const bytes = randomBytes(1_000);
  const theirs = await world.makeClip(south);
  expect((await refusal(send(bytes, { footage: String(theirs) }))).status).toBe(404);
  const described = { deviceKind: 'body-camera', start: '2024-01-05T08:47:00+08:00', end: '2024-01-05T08:57:00+08:00' };
  expect((await refusal(send(bytes, { ...described, org: south }))).status).toBe(403);
  expect((await refusal(send(bytes, { ...described, policeId: '009902' }))).status).toBe(403);
  expect((await refusal(send(bytes, {}, { headers: {} }))).status).toBe(401);
  const analyst = await world.signedIn('reader', 'analyst', [north]);
  expect((await refusal(send(bytes, {}, { headers: analyst }))).status).toBe(403);
  const { 'x-hub': _, ...otherSite } = officer;
  expect((await refusal(send(bytes, {}, { headers: otherSite }))).status).toBe(403);

  const mine = await world.makeClip(north);
  const begun = await world.ask(
    '/files',
    { ...station, ...begin(bytes, { footage: String(mine) }) },
    { method: 'POST' },
  );
  expect(begun.status).toBe(201);
  const place = begun.headers.get('location') ?? '';
  const protocol = { 'tus-resumable': '1.0.0' };
  expect((await world.ask(place, { ...officer, ...protocol }, { method: 'HEAD' })).status).toBe(404);
  expect((await world.ask(place, { ...station, ...protocol }, { method: 'HEAD' })).headers.get('upload-offset')).toBe(
    '0',
  );
  expect((await world.ask(place, { ...officer, ...protocol }, { method: 'DELETE' })).status).toBe(404);
  expect((await world.ask(place, { ...station, ...protocol }, { method: 'DELETE' })).status).toBe(204);
});

test('wrong metadata is named, field by field', async () => {
  const { status, body } = await refusal(send(randomBytes(10), { sha256: 'short', deviceKind: 'drone' }));
  expect(status).toBe(400);
  expect(body.detail).toMatch(/sha256.*deviceKind/);
  expect((await refusal(send(randomBytes(10), {}))).body.remedy).toMatch(/footage/);
});

test('a recording nobody catalogued is catalogued when it is whole, once', async () => {
  const file = await makeClip(world.folder, 'h264.mp4');
  const bytes = await readFile(file);
  const described = {
    deviceKind: 'camcorder',
    policeId: '009901',
    start: '2024-01-05T09:00:00+08:00',
    end: '2024-01-05T09:00:06+08:00',
    keyMark: 'true',
  };
  const { footage } = await send(bytes, described, { headers: officer });
  const row = await findFootage(world.db, everything, 'upload', `${north}-${digest(bytes)}`);
  expect(row).toMatchObject({
    id: footage,
    org: north,
    mediaType: 'video',
    keyMark: true,
    mediaState: 'stored',
    durationMs: 6000,
    videoCodec: 'h264',
  });
  expect(await world.ask(`/media/${footage}/original`, officer).then((answer) => answer.status)).toBe(200);
  const again = await send(bytes, { ...described, start: '2024-01-05T08:00:00+08:00' }, { headers: officer });
  expect(await bodyOf(world.ask(new URL(again.url).pathname, officer))).toMatchObject({ footage });
  expect(await findFootage(world.db, everything, 'upload', `${north}-${digest(bytes)}`)).toMatchObject({
    startAt: Date.parse('2024-01-05T09:00:00+08:00'),
  });
});

test('outside the hours of uploads only recordings with a key mark are taken', async () => {
  const hour = (new Date().getUTCHours() + 8 + 2) % 24;
  const later = [hour, (hour + 1) % 24].map((one) => `${String(one).padStart(2, '0')}:00`).join('-');
  const { app, close } = await createApi({ ...world.hub, environment: { ...world.environment, uploadHours: [later] } });
  const bytes = randomBytes(1_000);
  const id = String(await world.makeClip(north));
  const ask = (metadata: Record<string, string>) =>
    Promise.resolve(app.request('/files', { method: 'POST', headers: { ...station, ...begin(bytes, metadata) } }));
  const closed = await ask({ footage: id });
  expect(Number(closed.headers.get('retry-after'))).toBeGreaterThan(3_000);
  expect(await bodyOf(closed, 503)).toMatchObject({ detail: expect.stringContaining(later) });
  expect((await ask({ footage: id, keyMark: 'true' })).status).toBe(201);
  await close();
});

test('uploads nobody finished are given up', async () => {
  const bytes = randomBytes(5_000);
  const id = await world.makeClip(north);
  const begun = await world.ask('/files', { ...station, ...begin(bytes, { footage: String(id) }) }, { method: 'POST' });
  const place = begun.headers.get('location') ?? '';
  const patched = await world.ask(
    place,
    { ...station, 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    { method: 'PATCH', body: bytes.subarray(0, 2_000) },
  );
  expect(patched.headers.get('upload-offset')).toBe('2000');
  await sweepUploads(world.hub);
  expect((await world.ask(place, station)).status).toBe(200);
  await sweepUploads(world.hub, -1);
  expect((await world.ask(place, station)).status).toBe(404);
  expect(await readdir(join(world.environment.mediaDir, '.workshop/uploads'))).toEqual([]);
});
