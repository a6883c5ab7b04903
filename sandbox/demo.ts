import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Cluster, startCluster } from './cluster/start.ts';
import { makeRepository } from './demo/repository.ts';
import { DemoFailed, type Stage, say } from './demo/stage.ts';
import { tell } from './demo/story.ts';

const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });

say('Starting a Kubernetes cluster (the first time its programs are built: some minutes).');
const cluster = await startCluster({ contexts: ['staging', 'production'] });
const folder = await mkdtemp(join(tmpdir(), 'plumbline-demo-'));
const repository = join(folder, 'shop');
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
  await rm(folder, { recursive: true, force: true });
}

async function makeStage({ kubeconfig, kubectl }: Cluster): Promise<Stage> {
  await rm(repository, { recursive: true, force: true });
  const { mkdir } = await import('node:fs/promises');
  await mkdir(repository);
  const env = { ...process.env, KUBECONFIG: kubeconfig, XDG_STATE_HOME: join(folder, 'state') };
  const stage = { folder: repository, env, kubectl };
  await makeRepository(stage);
  return stage;
}

async function play({ env, kubectl }: Stage): Promise<void> {
  say(`
Everything is still up. In another terminal:

  cd ${repository}
  export KUBECONFIG=${env['KUBECONFIG']} XDG_STATE_HOME=${env['XDG_STATE_HOME']}
  alias plumb=${new URL('../bin/plumb', import.meta.url).pathname} kubectl=${kubectl}
  plumb diff clusters/production/shop

Ctrl-C ends it and removes it all.`);
  await once(process, 'SIGINT');
}
