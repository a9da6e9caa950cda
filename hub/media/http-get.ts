import * as http from 'node:http';
import * as https from 'node:https';
import { codeOf, networkError } from '../../connectors/_kit/network-error.ts';
import { RetriableError } from '../core/errors.ts';
import { allowUrl, type SourceAllowance } from './source-allowance.ts';

export interface GetOptions {
  allowance: SourceAllowance;
  headers?: Record<string, string>;
  signal: AbortSignal;
  /** Milliseconds until the first byte, and of silence afterwards. */
  patienceMs: { answer: number; silence: number };
}

export const scope = 'media';
const mostRedirects = 3;
const redirects = new Set([301, 302, 303, 307, 308]);

const getOnce = (url: URL, { allowance, headers, signal, patienceMs }: GetOptions): Promise<http.IncomingMessage> =>
  new Promise((resolve, reject) => {
    const options: https.RequestOptions = {
      headers: { 'accept-encoding': 'identity', ...headers },
      signal,
      rejectUnauthorized: !allowance.acceptSelfSigned,
    };
    const silent = (ms: number) =>
      new RetriableError(`[hub] [${scope}] ${url.host} has sent nothing for ${ms / 1000} s`, {
        remedy: 'check address and load of the other side; the hub goes on where it stopped',
      });
    const answered = (response: http.IncomingMessage) => {
      request.setTimeout(patienceMs.silence, () => response.destroy(silent(patienceMs.silence)));
      resolve(response);
    };
    const request = url.protocol === 'https:' ? https.get(url, options, answered) : http.get(url, options, answered);
    request.setTimeout(patienceMs.answer, () => request.destroy(silent(patienceMs.answer)));
    request.on('error', reject);
  });

/**
 * Ask for a file, following a few redirects, each of them checked like the first address.
 *
 * @returns the answer with any status that is no redirect; its body is not read
 * @throws ConfigurationError for an address the source may not use or a certificate; RetriableError for the network
 */
export const httpGet = async (from: URL, options: GetOptions): Promise<http.IncomingMessage> => {
  let url = from;
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    allowUrl(options.allowance, url);
    const response = await getOnce(url, options).catch((error: unknown) => {
      throw options.signal.aborted
        ? options.signal.reason
        : networkError(scope, `GET ${url.origin}${url.pathname}`, error);
    });
    const { location } = response.headers;
    if (!redirects.has(response.statusCode ?? 0) || location === undefined) return response;
    response.resume();
    url = new URL(location, url);
  }
  throw new RetriableError(
    `[hub] [${scope}] ${from.origin}${from.pathname} redirects more than ${mostRedirects} times`,
  );
};

/** Whether the file system, not the network, failed. */
export const isDiskFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');
