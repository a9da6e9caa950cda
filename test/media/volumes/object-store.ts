import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { eventually } from '../../kit/demo.ts';

const program = fileURLToPath(new URL('../../../node_modules/s3rver/bin/s3rver.js', import.meta.url));

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/**
 * An object store in a process of its own (s3rver), which tests may kill and start again with what it held. Started at the
 * top of a test's file: there alone it is ended with it.
 */
export const objectStore = async (folder: string, bucket = 'footage') => {
  const port = await freePort();
  await mkdir(folder, { recursive: true });
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    child = spawn(
      process.execPath,
      [program, '-s', '-d', folder, '-a', '127.0.0.1', '-p', String(port), '--configure-bucket', bucket],
      { stdio: 'ignore' },
    );
    await eventually(async () => (await fetch(url)).status > 0, 60);
  };
  /** As a power cut would. */
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  afterAll(kill);
  await start();
  const settings = { endpoint: url, bucket, accessKey: 'S3RVER', secretKey: 'S3RVER' };
  return { url, settings, start, kill };
};
