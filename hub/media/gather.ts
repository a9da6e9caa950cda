import type { Readable } from 'node:stream';

/** All bytes of a stream of a few megabytes. What came in one chunk is not copied once more. */
export const gather = async (stream: Readable): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const [only] = chunks;
  return chunks.length === 1 && only?.buffer instanceof ArrayBuffer
    ? new Uint8Array(only.buffer, only.byteOffset, only.length)
    : Buffer.concat(chunks);
};
