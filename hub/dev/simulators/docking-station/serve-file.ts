import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** First and last byte of a `Range` header; undefined when it is absent or of a kind that may be ignored. */
const parseRange = (header: string | undefined, size: number): { first: number; last: number } | undefined => {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') return { first: Math.max(0, size - Number(to)), last: size - 1 };
  return { first: Number(from), last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
};

/** A file with Range, as any web server in front of a docking station's disk gives it. */
export const serveFile = async (file: string, type: string, request: Request): Promise<Response> => {
  const { size } = await stat(file);
  const range = parseRange(request.headers.get('range') ?? undefined, size);
  const headers: Record<string, string> = { 'content-type': type, 'accept-ranges': 'bytes' };
  if (range && (range.first > range.last || range.first >= size)) {
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  headers['content-length'] = String(last - first + 1);
  if (range) headers['content-range'] = `bytes ${first}-${last}/${size}`;
  const body =
    request.method === 'HEAD'
      ? null
      : (Readable.toWeb(createReadStream(file, { start: first, end: last })) as ReadableStream);
  return new Response(body, { status: range ? 206 : 200, headers });
};
