import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { networkError } from '../../connectors/_kit/network-error.ts';
import { HubError, RetriableError } from '../core/errors.ts';
import { answerError } from './answer-error.ts';
import { type Digests, type RunningDigests, takeDigests } from './digest.ts';
import { everyByte } from './every-byte.ts';
import { type GetOptions, httpGet, isDiskFull } from './http-get.ts';

/** What came through the door. */
export interface Received extends Digests {
  readonly bytes: number;
}

export interface DownloadOptions extends Omit<GetOptions, 'headers'> {
  /** Where the bytes are gathered. What is there from an earlier try is gone on with when it is still the same file. */
  part: string;
  /** Bytes the volume can take. */
  free(): Promise<number>;
}

/** Left free for the database and logs that may share the disk. */
const reserveBytes = 64 * 2 ** 20;

/** The bytes gathered so far, and by what the other side can tell whether its file is still the same. */
interface Progress {
  bytes: number;
  digests: RunningDigests;
  validator: string | undefined;
}

const diskFull = (part: string, cause?: unknown): RetriableError =>
  new RetriableError(`[hub] [media] the media volume is full (${part})`, {
    remedy: 'free space on the volume or add another; the hub tries again by itself',
    ...(cause === undefined ? {} : { cause }),
  });

const noteOf = (part: string) => `${part}.json`;

const fresh = (): Progress => ({ bytes: 0, digests: takeDigests(), validator: undefined });

const resume = async (url: URL, part: string): Promise<Progress> => {
  const note = await readFile(noteOf(part), 'utf8')
    .then((text) => JSON.parse(text) as { url?: string; validator?: string })
    .catch(() => undefined);
  const size = await stat(part).catch(() => undefined);
  if (note?.url !== url.href || note.validator === undefined || !size?.isFile() || size.size === 0) return fresh();
  const progress: Progress = { ...fresh(), validator: note.validator };
  for await (const chunk of createReadStream(part)) {
    progress.digests.update(chunk as Buffer);
    progress.bytes += (chunk as Buffer).length;
  }
  return progress;
};

/** A weak tag does not promise the same bytes. */
const validatorOf = ({ headers }: IncomingMessage): string | undefined =>
  headers.etag && !headers.etag.startsWith('W/') ? headers.etag : headers['last-modified'];

const rangeOf = (response: IncomingMessage): { start: number; total: number } | undefined => {
  const found = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers['content-range'] ?? '');
  return found ? { start: Number(found[1]), total: Number(found[2]) } : undefined;
};

/** How long the whole file is, where the answer says so. */
const totalOf = (response: IncomingMessage): number | undefined => {
  if (response.statusCode === 206) return rangeOf(response)?.total;
  const length = response.headers['content-length'];
  return length === undefined ? undefined : Number(length);
};

const writeAll = async (handle: FileHandle, body: AsyncIterable<Buffer>, progress: Progress): Promise<void> => {
  for await (const chunk of body) {
    for (let done = 0; done < chunk.length; ) {
      const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, progress.bytes + done);
      done += bytesWritten;
    }
    progress.digests.update(chunk);
    progress.bytes += chunk.length;
  }
};

/**
 * One answer of the other side.
 *
 * @returns the length of the whole file when it said so
 */
const take = async (
  url: URL,
  handle: FileHandle,
  progress: Progress,
  options: DownloadOptions,
): Promise<number | undefined> => {
  const what = `GET ${url.origin}${url.pathname}`;
  const headers: Record<string, string> = {};
  if (progress.bytes > 0 && progress.validator !== undefined) {
    headers.range = `bytes=${progress.bytes}-`;
    headers['if-range'] = progress.validator;
  }
  const response = await httpGet(url, { ...options, headers });
  const body = everyByte(response);
  if (response.statusCode === 416 && progress.bytes > 0) {
    response.destroy();
    // Nothing is left to send: the part is whole, or longer than the file and so of another one.
    if (response.headers['content-range'] === `bytes */${progress.bytes}`) return progress.bytes;
    Object.assign(progress, fresh());
    throw new RetriableError(`[hub] [media] ${what}: the file is shorter than what came before`);
  }
  const error = answerError(response, what);
  if (error) {
    response.destroy();
    throw error;
  }
  if (response.statusCode !== 206 || rangeOf(response)?.start !== progress.bytes) {
    if (response.statusCode === 206 && rangeOf(response)?.start !== 0) {
      response.destroy();
      Object.assign(progress, fresh());
      throw new RetriableError(`[hub] [media] ${what}: answered with another range than asked for`);
    }
    if (progress.bytes > 0) await handle.truncate(0);
    Object.assign(progress, fresh());
  }
  const total = totalOf(response);
  if (total !== undefined && total - progress.bytes + reserveBytes > (await options.free())) {
    response.destroy();
    throw diskFull(options.part);
  }
  progress.validator = validatorOf(response);
  if (progress.bytes === 0)
    await writeFile(noteOf(options.part), JSON.stringify({ url: url.href, validator: progress.validator }));
  try {
    await writeAll(handle, body, progress);
  } finally {
    response.destroy();
  }
  return total;
};

const attempts = 5;

const gather = async (url: URL, handle: FileHandle, progress: Progress, options: DownloadOptions): Promise<void> => {
  for (let failures = 0; ; ) {
    const before = progress.bytes;
    try {
      const total = await take(url, handle, progress, options);
      if (total === undefined || progress.bytes === total) return;
      throw new RetriableError(`[hub] [media] ${url.host}: ${progress.bytes} of ${total} bytes came`);
    } catch (error) {
      if (options.signal.aborted) throw options.signal.reason;
      if (isDiskFull(error)) throw diskFull(options.part, error);
      const typed =
        error instanceof HubError ? error : networkError('media', `GET ${url.origin}${url.pathname}`, error);
      // A line that brings something each time is worth going on with, however often it breaks.
      failures = progress.bytes > before ? 0 : failures + 1;
      const byAnswer = typed.next !== 'retry' || /: HTTP \d/.test(typed.message);
      if (byAnswer || failures >= attempts) throw typed;
    }
  }
};

/**
 * Bring a file through a line that may break: bytes are written as they come, hashed at the door, and a broken or
 * killed try is gone on with by Range as long as the other side vouches that its file is the same.
 *
 * @returns after the bytes are on disk (fsync)
 * @throws RetriableError for the network, HTTP 5xx and a full disk; MediaLostError for 404; ConfigurationError for
 *   addresses and keys that are not allowed
 */
export const download = async (url: URL, options: DownloadOptions): Promise<Received> => {
  const progress = await resume(url, options.part);
  const handle = await open(options.part, progress.bytes > 0 ? 'r+' : 'w');
  try {
    await gather(url, handle, progress, options);
    await handle.sync();
  } catch (error) {
    // Room is what is missing: what was gathered must not keep it.
    if (error instanceof RetriableError && isDiskFull(error)) await rm(options.part, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rm(noteOf(options.part), { force: true });
  if (progress.bytes === 0) throw new RetriableError(`[hub] [media] ${url.host}: the file is empty`);
  return { bytes: progress.bytes, ...progress.digests.done() };
};
