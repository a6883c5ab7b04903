import { posix } from 'node:path';
import { describeOrigin } from '../../../core/change/subject.ts';
import { OpsError } from '../../../core/errors.ts';
import type { Source } from '../../../ports/source.ts';
import { findProgram } from '../../../process/find-program.ts';
import { inIsolation } from '../../../process/isolation.ts';
import { type IsolationPrograms, createIsolation } from '../../../process/probe-isolation.ts';
import { type Tool, findOnce, missingTool, versionOf } from '../../../process/tool.ts';
import type { WrittenFile } from '../../../process/write-inside.ts';
import type { KubernetesTarget } from '../../config/target.ts';
import type { Declared } from '../../objects/resource.ts';
import { markUnstable } from '../manifests/mark-unstable.ts';
import type { RenderRequest, Rendered, Renderer } from '../renderer.ts';
import { type Permit, permit } from '../tools/permit.ts';
import { readOutput, requireSuccess, withOrigins } from '../tools/tool-output.ts';
import { besideDiscovery } from './beside-discovery.ts';
import {
  helmArguments,
  helmOptionsOf,
  refuseSeveralNames,
  refuseWithoutNamespace,
} from './helm-arguments.ts';
import { sourceFinder } from './helm-sources.ts';
import { runTwice } from './helm-twice.ts';
import { helmWords } from './helm-words.ts';
import { missingCharts, refuseMissing, standIns } from './missing-charts.ts';
import { withPacked } from './packed-charts.ts';
import { refuseForeignReferences } from './schema-references.ts';

const HELM = { tool: 'helm template', words: helmWords };

export interface HelmPrograms extends IsolationPrograms {
  /** A path or a name; absent: `helm`. */
  readonly helm?: string | undefined;
}

/** Renders a chart by the real `helm template`, without a cluster: `lookup` finds nothing, plugins are not there. */
export function createHelmRenderer(programs: HelmPrograms): Renderer {
  const find = findOnce(() => findHelm(programs));
  const isolation = createIsolation(programs);
  return {
    render: async (request) => {
      const { source, target } = request;
      const tool = await find();
      return template(tool, request, permit(await isolation(), source, target.path, 'helm'));
    },
    reads: async ({ target }) => [target.path, ...helmOptionsOf(target).values],
  };
}

async function findHelm({ helm = 'helm', path }: HelmPrograms): Promise<Tool> {
  const program = await findProgram(helm, path);
  if (program === undefined) throw missingTool('helm', 'Install it, or name it by PLUMBLINE_HELM.');
  const args = ['version', '--template', '{{.Version}}'];
  return { command: [program], version: await versionOf(program, args, /(v\d+\.\d+\.\d+\S*)/) };
}

async function template(
  { command, version }: Tool,
  request: RenderRequest,
  { isolation, warnings }: Permit,
): Promise<Rendered> {
  const { source, target } = request;
  const files = await filesOf(source, target);
  const whole = await withPacked(files);
  refuseForeignReferences(whole);
  const missing = missingCharts(whole, target.path);
  const run = await besideDiscovery(command, helmArguments(target), await request.capabilities());
  // Helm's words beside an error are not passed on: such warnings quote values.
  const [first, second] = await inIsolation(
    [...files, ...standIns(missing, target.path)],
    isolation,
    async (folder) => {
      const results = await runTwice(folder, await run(folder), files);
      for (const { stderr } of results) refuseMissing(target.path, missing, stderr);
      return results.map((result) => requireSuccess(HELM, target.path, folder, result));
    },
  );
  const readFrom = (output = '') => read(target, files, output);
  const declared = markUnstable(target.path, readFrom(first), readFrom(second));
  return {
    renderer: `helm ${version}`,
    declared,
    warnings: [...warnings, ...declared.flatMap((each) => unstableWarning(each))],
  };
}

function read(target: KubernetesTarget, files: readonly WrittenFile[], output: string): Declared[] {
  const fileAt = sourceFinder(output, target.path, files);
  refuseWithoutNamespace(target, output, fileAt);
  const printed = readOutput(posix.join(target.path, 'templates'), output);
  return withOrigins(target.path, printed, ({ line }) => ({ file: fileAt(line) }));
}

async function filesOf(source: Source, target: KubernetesTarget): Promise<WrittenFile[]> {
  const files = new Map<string, WrittenFile>(
    (await source.blobs(target.path)).map((file) => [file.path, file]),
  );
  if (!files.has(posix.join(target.path, 'Chart.yaml')))
    throw refused(target.path, 'it has no Chart.yaml. Point the target at the folder of a chart.');
  for (const path of helmOptionsOf(target).values) {
    refuseSeveralNames(path);
    const file = await source.blob(path);
    if (file === undefined)
      throw refused(path, `no such file: target ${target.id} names it under helm.values. Correct the path.`);
    files.set(path, file);
  }
  return [...files.values()];
}

function unstableWarning({ object, origin, unstable }: Declared): string[] {
  if (unstable === undefined) return [];
  const { kind, metadata } = object as { kind: string; metadata: { name?: string } };
  return [
    `${describeOrigin(origin)}: ${kind} ${metadata.name ?? ''}: ${unstable.map(({ pointer }) => pointer).join(', ')} is ` +
      `another value each time it is rendered: it is set when the object is created, and then left as it is live. Put a ` +
      `fixed value in its place.`,
  ];
}

function refused(subject: string, message: string): OpsError {
  return new OpsError({ code: 'invalid-source', subject, message });
}
