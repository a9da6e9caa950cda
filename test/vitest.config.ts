import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Whole cities, and pictures that must keep in step: one after another, with the machine to themselves. */
const alone = [
  'test/e2e/{accessible,main-job,several-cameras,survive}.test.ts',
  'test/embed-widget/{cameras-in-step,several-cameras}.test.ts',
];

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  server: { watch: null },
  test: {
    pool: 'forks',
    // Real databases and browsers on a small machine: generous, and never a measure of anything.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: alone,
          globalSetup: ['test/kit/global-setup.ts'],
          maxWorkers: Math.max(2, availableParallelism()),
          sequence: { groupOrder: 0 },
        },
      },
      // These start all they need themselves.
      { extends: true, test: { name: 'alone', include: alone, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
