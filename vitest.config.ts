import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const browserTests = 'tests/browser/**/*.test.ts';

/** Whole processes and browsers go first: begun last, each would keep one worker busy while the others have nothing to do. */
class WholeProcessesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const first = [/\/tests\/browser\/pages/, /\/tests\/faults\//, /\/tests\//, /./];
    const place = ({ moduleId }: TestSpecification) => first.findIndex(pattern => pattern.test(moduleId));
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    // Much of a test's time is waiting for a process, a database or a page: every core has a worker.
    maxWorkers: '100%',
    sequence: { sequencer: WholeProcessesFirst },
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
