import { OpsError } from '../../core/errors.ts';
import type { Source } from '../../ports/source.ts';
import type { KubernetesTarget, RenderName } from '../config/target.ts';
import { type HelmPrograms, createHelmRenderer } from './helm/helm.ts';
import type { KustomizePrograms } from './kustomize/find-kustomize.ts';
import { createKustomizeRenderer } from './kustomize/kustomize.ts';
import { createPlainRenderer } from './plain.ts';
import type { Renderer } from './renderer.ts';
import { toolOf } from './tools/build-files.ts';

/** Paths or names; absent: as they are usually called. */
export type RenderPrograms = KustomizePrograms & HelmPrograms;

/** Renders each target by the tool named for it, or else by the one that its folder is made for. */
export function createRenderer(programs: RenderPrograms): Renderer {
  const renderers: Readonly<Record<RenderName, Renderer>> = {
    plain: createPlainRenderer(),
    kustomize: createKustomizeRenderer(programs),
    helm: createHelmRenderer(programs),
  };
  return {
    render: async (request) => {
      const name = await nameFor(request.source, request.target);
      if (name !== 'helm') refuseHelmOptions(request.target);
      return renderers[name].render(request);
    },
    reads: async (request) => {
      const { source, target } = request;
      const paths = await renderers[await nameFor(source, target)].reads(request);
      const linked = await Promise.all(paths.map((path) => source.linked(path)));
      return [...new Set([...paths, ...linked.flat()])];
    },
  };
}

/** Refuses Helm options where no chart is rendered: they would do nothing, and somebody would rely on them. */
function refuseHelmOptions({ spec: { helm }, path, id }: KubernetesTarget): void {
  if (helm === undefined) return;
  throw new OpsError({
    code: 'invalid-source',
    subject: path,
    message: `it is no chart, so that "helm" of target ${id} (--release, --values, --set) means nothing. Take it away, or give the folder of a chart.`,
  });
}

async function nameFor(
  source: Source,
  { spec: { render }, path, id }: KubernetesTarget,
): Promise<RenderName> {
  if (render !== 'auto') return render;
  const below = path === '.' ? '' : `${path}/`;
  const isBuildFile = (file: string) => !file.slice(below.length).includes('/') && toolOf(file) !== undefined;
  const tools = new Set((await source.files(path, isBuildFile)).map((file) => toolOf(file.path)));
  const [tool = 'plain', other] = tools;
  if (other === undefined) return tool;
  throw new OpsError({
    code: 'ambiguous',
    subject: path,
    message: `it is made for ${[...tools].join(' and ')}. Say which by "render" of target ${id}.`,
  });
}
