import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { bodyOf, openWorld, publicUrl } from './world.ts';

const world = await openWorld();
const kinds = ['attributes', 'events', 'cssParts', 'cssProperties'] as const;
type Kind = (typeof kinds)[number];
const manifest = JSON.parse(
  await readFile(new URL('../../embed-widget/public/embed/custom-elements.json', import.meta.url), 'utf8'),
) as { modules: { declarations: Partial<Record<Kind, { name: string }[]>>[] }[] };

test('the page of embedding names everything of the manifest, the policy, and the examples', async () => {
  const answer = await world.ask('/docs/embedding');
  expect(answer.status).toBe(200);
  const page = await answer.text();
  const named = manifest.modules
    .flatMap(({ declarations }) => declarations)
    .flatMap((declaration) => kinds.flatMap((kind) => declaration[kind] ?? []));
  expect(named.length).toBeGreaterThan(30);
  for (const { name } of named) expect(page).toContain(`<code>${name}</code>`);
  for (const words of [
    `script-src ${publicUrl}`,
    `media-src ${publicUrl} blob:`,
    'Chromium 86',
    'useEffect',
    'watchEffect',
  ])
    expect(page).toContain(words);
  // Examples are text here, never elements of the page.
  expect(page).not.toMatch(/<linked-footage[ >]/);
});

test('oEmbed answers a frame, and a link where frames are forbidden', async () => {
  const url = encodeURIComponent(`${publicUrl}/embed/case/A990100000000`);
  const rich = await bodyOf<{ type: string; html: string }>(world.ask(`/oembed?url=${url}`));
  expect(rich).toMatchObject({ type: 'rich', html: expect.stringContaining('<iframe') });
  const link = await bodyOf<Record<string, unknown>>(world.ask(`/oembed?url=${url}&type=link`));
  expect(link).toMatchObject({ version: '1.0', type: 'link', title: expect.stringContaining('A990100000000') });
  expect(link.html).toBeUndefined();
});
