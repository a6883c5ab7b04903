import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { askedToEnd } from './cluster/asked-to-end.ts';
import { startCluster } from './cluster/start.ts';
import { type Company, foundCompany } from './demo/company.ts';
import { DemoFailed, say } from './demo/stage.ts';
import { tell } from './demo/story.ts';
import { startGitHub } from './github/start.ts';

const { values } = parseArgs({
  options: { once: { type: 'boolean', default: false }, port: { type: 'string', default: '3010' } },
});

say(
  'Starting a Kubernetes cluster (the first time its programs are built: some minutes), a GitHub, and Plumbline.',
);
const cluster = await startCluster({ contexts: ['staging', 'production'] });
// All of it lives in the cluster's folder, which goes with the cluster however this process ends.
const folder = join(cluster.folder, 'demo');
await mkdir(folder, { recursive: true });
const github = await startGitHub({
  folder: join(folder, 'github'),
  port: values.once ? 0 : Number(values.port),
});
let company: Company | undefined;
try {
  company = await foundCompany(cluster, github, folder);
  await tell(company);
  say('\nThe demo did what it said.');
  if (!values.once) await play(company);
} catch (error) {
  if (!(error instanceof DemoFailed)) throw error;
  process.stderr.write(`\nThe demo failed: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  await company?.app.stop('SIGTERM');
  await github.stop();
  await cluster.stop();
}

async function play({ github: { url }, stage }: Company): Promise<void> {
  const end = askedToEnd();
  say(`
Everything is still up. In a browser: ${url}/acme/shop (sign in as ada, grace, linus or eve).
In another terminal:

  cd ${stage.folder}        # Ada's clone; pushing needs no password
  export KUBECONFIG=${stage.env['KUBECONFIG']}
  alias kubectl=${stage.kubectl}
  kubectl --context production -n shop-production edit deployment/web

Ctrl-C ends it and removes it all.`);
  await end;
}
