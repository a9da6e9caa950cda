import { BadRequestError, TooLargeError } from '../../hub/core/errors.ts';

/**
 * Read a request's body, and stop reading where it becomes too large.
 *
 * @throws TooLargeError (413), BadRequestError when the connection broke or the body is compressed
 */
export const readBody = async (scope: string, request: Request, maxBytes: number): Promise<Buffer> => {
  const tooLarge = (): TooLargeError =>
    new TooLargeError(`[hub] [${scope}] the request body is larger than ${maxBytes} bytes`, {
      remedy: 'send fewer rows at once',
    });
  const encoding = request.headers.get('content-encoding');
  if (encoding && encoding !== 'identity') {
    throw new BadRequestError(`[hub] [${scope}] the request body is compressed (${encoding})`, {
      remedy: 'send it without content-encoding',
    });
  }
  const length = request.headers.get('content-length');
  if (Number(length ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    if (length !== null) {
      // Its size is known, so nothing has to be cut off: read without the cost of a stream.
      const whole = Buffer.from(await request.arrayBuffer());
      if (whole.byteLength > maxBytes) throw tooLarge();
      return whole;
    }
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof TooLargeError) throw error;
    throw new BadRequestError(`[hub] [${scope}] the request body ended early`, {
      cause: error,
      remedy: 'send it again',
    });
  }
  return Buffer.concat(chunks, bytes);
};
