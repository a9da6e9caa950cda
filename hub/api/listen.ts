import { type ServerType, serve } from '@hono/node-server';
import type { Environment } from '../core/environment.ts';
import { ConfigurationError } from '../core/errors.ts';
import { cutSlowRequests, longestMs } from './_kit/slow-requests.ts';
import type { OpenApi } from './app.ts';

export interface Listening {
  /** The port that was taken, also when any free one was asked for. */
  readonly port: number;
  /** Take no new connections, let answers under way finish for a moment, then close. */
  close(): Promise<void>;
}

/**
 * Longer than clients and proxies keep a connection that nothing goes over (nginx: 60 s), so that they close it and not we:
 * what is sent at the moment we do gets no answer.
 */
const idleMs = 75_000;

/** Answers under way get this long; streams of live events would never end by themselves. */
const graceMs = 2_000;

/**
 * @param bodyMs how long the body of a request may take that is no upload
 * @throws ConfigurationError when the address is taken or may not be used
 */
export const listen = async (
  api: OpenApi,
  { host, port }: Pick<Environment, 'host' | 'port'>,
  { bodyMs }: { bodyMs?: number } = {},
): Promise<Listening> => {
  const server = await new Promise<ServerType>((resolve, reject) => {
    const starting: ServerType = serve(
      {
        ...{ fetch: api.app.fetch, hostname: host, port },
        serverOptions: { requestTimeout: longestMs, keepAliveTimeout: idleMs },
      },
      () => resolve(starting),
    );
    starting.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new ConfigurationError(`[hub] [api] cannot listen on ${host}:${port}: ${cause.message}`, {
          cause,
          remedy: 'set HUB_HOST and HUB_PORT to an address that is free',
        }),
      ),
    );
  });
  if ('headersTimeout' in server) cutSlowRequests(server, bodyMs);
  const address = server.address();
  return {
    port: address && typeof address === 'object' ? address.port : port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const cut = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(cut);
      await api.close();
    },
  };
};
