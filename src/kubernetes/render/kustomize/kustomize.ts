import { OpsError } from '../../../core/errors.ts';
import type { Source } from '../../../ports/source.ts';
import { inIsolation } from '../../../process/isolation.ts';
import { createIsolation } from '../../../process/probe-isolation.ts';
import { type Tool, findOnce } from '../../../process/tool.ts';
import type { WrittenFile } from '../../../process/write-inside.ts';
import type { RenderRequest, Rendered, Renderer } from '../renderer.ts';
import { type Permit, permit } from '../tools/permit.ts';
import { readOutput, requireSuccess, withOrigins } from '../tools/tool-output.ts';
import { type KustomizePrograms, findKustomize } from './find-kustomize.ts';
import { type Root, closureOf } from './kustomize-closure.ts';
import { askingOrigins, originOf, withoutOrigin } from './kustomize-origin.ts';
import { kustomizeWarnings, kustomizeWords } from './kustomize-words.ts';

const KUSTOMIZE = { tool: 'kustomize build', words: kustomizeWords };

/** Builds a kustomization by the real `kustomize`, or the one in `kubectl`. */
export function createKustomizeRenderer(programs: KustomizePrograms): Renderer {
  const find = findOnce(() => findKustomize(programs));
  const isolation = createIsolation(programs);
  return {
    render: async (request) => {
      const { source, target } = request;
      const tool = await find();
      return build(tool, request, permit(await isolation(), source, target.path, 'kustomize'));
    },
    reads: async ({ source, target }) => (await closureOf(source, target.path)).map(({ folder }) => folder),
  };
}

async function build(
  { command, version }: Tool,
  { source, target }: RenderRequest,
  allowed: Permit,
): Promise<Rendered> {
  const roots = await closureOf(source, target.path);
  const [top] = roots;
  if (top === undefined) throw noKustomization(target.path);
  const { output, warnings } = await inIsolation(
    await filesOf(source, roots, top),
    allowed.isolation,
    async (folder) => {
      const [program, ...args] = command;
      const result = await folder.run(program, [...args, `./${target.path}`]);
      return {
        output: requireSuccess(KUSTOMIZE, target.path, folder, result),
        warnings: kustomizeWarnings(result.stderr),
      };
    },
  );
  const declared = withOrigins(target.path, readOutput(top.file, output), ({ declared: { object } }) =>
    originOf(object, top),
  );
  return {
    renderer: `kustomize ${version}`,
    declared: declared.map((each) => ({ ...each, object: withoutOrigin(each.object, top) })),
    warnings: [...allowed.warnings, ...warnings],
  };
}

/** Copies of the files to build; the top kustomization also asks for the origin of each object. */
async function filesOf(source: Source, roots: readonly Root[], top: Root): Promise<WrittenFile[]> {
  const files = new Map<string, WrittenFile>();
  for (const { folder } of roots) {
    for (const file of await source.blobs(folder)) files.set(file.path, file);
  }
  const asking = askingOrigins(top);
  if (asking !== undefined) files.set(top.file, { path: top.file, bytes: Buffer.from(asking) });
  return [...files.values()];
}

function noKustomization(folder: string): OpsError {
  return new OpsError({
    code: 'invalid-source',
    subject: folder,
    message: 'it has no kustomization.yaml. Add one, or set "render: plain" for its target.',
  });
}
