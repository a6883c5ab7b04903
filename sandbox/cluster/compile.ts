import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { go } from './go.ts';
import type { Say } from './progress.ts';
import type { Recipe } from './recipe.ts';

const UNFINISHED = 'building-';

/** Builds every program of the recipe into `folder`, which appears when it is complete. Call it under the lock. */
export async function compileInto(
  folder: string,
  recipe: Recipe,
  environment: NodeJS.ProcessEnv,
  say: Say,
): Promise<void> {
  const cache = dirname(folder);
  await removeUnfinished(cache);
  const unfinished = await mkdtemp(join(cache, UNFINISHED));
  try {
    await compile(unfinished, recipe, environment, say);
    await rename(join(unfinished, 'server'), join(unfinished, 'etcd'));
    await renderStages(unfinished, recipe, environment);
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** What builds that were killed left behind: none is running, since we hold the lock. */
async function removeUnfinished(cache: string): Promise<void> {
  const names = (await readdir(cache)).filter((name) => name.startsWith(UNFINISHED));
  await Promise.all(names.map((name) => rm(join(cache, name), { recursive: true, force: true })));
}

async function compile(
  output: string,
  recipe: Recipe,
  environment: NodeJS.ProcessEnv,
  say: Say,
): Promise<void> {
  const sayMore = (detail: string) =>
    say(`first use: building Kubernetes ${recipe.kubernetesVersion}, which takes minutes: ${detail}`);
  const run = (flags: readonly string[], onCount: (count: number) => void) =>
    go(flags, recipe.folder, environment, counting(onCount));

  sayMore('asking for modules');
  const list = await run(['list', '-deps', 'tool'], (count) => sayMore(`${count} modules downloaded`));
  const total = list.trimEnd().split('\n').length;
  sayMore('compiling');
  // -v names each package that is compiled, but not those that Go has in its own cache from earlier.
  const flags = ['-v', '-mod=readonly', '-buildvcs=false', '-trimpath', '-ldflags', recipe.linkerFlags];
  await run(['build', ...flags, '-o', `${output}/`, 'tool'], (count) =>
    sayMore(`${count} of at most ${total} packages compiled`),
  );
}

function counting(onCount: (count: number) => void): () => void {
  let count = 0;
  return () => onCount((count += 1));
}

/** kwok's rules for nodes and pods, from its own module, kept beside it: starting a cluster needs no Go. */
async function renderStages(output: string, recipe: Recipe, environment: NodeJS.ProcessEnv): Promise<void> {
  const kwok = await go(['list', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/kwok'], recipe.folder, environment);
  const stages = join(kwok.trim(), 'kustomize', 'stage', 'fast');
  const { stdout } = await promisify(execFile)(join(output, 'kubectl'), ['kustomize', stages]);
  await writeFile(join(output, 'stages.yaml'), stdout);
}
