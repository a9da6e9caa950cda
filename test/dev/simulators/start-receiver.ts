import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export interface Received {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Reply {
  status: number;
  body?: string;
  headers?: Record<string, string>;
}

const servers: (() => Promise<void>)[] = [];

// This module is evaluated once for each test file, so this is the file's own hook.
afterAll(async () => {
  await Promise.all(servers.map((stop) => stop()));
});

/** A receiver that keeps what it gets and answers as it is told; `answer` sees each message with its number from 0. */
export const startReceiver = async (answer: (message: Received, index: number) => Reply) => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const message = { headers: request.headers, body: Buffer.concat(chunks) };
    received.push(message);
    const { status, body, headers } = answer(message, received.length - 1);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(() => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    return closed;
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/receive`, received };
};

/** Asks again until there is an answer. */
export const eventually = async <T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> => {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

interface OutboxState {
  accepted: number;
  refused: number;
  waiting: number;
}

/** The state of a simulator's outbox once nothing waits in it any more. */
export const whenDelivered = (url: string): Promise<OutboxState> =>
  eventually(async () => {
    const state = (await (await fetch(url)).json()) as OutboxState & { push?: OutboxState };
    const outbox = state.push ?? state;
    return outbox.waiting === 0 ? outbox : undefined;
  });
