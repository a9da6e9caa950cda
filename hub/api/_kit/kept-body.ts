import { Readable } from 'node:stream';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { everyByte } from '../../media/every-byte.ts';

const untilBroken = async function* (stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* everyByte(stream);
  } catch {
    // Not an error here: what came is kept, and the sender asks how far that was.
  }
};

/**
 * The request with a body that ends where the line broke. Streams of the web platform throw away what they hold when
 * they fail, on a line that breaks often a good part of all that is sent.
 */
export const withKeptBody = (c: Context): Request => {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  if (!incoming || !c.req.header('content-type')) return c.req.raw;
  const body = Readable.toWeb(Readable.from(untilBroken(incoming))) as ReadableStream;
  const { url, method, headers } = c.req.raw;
  return new Request(url, { method, headers, body, duplex: 'half' } as RequestInit);
};
