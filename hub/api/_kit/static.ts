import { createReadStream, type Stats } from 'node:fs';
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
  '.ts': 'text/plain; charset=utf-8',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Vite puts a digest of the content into the name. */
const hashed = /-[\w-]{8,}\.\w+$/;

const stateOf = async (file: string): Promise<Stats | undefined> => {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? found : undefined;
};

/** The build lays a smaller form of every text beside it: over a thin line it is what makes the player come at once. */
const zipped = async (c: Context, file: string, { mtimeMs }: Stats): Promise<Stats | undefined> => {
  if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '') || c.req.header('range') !== undefined) return undefined;
  const found = await stateOf(`${file}.gz`);
  // One of an earlier build belongs to another text.
  return found && found.mtimeMs >= mtimeMs ? found : undefined;
};

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
  const plain = await stateOf(file);
  if (!plain) return undefined;
  const small = await zipped(c, file, plain);
  c.header('Vary', 'Accept-Encoding', { append: true });
  // The player chooses how to begin by how long its code took to come; it runs in pages of other origins.
  c.header('Timing-Allow-Origin', '*');
  if (small) c.header('Content-Encoding', 'gzip');
  const { size, mtimeMs } = small ?? plain;
  return sendFile(c, {
    bytes: size,
    modifiedAt: mtimeMs,
    etag: `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`,
    type,
    cacheControl: hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    read: (span) => createReadStream(small ? `${file}.gz` : file, span),
  });
};
