import { mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { compileInto } from './compile.ts';
import { type Go, findGo, isAtLeast } from './go.ts';
import { withLock } from './lock.ts';
import { type Programs, missingIn, NEEDED, programsIn } from './programs.ts';
import { type Say, withProgress } from './progress.ts';
import { type Recipe, readRecipe } from './recipe.ts';

const OTHER_WAYS =
  'set KUBEBUILDER_ASSETS to a folder that holds kube-apiserver, etcd and kubectl, ' +
  'or set PLUMBLINE_TEST_KUBECONFIG to the kubeconfig of a running test cluster';

/**
 * The cluster's programs: those of KUBEBUILDER_ASSETS, else those built earlier, else built now (minutes; the
 * progress is on stderr). With KUBEBUILDER_ASSETS `controllers` may be undefined.
 */
export async function ensurePrograms(environment: NodeJS.ProcessEnv = process.env): Promise<Programs> {
  const assets = environment['KUBEBUILDER_ASSETS'];
  if (assets) return assetsIn(assets);

  const recipe = readRecipe();
  const cache = join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'plumbline');
  const go = await findGo(recipe.folder, environment);
  const ready = builtEarlier(cache, recipe, go);
  if (ready) return programsIn(ready);
  return build(cache, recipe, suitable(go, recipe), environment);
}

function assetsIn(folder: string): Programs {
  const missing = missingIn(folder, NEEDED);
  if (missing.length === 0) return programsIn(resolve(folder));
  throw new Error(
    `sandbox cluster: KUBEBUILDER_ASSETS=${folder} has no ${missing.join(', ')}. Correct it, or unset it to build them.`,
  );
}

/** The folder of this recipe and Go. What another Go built will do where there is none. */
function builtEarlier(cache: string, recipe: Recipe, go: Go | undefined): string | undefined {
  mkdirSync(cache, { recursive: true });
  const wanted = folderName(recipe, go?.version ?? '');
  const name = readdirSync(cache).find((name) => (go ? name === wanted : name.startsWith(wanted)));
  return name && join(cache, name);
}

function folderName(recipe: Recipe, goVersion: string): string {
  return `cluster-${recipe.hash}-${goVersion}`;
}

function suitable(go: Go | undefined, recipe: Recipe): Go {
  const wanted = `Install Go ${recipe.goVersion} or newer (https://go.dev/dl), or ${OTHER_WAYS}.`;
  if (!go) throw new Error(`sandbox cluster: there is no Go on PATH to build Kubernetes with. ${wanted}`);
  if (isAtLeast(go.version, recipe.goVersion)) return go;
  throw new Error(`sandbox cluster: ${go.version} is too old to build Kubernetes. ${wanted}`);
}

function build(cache: string, recipe: Recipe, go: Go, environment: NodeJS.ProcessEnv): Promise<Programs> {
  const inTurn = (say: Say) =>
    withLock(
      join(cache, 'build.lock'),
      () => say('waiting for another process that is building the programs'),
      async () => {
        const folder = join(cache, folderName(recipe, go.version));
        if (!builtEarlier(cache, recipe, go)) await compileInto(folder, recipe, environment, say);
        return programsIn(folder);
      },
    );
  return withProgress(inTurn);
}
