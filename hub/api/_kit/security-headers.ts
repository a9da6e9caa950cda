import { createMiddleware } from 'hono/factory';

const policy = [
  "default-src 'self'",
  // Players feed video from memory; components bring their own styles.
  "media-src 'self' blob:",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** For every answer that does not say otherwise itself. */
const usual: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
};

const named = Object.entries(usual);

export const securityHeaders = createMiddleware(async (c, next) => {
  await next();
  // Not by `c.header`, which copies a finished answer, body and all, for each name.
  const { headers } = c.res;
  for (const [name, value] of named) if (!headers.has(name)) headers.set(name, value);
});
