import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What to build and how: the module in this folder, and the flags that its go.mod cannot hold. */
export type Recipe = {
  folder: string;
  /** The version of Go that go.mod asks for, such as `1.26.0`. */
  goVersion: string;
  /** Such as `v1.37.2`. */
  kubernetesVersion: string;
  linkerFlags: string;
  /** Changes with everything that the result depends on, but for Go's own version. */
  hash: string;
};

// To be raised when compile.ts puts something else into the folder.
const LAYOUT = '1';

export function readRecipe(folder = fileURLToPath(new URL('.', import.meta.url))): Recipe {
  const goMod = readFileSync(`${folder}/go.mod`, 'utf8');
  const goSum = readFileSync(`${folder}/go.sum`, 'utf8');
  const kubernetesVersion = requirement(goMod, 'k8s.io/kubernetes');
  const linkerFlags = versionFlags(kubernetesVersion, requirement(goMod, 'helm.sh/helm/v4'));
  const inputs = [LAYOUT, goMod, goSum, linkerFlags, process.platform, process.arch];
  return {
    folder,
    goVersion: /^go (\S+)$/m.exec(goMod)?.[1] ?? 'unknown',
    kubernetesVersion,
    linkerFlags,
    hash: createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16),
  };
}

function requirement(goMod: string, module: string): string {
  const line = goMod.split('\n').find((line) => line.trim().startsWith(`${module} v`));
  if (!line) throw new Error(`sandbox cluster: go.mod does not require ${module}`);
  return line.trim().split(' ')[1] ?? '';
}

/** Without these the API server calls itself `v0.0.0-master+$Format`, and kubectl and Helm refuse to talk to it. */
function versionFlags(kubernetes: string, helm: string): string {
  const [major, minor] = kubernetes.slice(1).split('.');
  const base = 'k8s.io/component-base/version';
  return [
    '-s -w',
    `-X ${base}.gitVersion=${kubernetes}`,
    `-X ${base}.gitMajor=${major}`,
    `-X ${base}.gitMinor=${minor}`,
    `-X helm.sh/helm/v4/internal/version.version=${helm}`,
  ].join(' ');
}
