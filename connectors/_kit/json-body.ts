import { claimedCharset, decodeText } from '../../hub/core/charset.ts';
import { BadRequestError } from '../../hub/core/errors.ts';
import { parseJson } from '../../hub/core/mapping/json.ts';
import { readBody } from './body.ts';

/** A JSON request as it came and as it reads. */
export interface JsonBody {
  bytes: Buffer;
  value: unknown;
  contentType: string;
}

/**
 * Read a request whose body must be JSON, whatever its label says of itself.
 *
 * @throws BadRequestError when there is no body, TooLargeError beyond `maxBytes`, RecordError when it is no JSON
 */
export const readJsonBody = async (scope: string, request: Request, maxBytes: number): Promise<JsonBody> => {
  const bytes = await readBody(scope, request, maxBytes);
  if (bytes.length === 0) {
    throw new BadRequestError(`[hub] [${scope}] the request has no body`, { remedy: 'send JSON' });
  }
  const contentType = request.headers.get('content-type') ?? '';
  const charset = claimedCharset(bytes, contentType);
  const value = parseJson(decodeText(bytes, charset));
  return { bytes, value, contentType: `application/json; charset=${charset}` };
};

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
