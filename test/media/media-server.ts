import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export interface Asked {
  path: string;
  range: string | undefined;
}

export interface MediaServer {
  readonly host: string;
  readonly url: string;
  /** What was asked for, in order. */
  readonly asked: Asked[];
  /** Bytes of files that were sent. */
  sent(): number;
  file(path: string, file: string | Buffer): void;
  /** Answer a path in another way than with its file. */
  answer(path: string, answer: (request: IncomingMessage, response: ServerResponse) => void): void;
  /** Break the line after this many bytes of each answer. */
  cutAfter(bytes: number | undefined): void;
  /** Send at this pace, so that somebody can be killed in between. */
  pace(bytesPerSecond: number | undefined): void;
}

/** A docking station's web server: ranges, strong tags, and the faults of a real line. */
export const mediaServer = async (): Promise<MediaServer> => {
  const files = new Map<string, Buffer>();
  const answers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
  const asked: Asked[] = [];
  let cut: number | undefined;
  let bytesPerSecond: number | undefined;
  let sent = 0;

  const send = async (response: ServerResponse, bytes: Buffer): Promise<void> => {
    const step = 16_384;
    for (let start = 0; start < bytes.length && !response.destroyed; start += step) {
      if (cut !== undefined && start >= cut) return void response.destroy();
      const chunk = bytes.subarray(start, start + step);
      sent += chunk.length;
      await new Promise((resolve) => response.write(chunk, resolve));
      if (bytesPerSecond !== undefined)
        await new Promise((resolve) => setTimeout(resolve, (1000 * step) / (bytesPerSecond ?? 1)));
    }
    response.end();
  };

  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push({ path, range: request.headers.range });
    const own = answers.get(path);
    if (own) return own(request, response);
    const bytes = files.get(path);
    if (!bytes) return void response.writeHead(404).end();
    const etag = `"${bytes.length}-${bytes.subarray(0, 64).toString('hex').slice(-24)}"`;
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const fits = from > 0 && request.headers['if-range'] === etag;
    if (fits && from >= bytes.length)
      return void response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    const part = fits ? bytes.subarray(from) : bytes;
    response.writeHead(fits ? 206 : 200, {
      etag,
      'content-type': 'application/octet-stream',
      'content-length': part.length,
      ...(fits ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    void send(response, part);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `http://${host}`,
    asked,
    sent: () => sent,
    file: (path, file) => files.set(path, typeof file === 'string' ? readFileSync(file) : file),
    answer: (path, answer) => answers.set(path, answer),
    cutAfter: (bytes) => {
      cut = bytes;
    },
    pace: (pace) => {
      bytesPerSecond = pace;
    },
  };
};
