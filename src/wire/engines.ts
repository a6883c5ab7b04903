import { resolve } from 'node:path';
import { programsOf } from '../config/env.ts';
import type { TargetFormat } from '../config/repository/target-format.ts';
import type { Engines } from '../flows/plan-target.ts';
import type { Clusters } from '../kubernetes/clusters.ts';
import { KUBERNETES_FORMAT } from '../kubernetes/config/format.ts';
import { createKubernetesEngine } from '../kubernetes/engine.ts';
import { createRenderer } from '../kubernetes/render/choose.ts';
import type { Engine } from '../ports/engine.ts';
import type { Grants } from '../ports/grants.ts';
import { readOrMakeKey } from '../store/state-folder.ts';
import { version } from '../version.ts';
import type { Base } from './base.ts';

/** An engine, with the form of its targets' settings and its grants. */
export interface WiredEngine {
  readonly format: TargetFormat;
  readonly engine: Engine;
  /** @returns undefined: the repository is granted nothing there */
  grantOf(repository: string, destination: string): unknown;
}

export async function wireKubernetes(
  { env, clock, log, config }: Base,
  clusters: Clusters,
): Promise<WiredEngine> {
  const engine = createKubernetesEngine({
    connect: (name) => clusters.connect(name),
    renderer: createRenderer(programsOf(env, process.env['PATH'])),
    key: env.PLUMBLINE_KEY ?? (await readOrMakeKey(resolve(env.PLUMBLINE_DATA))),
    clock,
    log,
    version,
  });
  return { format: KUBERNETES_FORMAT, engine, grantOf: config.grantOf };
}

/** The engines by name. */
export function enginesOf(all: readonly WiredEngine[]): Engines {
  return Object.fromEntries(all.map(({ format, engine }) => [format.engine, engine]));
}

/** Without a grant a repository reaches nothing. */
export function grantsOf(all: readonly WiredEngine[]): Grants {
  return {
    limit(target, repository) {
      const own = all.find(({ format }) => format.engine === target.engine);
      return { ...target, grant: own?.grantOf(repository, target.destination) ?? null };
    },
  };
}
