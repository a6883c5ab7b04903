import { resolve } from 'node:path';
import { programsOf } from '../config/env.ts';
import type { Engines } from '../flows/plan-target.ts';
import type { Clusters } from '../kubernetes/clusters.ts';
import { createKubernetesEngine } from '../kubernetes/engine.ts';
import { createRenderer } from '../kubernetes/render/choose.ts';
import { readOrMakeKey } from '../store/state-folder.ts';
import { version } from '../version.ts';
import type { Base } from './base.ts';

/** The engines of the server. */
export async function wireEngines({ env, clock, log }: Base, clusters: Clusters): Promise<Engines> {
  const kubernetes = createKubernetesEngine({
    connect: (name) => clusters.connect(name),
    renderer: createRenderer(programsOf(env, process.env['PATH'])),
    key: env.PLUMBLINE_KEY ?? (await readOrMakeKey(resolve(env.PLUMBLINE_DATA))),
    clock,
    log,
    version,
  });
  return { kubernetes };
}
