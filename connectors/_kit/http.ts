import * as http from 'node:http';
import * as https from 'node:https';
import { ConfigurationError, type HubError, RetriableError } from '../../hub/core/errors.ts';
import { networkError } from './network-error.ts';

export interface HttpCall {
  /** The connector's name, for messages. */
  scope: string;
  url: string;
  method: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  timeoutMs: number;
  acceptSelfSigned?: boolean;
  /** The answer is given up beyond this size. 64 MB unless told. */
  maxBytes?: number;
  signal: AbortSignal;
}

export interface HttpReply {
  status: number;
  headers: http.IncomingHttpHeaders;
  contentType: string;
  body: Buffer;
}

const tooLong = (scope: string, what: string, maxBytes: number): HubError =>
  new ConfigurationError(`[hub] [${scope}] ${what}: the answer is larger than ${maxBytes} bytes`, {
    remedy: 'ask for fewer rows at once (smaller window or page)',
  });

const exchange = (call: HttpCall, what: string, signal: AbortSignal): Promise<HttpReply> =>
  new Promise((resolve, reject) => {
    const { maxBytes = 64 * 2 ** 20 } = call;
    const options: https.RequestOptions = {
      method: call.method,
      headers: {
        ...call.headers,
        ...(call.body === undefined ? {} : { 'content-length': Buffer.byteLength(call.body) }),
      },
      signal,
      rejectUnauthorized: !call.acceptSelfSigned,
    };
    const respond = (response: http.IncomingMessage): void => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxBytes) response.destroy(tooLong(call.scope, what, maxBytes));
        else chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          contentType: response.headers['content-type'] ?? 'application/octet-stream',
          body: Buffer.concat(chunks),
        }),
      );
    };
    const request = call.url.startsWith('https:')
      ? https.request(call.url, options, respond)
      : http.request(call.url, options, respond);
    request.on('error', reject);
    request.end(call.body);
  });

/**
 * One HTTP exchange. node:http rather than fetch, because fetch cannot be told to accept a self-signed certificate
 * without a further package. Redirects are not followed: no system here has a use for one, and they lead elsewhere.
 *
 * @returns any status; see `refusedStatus`
 * @throws RetriableError for the network and timeouts, ConfigurationError for certificates
 */
export const send = async (call: HttpCall): Promise<HttpReply> => {
  const { origin, pathname } = new URL(call.url);
  const what = `${call.method} ${origin}${pathname}`;
  const timeout = AbortSignal.timeout(call.timeoutMs);
  try {
    return await exchange(call, what, AbortSignal.any([call.signal, timeout]));
  } catch (error) {
    if (timeout.aborted && !call.signal.aborted) {
      throw new RetriableError(`[hub] [${call.scope}] ${what}: no answer within ${call.timeoutMs / 1000} s`, {
        cause: error,
        remedy: 'check address and load of the other side, or raise the timeout',
      });
    }
    throw networkError(call.scope, what, error);
  }
};

/** The other side's wish in milliseconds, from seconds or an HTTP date. */
export const retryAfterMs = (header: string | undefined, now = Date.now()): number | undefined => {
  if (!header) return undefined;
  const wish = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wish) ? Math.max(0, wish) : undefined;
};

const waiting = new Set([408, 425, 429]);

/** The typed error of a status other than 2xx, undefined for 2xx. */
export const refusedStatus = (scope: string, what: string, reply: HttpReply): HubError | undefined => {
  const { status, headers, body } = reply;
  if (status >= 200 && status < 300) return undefined;
  const message = `[hub] [${scope}] ${what}: HTTP ${status}`;
  const detail = { status, answer: body.toString('utf8', 0, 500) };
  if (status >= 500 || waiting.has(status)) {
    const wish = retryAfterMs(headers['retry-after']);
    return new RetriableError(message, { detail, ...(wish === undefined ? {} : { retryAfterMs: wish }) });
  }
  if (status === 401 || status === 403) {
    return new ConfigurationError(message, { detail, remedy: 'check user, password or key of the source' });
  }
  return new ConfigurationError(message, { detail, remedy: 'check the address and the request of the source' });
};
