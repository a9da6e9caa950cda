import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type ElementsManifest, type Example, embeddingPage } from '../_kit/embedding-page.ts';
import { defineResource, newApp } from '../_kit/resource.ts';

const sources = fileURLToPath(new URL('../../../embed-widget/', import.meta.url));

/** What is shown of each example: the files a developer writes, not those that build them. */
const exampleFiles: readonly (readonly [title: string, files: readonly string[]])[] = [
  ['HTML', ['html/index.html', 'html/main.ts', 'footage-grant.ts']],
  ['React', ['react/case-footage.tsx']],
  ['Vue', ['vue/case-footage.vue', 'vite.config.ts']],
];

const readExamples = (): Promise<Example[]> =>
  Promise.all(
    exampleFiles.map(async ([title, names]) => ({
      title,
      files: await Promise.all(
        names.map(async (name) => ({ name, text: await readFile(`${sources}examples/${name}`, 'utf8') })),
      ),
    })),
  );

/** The reference of the elements, made from their manifest and from the examples that the tests run. */
export default defineResource('/docs/embedding', (api) => {
  const app = newApp();
  app.get('/', async (c) => {
    const manifest = JSON.parse(
      await readFile(`${sources}public/embed/custom-elements.json`, 'utf8'),
    ) as ElementsManifest;
    return c.html(embeddingPage(api.environment.publicUrl, manifest, await readExamples()));
  });
  return app;
});
