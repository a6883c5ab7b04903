// A process that starts a cluster and then ends in the way that its argument names; run by lifecycle.test.ts.
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster } from '../../../sandbox/cluster/start.ts';

const [how] = process.argv.slice(2);
const cluster = await startCluster({ controllers: false });
process.stdout.write(`${cluster.folder}\n`);
await sleep(200); // for the reader of that line to look around

if (how === 'throws') throw new Error('thrown on purpose');
if (how === 'waits') await sleep(60_000);
