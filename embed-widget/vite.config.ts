import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Vite wraps every `import()` to preload styles. There are none, and the wrapper costs a tenth of the badge's budget. */
const plainDynamicImport: Plugin = {
  name: 'plain-dynamic-import',
  enforce: 'pre',
  resolveId: (id) => (id.endsWith('vite/preload-helper.js') ? '\0plain-dynamic-import' : undefined),
  load: (id) => (id === '\0plain-dynamic-import' ? 'export const __vitePreload = (load) => load();' : undefined),
};

/** Line breaks and indents inside css`…` are nothing to the browser. */
const smallStyles: Plugin = {
  name: 'small-styles',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('.ts') && code.includes('css`')
      ? {
          code: code.replace(/\bcss`[^`]*`/g, (styles) =>
            styles.replace(/\s+/g, ' ').replace(/ ?([{};,]) ?|(:) /g, '$1$2'),
          ),
          map: null,
        }
      : undefined,
};

/** The page that checks evidence packages is opened from a disk, where scripts beside it may not be loaded: all in one. */
const onePage: Plugin = {
  name: 'one-page',
  applyToEnvironment: ({ name }) => name === 'evidence',
  generateBundle(_, bundle) {
    const [script] = Object.values(bundle).filter((one) => one.type === 'chunk');
    if (script?.type !== 'chunk') throw new Error('the evidence viewer has no script');
    for (const name of Object.keys(bundle)) delete bundle[name];
    const source = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>证据包核验 Evidence package</title><body><script type="module">${script.code.replaceAll('</script', '<\\/script')}</script></body></html>\n`;
    this.emitFile({ type: 'asset', fileName: 'evidence/index.html', source });
  },
};

/** Texts lie beside their smaller form, made once: browsers take nothing better than gzip where there is no HTTPS. */
const zipped: Plugin = {
  name: 'zipped',
  applyToEnvironment: ({ name }) => name !== 'evidence',
  async writeBundle({ dir = '' }, bundle) {
    await Promise.all(
      Object.values(bundle).map(async (one) => {
        if (!/\.(js|css|html|json|svg)$/.test(one.fileName)) return;
        const text = one.type === 'chunk' ? one.code : one.source;
        await writeFile(join(dir, `${one.fileName}.gz`), gzipSync(text, { level: 9 }));
      }),
    );
  },
};

/**
 * Three bundles into `dist/`, whose paths are the addresses: `/embed/v1.js` with its lazy chunks, `/console/`, and the one page
 * `/evidence/index.html`. They share source but no chunk, so that the script in other systems' pages stays one small file.
 */
export default defineConfig({
  root: here('.'),
  publicDir: here('public'),
  appType: 'mpa',
  plugins: [plainDynamicImport, smallStyles, onePage, zipped],
  // Enterprise desktops still run Chromium 86.
  build: {
    target: 'chrome86',
    outDir: here('../dist'),
    emptyOutDir: false,
    modulePreload: false,
    reportCompressedSize: false,
    // The streaming engine, loaded when somebody plays.
    chunkSizeWarningLimit: 800,
  },
  environments: {
    client: {
      build: {
        copyPublicDir: false,
        rolldownOptions: {
          input: { console: here('console/index.html') },
          output: {
            entryFileNames: 'console/assets/[name]-[hash].js',
            chunkFileNames: 'console/assets/[name]-[hash].js',
            assetFileNames: 'console/assets/[name]-[hash][extname]',
          },
        },
      },
    },
    embed: {
      consumer: 'client',
      build: {
        copyPublicDir: true,
        rolldownOptions: {
          input: { v1: here('player/v1.ts'), frame: here('player/frame.ts') },
          preserveEntrySignatures: false,
          output: {
            entryFileNames: 'embed/[name].js',
            chunkFileNames: 'embed/chunks/[name]-[hash].js',
            assetFileNames: 'embed/chunks/[name]-[hash][extname]',
          },
        },
      },
    },
    evidence: {
      consumer: 'client',
      build: {
        copyPublicDir: false,
        rolldownOptions: {
          input: { index: here('evidence/main.ts') },
          output: { codeSplitting: false },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments))
        if (environment.name !== 'ssr') await builder.build(environment);
    },
  },
});
