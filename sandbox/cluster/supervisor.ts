import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Blueprint, type ControlPlane, startControlPlane } from './control-plane.ts';
import { type Program, launch } from './program.ts';
import { logged } from './ready.ts';
import { identities } from './users.ts';

// A process of its own, because only another process can clean up after a `kill -9`. It is the parent of the
// cluster's programs and lives as long as the channel to its own parent: however that one ends, the kernel
// closes the channel, and everything here goes. Closing it is also the way to stop a cluster.

/** What this process tells the one that started it, once. */
export type Report = { ready: ControlPlane } | { failed: string };

const folder = mkdtempSync(join(tmpdir(), 'plumbline-cluster-'));
const running: Program[] = [];
let ending = false;

async function run(wanted: Blueprint): Promise<void> {
  const { programs, users } = wanted;
  try {
    const site = { folder, programs, identities: identities(users), launch: launchHere };
    const ready = await startControlPlane(site, wanted);
    for (const program of running) void program.gone.then(() => lament(program));
    report({ ready });
  } catch (error) {
    report({ failed: error instanceof Error ? error.message : String(error) });
  }
}

function launchHere(name: string, command: string, flags: readonly string[]): Program {
  if (ending) throw new Error('sandbox cluster: stopped while it was starting');
  const program = launch(name, command, flags, folder);
  running.push(program);
  return program;
}

function report(message: Report): void {
  if (process.connected) process.send?.(message);
}

/** Without a word, whoever uses the cluster would only see that it no longer answers. */
function lament(program: Program): void {
  if (!ending) process.stderr.write(`${logged(program, `ended (${program.end()})`)}\n`);
}

/** In reverse order: an API server whose etcd is gone hangs for minutes. */
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  for (const program of running.toReversed()) await program.kill();
  process.exit();
}

process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
process.once('disconnect', () => void end());
process.once('uncaughtException', (error) => {
  report({ failed: String(error) });
  void end();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
process.once('message', (wanted: Blueprint) => void run(wanted));

writeFileSync(join(folder, 'supervisor.pid'), `${process.pid}`);
// The parent may have gone while this process was being loaded.
if (!process.connected) void end();
