import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  server: { watch: null },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/kit/global-setup.ts'],
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism()),
    // Real databases and browsers on a small machine: generous, and never a measure of anything.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
