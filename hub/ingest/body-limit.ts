import { TooLargeError } from '../core/errors.ts';

/** A request whose body is cut off at a limit while it is read, never buffered here. */
export interface LimitedRequest {
  readonly request: Request;
  /** Set as soon as more than the limit has come, whatever the reader makes of the broken body. */
  tooLarge(): TooLargeError | undefined;
}

/**
 * @param most bytes
 * @throws TooLargeError when the request says itself that it is longer
 */
export const limitBody = (request: Request, most: number, source: string): LimitedRequest => {
  const refusal = () =>
    new TooLargeError(`[hub] [${source}] the body is larger than ${most} bytes`, {
      remedy: 'send it in smaller parts, or raise HUB_MAX_BODY',
    });
  if (Number(request.headers.get('content-length') ?? 0) > most) throw refusal();
  // What says its length cannot be longer: the server takes no more bytes than that. Asked first, because the server
  // makes a stream of a body only when it is asked for one.
  if (request.headers.has('content-length') || request.body === null) return { request, tooLarge: () => undefined };
  let seen = 0;
  let refused: TooLargeError | undefined;
  const limited = request.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.byteLength;
        if (seen <= most) return controller.enqueue(chunk);
        refused = refusal();
        controller.error(refused);
      },
    }),
  );
  const init: RequestInit & { duplex: 'half' } = {
    method: request.method,
    headers: request.headers,
    body: limited,
    signal: request.signal,
    duplex: 'half',
  };
  return { request: new Request(request.url, init), tooLarge: () => refused };
};
