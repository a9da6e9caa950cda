import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Upload } from 'tus-js-client';
import { createApiKey } from '../../hub/access/api-key.ts';
import { openStore } from '../../hub/store/open.ts';
import { cuttingLine } from '../media/cutting-line.ts';
import { report, table } from './_goals.ts';
import { startSurroundings } from './ingest/surroundings.ts';

const org = '990106590000';
const cuts = 20;
/** Bytes a second; a station's line, and as fast as this machine goes. */
const lines = [
  { name: '100 Mbit/s', bytesPerSecond: 12_500_000 },
  { name: 'this machine', bytesPerSecond: undefined },
];

const portOf = async (child: ChildProcess): Promise<number> => {
  if (child.stdout) for await (const line of createInterface({ input: child.stdout })) return Number(line);
  throw new Error('the hub ended without a port');
};

const send = (bytes: Buffer, base: string, key: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${base}/files`,
      headers: { authorization: `Bearer ${key}` },
      retryDelays: [0, 20, 50, 100, 200],
      metadata: {
        filename: 'clip.bin',
        sha256: createHash('sha256').update(bytes).digest('hex'),
        deviceKind: 'body-camera',
        mediaType: 'other',
        org,
        start: '2024-01-05T08:47:00+08:00',
        end: '2024-01-05T08:57:00+08:00',
      },
      onSuccess: () => resolve(),
      onError: reject,
    });
    upload.start();
  });

/** One file by tus over a line that is cut twenty times; the hub as `serve --role api`, its digest compared at the end. */
export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...args], options: { megabytes: { type: 'string', default: '200' } } });
  const size = Number(values.megabytes) * 1_000_000;
  const media = await mkdtemp(join(tmpdir(), 'hub-bench-media-'));
  const surroundings = await startSurroundings([]);
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'push/hub-api.ts')], {
    env: { ...process.env, ...surroundings.env, HUB_MEDIA: media },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const port = await portOf(child);
    const store = openStore(surroundings.hubUrl);
    const key = await createApiKey(store.db, { name: 'dock', role: 'handler', orgs: [org], origins: [] });
    await store.close();
    const results = [];
    for (const { name, bytesPerSecond } of lines) {
      const line = await cuttingLine(port, bytesPerSecond);
      line.cut(Math.floor(size / (cuts + 1)), cuts);
      const bytes = randomBytes(size);
      const began = performance.now();
      await send(bytes, line.url, key);
      const seconds = (performance.now() - began) / 1000;
      results.push({ name, cuts: line.cuts(), share: line.sent() / size, seconds });
      await line.close();
    }
    const rows = results.map((one) => [one.name, one.cuts, one.share.toFixed(4), one.seconds.toFixed(1)]);
    const body = `${values.megabytes} MB each; bytes counted on the line, headers included.\n\n${table(['line', 'cuts', 'sent / file', 'seconds'], rows)}`;
    await report('upload', `npm run -s bench -- upload --megabytes ${values.megabytes}`, body, [
      { name: 'upload-sent-of-file', value: Math.max(...results.map(({ share }) => share)), atMost: 1.05, digits: 4 },
      { name: 'upload-cuts', value: Math.min(...results.map((one) => one.cuts)), atLeast: cuts, digits: 0 },
    ]);
  } finally {
    child.kill();
    await surroundings.close();
    await rm(media, { recursive: true, force: true });
  }
};
