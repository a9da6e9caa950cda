import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Whole bodies of all other routes are a few megabytes: over a line of 1 Mbit/s this is enough for 16. */
const usualMs = 120_000;

/** A recording over a thin line: one piece of an upload may be sent for this long. */
export const longestMs = 3_600_000;

const mayTakeLong = ({ url = '' }: IncomingMessage): boolean => /^\/files([/?]|$)/.test(url);

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const tooSlow = [
  'HTTP/1.1 408 Request Timeout',
  'connection: close',
  'content-length: 0',
  // An empty line ends the headers.
  '',
  '',
].join('\r\n');

/**
 * Cut off who sends a body drop by drop: each holds a connection, and a few thousand of them hold the hub. Uploads have
 * their own, much longer bound, which the server keeps; headers must come within a minute anyway.
 *
 * @param ms from the end of the headers to the end of the body
 */
export const cutSlowRequests = (server: Pick<Server, 'prependListener'>, ms = usualMs): void => {
  server.prependListener('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (!hasBody(incoming) || mayTakeLong(incoming)) return;
    const timer = setTimeout(() => {
      if (incoming.complete) return;
      if (!outgoing.headersSent) incoming.socket.write(tooSlow);
      incoming.socket.destroySoon();
    }, ms);
    timer.unref();
    outgoing.once('close', () => clearTimeout(timer));
  });
};
