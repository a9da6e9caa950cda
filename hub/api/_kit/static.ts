import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from 'hono';
import { sendFile } from './send-file.ts';

/** What vite built: paths below are addresses. */
export const distFolder = fileURLToPath(new URL('../../../dist/', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Vite puts a digest of the content into the name. */
const hashed = /-[\w-]{8,}\.\w+$/;

/**
 * A built file by its address.
 *
 * @returns undefined when there is none, or the address leads out of the folder
 */
export const sendStatic = async (c: Context, address: string, folder = distFolder): Promise<Response | undefined> => {
  const path = normalize(address).replace(/^[/\\]+/, '');
  const type = types[extname(path)];
  if (path.startsWith('..') || path.includes('\0') || type === undefined) return undefined;
  const file = join(folder, path);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  return sendFile(c, {
    bytes: found.size,
    modifiedAt: found.mtimeMs,
    etag: `"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}"`,
    type,
    cacheControl: hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    read: (span) => createReadStream(file, span),
  });
};
