import { BadRequestError } from '../core/errors.ts';

/**
 * An origin as browsers write it: scheme, host and port, nothing more.
 *
 * @throws BadRequestError for anything else, `null` included: sandboxed pages have no origin to bind to
 */
export const webOrigin = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) {
    throw new BadRequestError(`[hub] [access] "${text.slice(0, 100)}" is no web origin`, {
      remedy: 'give scheme, host and port only, e.g. https://case.example:8443',
    });
  }
  return url.origin;
};
