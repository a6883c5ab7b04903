import { configDefaults, defineConfig } from 'vitest/config';
import { LONG, SUITE } from './test/support/scale.ts';

const exclude = [...configDefaults.exclude, ...(SUITE === 'all' ? [] : [LONG])];

export default defineConfig({
  test: {
    // Most of them wait for other processes most of the time.
    maxWorkers: 2,
    reporters: ['default', './test/support/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude,
          isolate: false,
          setupFiles: ['test/support/seed.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/{contract,integration}/**/*.test.ts'],
          exclude,
          setupFiles: ['test/support/seed.ts'],
          globalSetup: [
            'test/support/programs.ts',
            'test/support/cluster.ts',
            'test/support/embedded-database.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
});
