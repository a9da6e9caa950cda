import { fileURLToPath } from 'node:url';
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

/**
 * Two bundles into `dist/`, whose paths are the addresses: `/embed/v1.js` with its lazy chunks, and `/console/`. They
 * share source but no chunk, so that the script in other systems' pages stays one small file.
 */
export default defineConfig({
  root: here('.'),
  publicDir: here('public'),
  appType: 'mpa',
  plugins: [plainDynamicImport, smallStyles],
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
  },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments))
        if (environment.name !== 'ssr') await builder.build(environment);
    },
  },
});
