import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Scalar } from '@scalar/hono-api-reference';
import { defineResource, newApp } from '../_kit/resource.ts';
import { sendFile } from '../_kit/send-file.ts';

/** The package for Fastify brings the whole page as one file; the others load it from elsewhere. */
const bundle = fileURLToPath(new URL('js/standalone.js', import.meta.resolve('@scalar/fastify-api-reference')));

const policy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
].join('; ');

/** The description of the API for people. Everything comes from the hub itself: police networks have no internet. */
export default defineResource('/docs', () => {
  const app = newApp();
  app.get('/scalar.js', async (c) => {
    const { size, mtimeMs } = await stat(bundle);
    return sendFile(c, {
      bytes: size,
      modifiedAt: mtimeMs,
      etag: `"${size}-${Math.round(mtimeMs)}"`,
      type: 'text/javascript; charset=utf-8',
      cacheControl: 'public, max-age=3600',
      read: (span) => createReadStream(bundle, span),
    });
  });
  app.use('/', async (c, next) => {
    await next();
    c.header('Content-Security-Policy', policy);
  });
  app.get(
    '/',
    Scalar({
      url: '/openapi.json',
      cdn: '/docs/scalar.js',
      pageTitle: 'Footage Link Hub API',
      withDefaultFonts: false,
    }),
  );
  return app;
});
