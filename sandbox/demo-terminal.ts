import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { askedToEnd } from './cluster/asked-to-end.ts';
import { type Cluster, startCluster } from './cluster/start.ts';
import { makeRepository } from './demo/repository.ts';
import { type Stage, DemoFailed, say } from './demo/stage.ts';
import { tell } from './demo/terminal-story.ts';

const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });

say('Starting a Kubernetes cluster (the first time its programs are built: some minutes).');
const cluster = await startCluster({ contexts: ['staging', 'production'] });
try {
  const stage = await makeStage(cluster);
  await tell(stage);
  say('\nThe demo did what it said.');
  if (!values.once) await play(stage);
} catch (error) {
  if (!(error instanceof DemoFailed)) throw error;
  process.stderr.write(`\nThe demo failed: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  await cluster.stop();
}

/** All of it lives in the cluster's folder, which goes with the cluster however this process ends. */
async function makeStage({ kubeconfig, kubectl, folder }: Cluster): Promise<Stage> {
  const repository = join(folder, 'demo', 'shop');
  await mkdir(repository, { recursive: true });
  const env = { ...process.env, KUBECONFIG: kubeconfig, XDG_STATE_HOME: join(folder, 'demo', 'state') };
  const stage = { folder: repository, env, kubectl };
  await makeRepository(stage);
  return stage;
}

async function play({ folder, env, kubectl }: Stage): Promise<void> {
  const end = askedToEnd();
  say(`
Everything is still up. In another terminal:

  cd ${folder}
  export KUBECONFIG=${env['KUBECONFIG']} XDG_STATE_HOME=${env['XDG_STATE_HOME']}
  alias plumb=${fileURLToPath(new URL('../bin/plumb', import.meta.url))} kubectl=${kubectl}
  plumb diff clusters/production/shop

Ctrl-C ends it and removes it all.`);
  await end;
}
