import { createLog } from '../../src/log.ts';
import { type StoreOptions, openStore } from '../../src/store/open.ts';

/** Opens the store of its argument, says so, begins one job of it and says so, and does not end: it is to be killed. */
const place = JSON.parse(process.argv[2] ?? '{}') as Pick<StoreOptions, 'databaseUrl' | 'folder'>;
const store = await openStore({
  ...place,
  log: createLog('silent'),
  observe: () => undefined,
  tell: () => undefined,
});
process.stdout.write('opened\n');
await store.jobs.work(
  'decide',
  () => {
    process.stdout.write('begun\n');
    return new Promise(() => undefined);
  },
  { concurrency: 1 },
);
