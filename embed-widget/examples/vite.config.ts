import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The pages of three business systems. Vue must be told which tags are none of its own; nothing else is special. */
export default defineConfig({
  root: here('.'),
  plugins: [
    vue({
      template: { compilerOptions: { isCustomElement: (tag) => tag === 'linked-footage' || tag === 'footage-badge' } },
    }),
  ],
  build: {
    target: 'chrome86',
    modulePreload: false,
    rolldownOptions: { input: ['html', 'react', 'vue'].map((name) => here(`${name}/index.html`)) },
  },
});
