import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

const peerOf = (c: Context): string | undefined => {
  try {
    return getConnInfo(c).remote.address;
  } catch {
    // Without a socket the request was made inside this process.
    return undefined;
  }
};

/** `::ffff:10.0.0.1` is 10.0.0.1 to everybody but the socket. */
const plain = (address: string): string => address.replace(/^::ffff:/, '');

/**
 * Where a request comes from. A proxy is believed about that only when it is one of the trusted ones, and only about
 * the peer it saw itself (the last entry): the rest of the header is whatever the client liked to write.
 */
export const addressOf = (c: Context, trustedProxies: readonly string[]): string => {
  const peer = plain(peerOf(c) ?? 'in-process');
  if (!trustedProxies.includes(peer)) return peer;
  return plain(c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() || peer);
};
