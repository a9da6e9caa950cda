import type { Context } from 'hono';
import { readGrant } from '../../access/grants.ts';
import { systems } from '../../core/vocabulary.ts';
import type { Api } from '../_kit/api.ts';
import { answerPage } from '../_kit/pages.ts';
import { defineResource, newApp } from '../_kit/resource.ts';
import { sendStatic } from '../_kit/static.ts';

const policy = (ancestors: readonly string[]): string =>
  [
    "default-src 'self'",
    "media-src 'self' blob:",
    "img-src 'self' data: blob:",
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    `frame-ancestors ${ancestors.length > 0 ? ancestors.join(' ') : "'none'"}`,
  ].join('; ');

/** Who may frame the page: the page the grant was given to; without a good grant (it may follow by message) any known one. */
const ancestorsOf = async (api: Api, grant: string | undefined): Promise<string[]> => {
  const read =
    grant === undefined ? undefined : await readGrant(api.store.db, api.grantKey, grant).catch(() => undefined);
  return read ? [read.origin] : [...(await api.origins.all())];
};

/** The page for an iframe, and the scripts pages of business systems load. */
export default defineResource('/embed', (api) => {
  const app = newApp();
  app.get(`/:system{${systems.join('|')}}/:externalId`, async (c) => {
    c.header('Content-Security-Policy', policy(await ancestorsOf(api, c.req.query('grant'))));
    // The frame needs to know which page it talks to, and must not hand the grant on.
    c.header('Referrer-Policy', 'no-referrer');
    return (await sendStatic(c, '/embed/frame.html')) ?? answerPage(c);
  });
  const script = async (c: Context) => {
    // Scripts are public; what they may show is decided by grants.
    c.header('Access-Control-Allow-Origin', '*');
    c.header('Cross-Origin-Resource-Policy', 'cross-origin');
    return answerPage(c);
  };
  app.get('/v1.js', script);
  app.get('/chunks/*', script);
  return app;
});
