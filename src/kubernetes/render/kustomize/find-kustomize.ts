import { findProgram } from '../../../process/find-program.ts';
import type { IsolationPrograms } from '../../../process/probe-isolation.ts';
import { type Tool, missingTool, versionOf } from '../../../process/tool.ts';

export interface KustomizePrograms extends IsolationPrograms {
  /** Paths or names; absent: as they are usually called. */
  readonly kustomize?: string | undefined;
  readonly kubectl?: string | undefined;
}

/**
 * Finds the named program; where none is named, `kustomize`, or else the one in `kubectl`.
 * @throws OpsError `tool-failed` when there is none. A named program is never replaced by another.
 */
export async function findKustomize({ kustomize, kubectl, path }: KustomizePrograms): Promise<Tool> {
  const named = kustomize !== undefined || kubectl !== undefined;
  const own = named ? kustomize : 'kustomize';
  const ownProgram = own === undefined ? undefined : await findProgram(own, path);
  if (ownProgram !== undefined) return fromKustomize(ownProgram);
  if (kustomize !== undefined)
    throw missingTool(kustomize, 'Correct PLUMBLINE_KUSTOMIZE, or install kustomize there.');
  const kubectlProgram = await findProgram(kubectl ?? 'kubectl', path);
  if (kubectlProgram !== undefined) return fromKubectl(kubectlProgram);
  if (kubectl !== undefined)
    throw missingTool(kubectl, 'Correct PLUMBLINE_KUBECTL, or install kubectl there.');
  const advice = 'Install it or kubectl, or name one of them by PLUMBLINE_KUSTOMIZE or PLUMBLINE_KUBECTL.';
  throw missingTool('kustomize', advice);
}

async function fromKustomize(program: string): Promise<Tool> {
  const version = await versionOf(program, ['version'], /(v\d+\.\d+\.\d+[^\s}]*|\(devel\))/);
  return { command: [program, 'build'], version };
}

async function fromKubectl(program: string): Promise<Tool> {
  const args = ['version', '--client', '-o', 'json'];
  return {
    command: [program, 'kustomize'],
    version: await versionOf(program, args, /"kustomizeVersion":\s*"([^"]+)"/),
  };
}
