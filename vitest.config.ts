import { defineConfig } from 'vitest/config';

const browserTests = 'tests/browser/**/*.test.ts';

export default defineConfig({
  test: {
    // Much of a test's time is waiting for a process, a database or a page: every core has a worker.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Real processes and databases on a machine that others use too: what needed a second try is marked in the report.
    retry: process.env['CI'] ? 1 : 0,
    reporters: process.env['CI'] ? ['default', 'json'] : ['default'],
    outputFile: { json: 'test-results/vitest.json' },
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['{packages,connectors,runtime,designer,examples,tests}/**/*.test.ts'],
          exclude: ['**/node_modules/**', browserTests],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [browserTests],
          globalSetup: 'tests/browser/build-designer.ts',
          // A browser beside everything else is slow, but it is no fault to be slow.
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
