import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type Child, startChild } from './child.ts';
import { freePort } from './free-port.ts';

/** A private Redis that keeps nothing: what it holds can be rebuilt from the store. */
export interface PrivateRedis {
  readonly child: Child;
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** @throws with the last lines of its log when it does not come up */
export const startRedis = async (options: {
  runDir: string;
  port?: number;
  password?: string;
}): Promise<PrivateRedis> => {
  const port = options.port ?? (await freePort());
  const password = options.password ?? randomBytes(18).toString('base64url');
  const settings = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--requirepass',
    password,
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  const child = await startChild(
    'redis',
    'redis-server',
    [...settings, '--maxmemory-policy', 'noeviction', '--databases', '256', '--dir', options.runDir],
    { runDir: options.runDir },
  );
  const url = `redis://:${password}@127.0.0.1:${port}`;
  const probe = new Redis(url, { lazyConnect: true, retryStrategy: () => 30, maxRetriesPerRequest: null });
  probe.on('error', () => {});
  const answer = await Promise.race([
    probe.ping(),
    child.ended.then(() => 'ended'),
    pause(15_000, 'silent', { ref: false }),
  ]);
  probe.disconnect();
  if (answer !== 'PONG') {
    await child.stop();
    const log = readFileSync(join(options.runDir, 'redis.log'), 'utf8').trim().split('\n').slice(-8).join('\n');
    throw new Error(`[hub] [dev] Redis did not start (${answer}); the end of its log:\n${log}`);
  }
  return { child, port, url, stop: () => child.stop() };
};
