import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startCluster } from '../cluster/start.ts';
import { startGitHub } from '../github/server/start.ts';
import { type Company, foundCompany } from './company.ts';
import { DemoFailed, say } from './stage.ts';
import { type Observing, tell } from './story.ts';

export interface DemoOptions {
  /** Of the GitHub; 0: any that is free. */
  readonly port: number;
  /** Looks at a page at a step of the story. */
  readonly look?: Observing;
  /** While everything is still up. */
  readonly afterwards?: (company: Company) => Promise<void>;
}

/** Starts a cluster, a GitHub and Plumbline, acts the story out, and leaves nothing behind. Fails the process when a step does. */
export async function runDemo({ port, look, afterwards }: DemoOptions): Promise<void> {
  say(
    'Starting a Kubernetes cluster (the first time its programs are built: some minutes), a GitHub, and Plumbline.',
  );
  const cluster = await startCluster({ contexts: ['staging', 'production'] });
  // All of it lives in the cluster's folder, which goes with the cluster however this process ends.
  const folder = join(cluster.folder, 'demo');
  await mkdir(folder, { recursive: true });
  const github = await startGitHub({ folder: join(folder, 'github'), port });
  let company: Company | undefined;
  try {
    company = await foundCompany(cluster, github, folder);
    await tell(company, look);
    say('\nThe demo did what it said.');
    await afterwards?.(company);
  } catch (error) {
    if (!(error instanceof DemoFailed)) throw error;
    process.stderr.write(`\nThe demo failed: ${error.message}\n`);
    process.exitCode = 1;
  } finally {
    await company?.app.stop('SIGTERM');
    await github.stop();
    await cluster.stop();
  }
}
