import { parseArgs } from 'node:util';
import { askedToEnd } from './asked-to-end.ts';
import { ensurePrograms } from './build.ts';
import type { Programs } from './programs.ts';
import { type Cluster, startCluster } from './start.ts';

const USAGE = `Starts a local Kubernetes cluster that lasts until Ctrl-C.

  npm run sandbox:cluster [-- --build-only]

  --build-only   only build its programs, into the user's cache folder
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'build-only': { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const programs = await ensurePrograms();
  if (values['build-only']) process.stdout.write(`${programs.folder}\n`);
  else await serve(programs);
}

async function serve(programs: Programs): Promise<void> {
  process.stderr.write('sandbox cluster: starting\n');
  const cluster = await startCluster({ programs });
  process.stdout.write(howToUse(cluster));
  process.stderr.write('sandbox cluster: running; Ctrl-C ends it and removes everything\n');
  await askedToEnd();
  await cluster.stop();
}

function howToUse({ kubeconfig, kubectl, helm, auditLog }: Cluster): string {
  return [
    `export KUBECONFIG=${quoted(kubeconfig)}`,
    `alias kubectl=${quoted(kubectl)}`,
    ...(helm ? [`alias helm=${quoted(helm)}`] : []),
    `# every request: ${auditLog}`,
    '',
  ].join('\n');
}

/** For a shell. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
