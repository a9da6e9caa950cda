import type { IncomingMessage } from 'node:http';
import { retryAfterMs } from '../../connectors/_kit/http.ts';
import { ConfigurationError, type HubError, RefusedError, RetriableError } from '../core/errors.ts';

/** The other side no longer has the file: nothing will bring it back. */
export class MediaLostError extends RefusedError {
  override readonly slug = 'media-lost';
  override readonly status = 410;
}

const gone = new Set([404, 410]);
const refusing = new Set([401, 403, 407]);

/** The typed error of an answer that holds no bytes of the file; undefined when it does. */
export const answerError = ({ statusCode = 0, headers }: IncomingMessage, what: string): HubError | undefined => {
  const message = `[hub] [media] ${what}: HTTP ${statusCode}`;
  if (gone.has(statusCode)) {
    return new MediaLostError(message, { remedy: 'ask the owner of the source whether the file was deleted or moved' });
  }
  if (refusing.has(statusCode))
    return new ConfigurationError(message, { remedy: 'check the key of the source for its media server' });
  if (statusCode !== 200 && statusCode !== 206) {
    const wish = retryAfterMs(headers['retry-after']);
    return new RetriableError(message, wish === undefined ? {} : { retryAfterMs: wish });
  }
  // Sign-in pages and error pages come with 200.
  if (/^(text\/html|application\/(problem\+)?json)/.test(headers['content-type'] ?? '')) {
    return new RetriableError(`${message}, but it is ${headers['content-type']}, not media`, {
      remedy: 'open the address in a browser to see what the media server says',
    });
  }
  return undefined;
};
