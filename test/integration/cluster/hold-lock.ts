// A process that holds a lock until it is killed; run by lock.test.ts.
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from '../../../sandbox/cluster/lock.ts';

const [file = ''] = process.argv.slice(2);
await withLock(
  file,
  () => {},
  async () => {
    process.stdout.write('held\n');
    await sleep(60_000);
  },
);
