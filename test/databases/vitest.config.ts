import { defineConfig } from 'vitest/config';

/** `npx vitest run --config test/databases/vitest.config.ts`: makes a dump of what this version's database looks like. */
export default defineConfig({
  test: {
    root: new URL('../../', import.meta.url).pathname,
    include: ['test/databases/make.ts'],
    globalSetup: ['test/support/programs.ts', 'test/support/cluster.ts', 'test/support/embedded-database.ts'],
    testTimeout: 300_000,
  },
});
