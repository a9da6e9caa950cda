import { createRoute, z } from '@hono/zod-openapi';
import { BadRequestError } from '../../core/errors.ts';
import { systems } from '../../core/vocabulary.ts';
import { json, problems } from '../_kit/answers.ts';
import { defineResource, newApp } from '../_kit/resource.ts';

const common = {
  version: z.literal('1.0'),
  provider_name: z.string(),
  provider_url: z.string(),
  title: z.string(),
};
const embedSchema = z
  .discriminatedUnion('type', [
    z.object({
      ...common,
      type: z.literal('rich'),
      html: z.string(),
      width: z.number().int(),
      height: z.number().int(),
    }),
    z.object({ ...common, type: z.literal('link') }),
  ])
  .openapi('OEmbed');

const size = (fallback: number) => z.coerce.number().int().min(1).max(4_000).default(fallback);
const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
/** `link` is for pages that may hold neither scripts nor frames: they show the address as a link. */
const kind = z.enum(['rich', 'link']).default('rich');
const pattern = new RegExp(`^/embed/(?:${systems.join('|')})/[^/]+$`);

/** As it stands where it is no good percent encoding. */
const numberIn = ({ pathname }: URL): string => {
  const last = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
};

/** For editors that turn an address into a frame. It tells nothing about the record: not even whether it exists. */
export default defineResource('/oembed', (api) => {
  const app = newApp();
  const route = createRoute({
    method: 'get',
    path: '/',
    tags: ['embed'],
    summary: 'The frame for an embed address (oEmbed 1.0)',
    request: { query: z.object({ url: z.string().max(2_000), maxwidth: size(960), maxheight: size(640), type: kind }) },
    responses: { 200: json(embedSchema, 'HTML to put into a page, or a link'), 400: problems[400] },
  });
  return app.openapi(route, (c) => {
    const { url, maxwidth: width, maxheight: height, type } = c.req.valid('query');
    const { publicUrl } = api.environment;
    const asked = URL.canParse(url) ? new URL(url) : undefined;
    if (asked?.origin !== new URL(publicUrl).origin || !pattern.test(asked.pathname)) {
      throw new BadRequestError('[hub] [api] this is no embed address of this hub', {
        remedy: `use ${publicUrl}/embed/{system}/{externalId}`,
      });
    }
    const said = {
      version: '1.0' as const,
      provider_name: 'Footage Link Hub',
      provider_url: publicUrl,
      title: `关联音视频 ${numberIn(asked)}`,
    };
    if (type === 'link') return c.json({ ...said, type }, 200);
    const html = `<iframe src="${escaped(asked.href)}" width="${width}" height="${height}" allow="fullscreen; picture-in-picture; autoplay" referrerpolicy="origin" style="border:0"></iframe>`;
    return c.json({ ...said, type, html, width, height }, 200);
  });
});
