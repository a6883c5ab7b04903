import { defineConfig } from 'vitest/config';

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
          isolate: false,
          setupFiles: ['test/support/seed.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/{contract,integration}/**/*.test.ts'],
          setupFiles: ['test/support/seed.ts'],
          globalSetup: ['test/support/cluster.ts', 'test/support/embedded-database.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
