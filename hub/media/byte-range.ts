import type { Span } from './volume.ts';

/** What identifies one state of a file. `etag` with quotes. */
export interface FileState {
  readonly bytes: number;
  readonly etag: string;
  /** Epoch ms. */
  readonly modifiedAt: number;
}

/** What to answer: the whole, a part, nothing new, or that the asked part does not exist. */
export type RangeAnswer = { status: 200 } | { status: 206; span: Span } | { status: 304 } | { status: 416 };

const listed = (header: string, etag: string): boolean =>
  header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);

const second = (ms: number) => Math.floor(ms / 1000) * 1000;

const notModified = (headers: Headers, file: FileState): boolean => {
  const match = headers.get('if-none-match');
  if (match !== null) return listed(match, file.etag);
  const since = headers.get('if-modified-since');
  return since !== null && second(file.modifiedAt) <= Date.parse(since);
};

/** Whether the caller's earlier part is of the same file; if not, a part would not fit to it. */
const sameFile = (condition: string | null, file: FileState): boolean => {
  if (condition === null) return true;
  // Strong comparison: a weak tag never fits.
  if (/^(W\/)?"/.test(condition)) return condition === file.etag;
  return Date.parse(condition) === second(file.modifiedAt);
};

/**
 * Which bytes to send (RFC 9110): If-None-Match, If-Modified-Since, Range and If-Range. A malformed Range, another
 * unit, or several ranges at once are answered with the whole, as the standard allows.
 */
export const byteRange = (headers: Headers, file: FileState): RangeAnswer => {
  if (notModified(headers, file)) return { status: 304 };
  const parts = /^bytes=(\d*)-(\d*)$/.exec(headers.get('range')?.trim() ?? '');
  if (!parts || (parts[1] === '' && parts[2] === '')) return { status: 200 };
  if (!sameFile(headers.get('if-range'), file)) return { status: 200 };
  const last = file.bytes - 1;
  if (parts[1] === '') {
    const suffix = Number(parts[2]);
    if (suffix === 0 || file.bytes === 0) return { status: 416 };
    return { status: 206, span: { start: Math.max(0, file.bytes - suffix), end: last } };
  }
  const start = Number(parts[1]);
  const end = parts[2] === '' ? last : Math.min(Number(parts[2]), last);
  if (parts[2] !== '' && Number(parts[2]) < start) return { status: 200 };
  return start > last ? { status: 416 } : { status: 206, span: { start, end } };
};
