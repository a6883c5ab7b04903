import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findGo, go } from '../sandbox/cluster/go.ts';
import { withLock } from '../sandbox/cluster/lock.ts';
import { type Say, withProgress } from '../sandbox/cluster/progress.ts';

const MODULE = fileURLToPath(new URL('flux', import.meta.url));
const FILES = ['go.mod', 'go.sum', 'main.go', 'cluster.go', 'diff.go'];
const FLAGS = ['-mod=readonly', '-buildvcs=false', '-trimpath', '-ldflags', '-s -w'];

/** The program in `flux/`: built once for each Go and each state of its files. @throws when there is no Go. */
export async function ensureFlux(environment: NodeJS.ProcessEnv): Promise<string> {
  const found = await findGo(MODULE, environment);
  if (found === undefined) throw new Error('bench: there is no Go on PATH to build Flux with. Install it.');
  const cache = join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'plumbline');
  mkdirSync(cache, { recursive: true });
  const program = join(cache, `bench-flux-${hash()}-${found.version}`);
  if (existsSync(program)) return program;
  await withProgress((say) =>
    withLock(
      join(cache, 'build.lock'),
      () => say('waiting for another process that is building'),
      () => build(program, environment, say),
    ),
  );
  return program;
}

async function build(program: string, environment: NodeJS.ProcessEnv, say: Say): Promise<void> {
  if (existsSync(program)) return;
  let lines = 0;
  const tell = () => say(`first use: building Flux's ssa package: ${(lines += 1)} modules and packages`);
  tell();
  const unfinished = `${program}.unfinished`;
  await rm(unfinished, { force: true });
  await go(['build', '-v', ...FLAGS, '-o', unfinished, '.'], MODULE, environment, tell);
  await rename(unfinished, program);
}

function hash(): string {
  const sum = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of FILES) sum.update(readFileSync(join(MODULE, file)));
  return sum.digest('hex').slice(0, 16);
}

/** The version of Flux's package, such as `v0.76.0`. */
export function fluxVersion(): string {
  return /fluxcd\/pkg\/ssa (v\S+)/.exec(readFileSync(join(MODULE, 'go.mod'), 'utf8'))?.[1] ?? 'unknown';
}
