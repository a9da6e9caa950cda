import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Upload } from 'tus-js-client';
import { expect, test } from 'vitest';
import { createApiKey } from '../../hub/access/api-key.ts';
import { findFootageMedia } from '../../hub/store/media.ts';
import { cuttingLine } from '../media/cutting-line.ts';
import { startChildHub } from './child-hub.ts';
import { north, openWorld } from './world.ts';

const world = await openWorld();
const startHub = (port: number) => startChildHub(world.environment, port);

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
  expect((await readFile(join(world.environment.mediaDir, row?.path ?? ''))).equals(bytes)).toBe(true);
  expect(Number(offsets.at(-1))).toBeGreaterThan(5_000_000);
  await line.close();
});
