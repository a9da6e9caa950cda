import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Upload } from 'tus-js-client';
import { afterAll, expect, test } from 'vitest';
import { createApiKey } from '../../hub/access/api-key.ts';
import { findFootageMedia } from '../../hub/store/media.ts';
import { cuttingLine } from '../media/cutting-line.ts';
import { north, openWorld } from './world.ts';

const world = await openWorld();
const { environment } = world;
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** @param port any free one for 0 */
const startHub = async (port: number): Promise<{ port: number; child: ChildProcess }> => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, '_hub-in-child.ts')], {
    env: {
      ...process.env,
      HUB_PORT: String(port),
      HUB_SECRET: environment.secret,
      DATABASE_URL: environment.databaseUrl,
      REDIS_URL: environment.redisUrl,
      HUB_DATA: environment.dataDir,
      HUB_MEDIA: environment.mediaDir,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const text of createInterface({ input: child.stdout })) {
    if (/^\d+$/.test(text)) return { port: Number(text), child };
  }
  throw new Error('the hub ended without a port');
};

test('a hub that is killed in the middle of an upload is gone on with by the next', { timeout: 120_000 }, async () => {
  const bytes = randomBytes(20_000_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const id = await world.makeClip(north);
  const key = await createApiKey(world.db, { name: 'dock', role: 'handler', orgs: [north], origins: [] });
  const first = await startHub(0);
  const line = await cuttingLine(first.port, 10_000_000);
  let next: Promise<unknown> | undefined;
  const offsets: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${line.url}/files`,
      headers: { authorization: `Bearer ${key}` },
      retryDelays: Array.from({ length: 300 }, () => 100),
      metadata: { filename: 'clip.mp4', sha256, footage: String(id) },
      onBeforeRequest: (request) => {
        const offset = request.getHeader('Upload-Offset');
        if (request.getMethod() === 'PATCH' && offset !== undefined) offsets.push(offset);
      },
      onProgress: () => {
        if (next || line.sent() < 8_000_000) return;
        first.child.kill('SIGKILL');
        next = once(first.child, 'exit').then(() => startHub(first.port));
      },
      onSuccess: () => resolve(),
      onError: reject,
    });
    upload.start();
  });
  await next;
  const row = await findFootageMedia(world.db, id);
  expect(row).toMatchObject({ mediaState: 'stored', sha256 });
  expect((await readFile(join(environment.mediaDir, row?.path ?? ''))).equals(bytes)).toBe(true);
  expect(Number(offsets.at(-1))).toBeGreaterThan(5_000_000);
  await line.close();
});
