import type { Readable } from 'node:stream';

/** Read this far ahead of a slow disk. */
const mostAhead = 2 ** 20;

/**
 * The chunks of a stream, all that arrived before it broke included. Iterating a stream itself throws away what it has
 * read ahead when the line breaks; on a line that breaks often that can be everything. Listens from the call on.
 *
 * @returns chunks; throws what broke the stream after the last of them
 */
export const everyByte = (stream: Readable): AsyncIterable<Buffer> => {
  const chunks: Buffer[] = [];
  let ahead = 0;
  let end: { error?: unknown } | undefined;
  let wake = (): void => undefined;
  const finish = (how: { error?: unknown }) => {
    end ??= how;
    wake();
  };
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    ahead += chunk.length;
    if (ahead > mostAhead) stream.pause();
    wake();
  });
  stream.on('end', () => finish({}));
  stream.on('error', (error) => finish({ error }));
  stream.on('close', () => finish({ error: new Error('the line broke') }));
  if (stream.destroyed) finish({ error: new Error('the line broke') });

  return (async function* () {
    for (;;) {
      const chunk = chunks.shift();
      if (chunk) {
        ahead -= chunk.length;
        if (ahead <= mostAhead / 2) stream.resume();
        yield chunk;
      } else if (end) {
        if ('error' in end) throw end.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  })();
};
