import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

/** A system nobody knows: a park's ranger log, behind a key, in its own words and its own times. */
export interface InventedSystem {
  readonly url: string;
  readonly key: string;
  /** What it has, the latest last. Change it to change what the next poll finds. */
  readonly entries: Record<string, unknown>[];
  close(): Promise<void>;
}

export const entryOf = (number: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  entryNo: `PARK-${String(number).padStart(4, '0')}`,
  happened: `2024/01/05 08:${String(10 + number).padStart(2, '0')}:00`,
  station: '990106590000',
  ranger: '009901',
  headline: `巡查记录 ${number}`,
  remark: '游客求助，已处置',
  lng: '113.31',
  lat: '23.12',
  ...more,
});

export const startInventedSystem = async (): Promise<InventedSystem> => {
  const key = 'invented-key-of-the-park';
  const entries = [1, 2, 3].map((number) => entryOf(number));
  const server = createServer((request, response) => {
    const isKnown = request.headers['x-park-key'] === key;
    response.writeHead(isKnown ? 200 : 403, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKnown ? { ok: true, log: { entries } } : { ok: false, why: `unknown key` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`, key, entries, close };
};

/** The same, gone when the test file is done. */
export const inventedSystem = async (): Promise<InventedSystem> => {
  const system = await startInventedSystem();
  afterAll(() => system.close());
  return system;
};
