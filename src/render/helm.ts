import { posix } from 'node:path';
import { OpsError } from '../core/errors.ts';
import { type Declared, describeOrigin } from '../core/resource.ts';
import type { HelmOptions, Target } from '../core/target.ts';
import { exec } from '../exec.ts';
import type { Capabilities, RenderRequest, Rendered, Renderer } from '../ports/renderer.ts';
import type { Source, SourceBlob } from '../ports/source.ts';
import { findProgram } from './find-program.ts';
import { type Jail, inJail } from './jail.ts';
import { readOutput, requireSuccess, withOrigins } from './tool-output.ts';
import { markUnstable } from './mark-unstable.ts';
import { sourceFinder } from './helm-sources.ts';

export interface HelmPrograms {
  /** A path or a name; absent: `helm`. */
  readonly helm?: string | undefined;
  /** Where names are looked up, as in PATH. */
  readonly path: string;
}

interface Tool {
  readonly program: string;
  readonly version: string;
}

/** Renders a chart by the real `helm template`, without a cluster: `lookup` finds nothing, plugins are not there. */
export function createHelmRenderer(programs: HelmPrograms): Renderer {
  let tool: Promise<Tool> | undefined;
  const findOnce = () => {
    tool ??= findTool(programs);
    // Somebody may install it meanwhile.
    tool.catch(() => (tool = undefined));
    return tool;
  };
  return {
    render: async (request) => template(await findOnce(), request),
    reads: async ({ target }) => [target.path, ...optionsOf(target).values],
  };
}

async function findTool({ helm = 'helm', path }: HelmPrograms): Promise<Tool> {
  const program = await findProgram(helm, path);
  if (program === undefined)
    throw new OpsError({
      code: 'tool-failed',
      subject: 'helm',
      message: 'it is not to be found. Install it, or name it by PLUMBLINE_HELM.',
    });
  const { stdout } = await exec(program, ['version', '--template', '{{.Version}}'], { cwd: '/', env: {} });
  return { program, version: /v\d+\.\d+\.\d+[^\s]*/.exec(stdout)?.[0] ?? 'of unknown version' };
}

function optionsOf({ helm }: Target): HelmOptions {
  return helm ?? { values: [] };
}

async function template({ program, version }: Tool, request: RenderRequest): Promise<Rendered> {
  const { source, target } = request;
  const files = await filesOf(source, target);
  const args = argumentsFor(target, await request.capabilities());
  const outputs = await inJail(files, async (jail) => [
    await templateOnce(jail, program, args, target),
    await templateOnce(jail, program, args, target),
  ]);
  const [first = [], second = []] = outputs.map((output) => read(target, output));
  const declared = markUnstable(target.path, first, second);
  const warnings = declared.flatMap((each) => unstableWarning(each));
  return { renderer: `helm ${version}`, declared, warnings };
}

async function templateOnce(
  jail: Jail,
  program: string,
  args: readonly string[],
  target: Target,
): Promise<string> {
  const result = await jail.run(program, args);
  return requireSuccess('helm template', target.path, jail.folder, result);
}

function read(target: Target, output: string): Declared[] {
  const fileAt = sourceFinder(output, target.path);
  const printed = readOutput(posix.join(target.path, 'templates'), output);
  return withOrigins(target.path, printed, ({ line }) => ({ file: fileAt(line) }));
}

async function filesOf(source: Source, target: Target): Promise<SourceBlob[]> {
  const files = new Map((await source.blobs(target.path)).map((file) => [file.path, file]));
  if (!files.has(posix.join(target.path, 'Chart.yaml')))
    throw refused(target.path, 'it has no Chart.yaml. Point the target at the folder of a chart.');
  for (const path of optionsOf(target).values) {
    const text = await source.file(path);
    if (text === undefined)
      throw refused(path, `no such file: target ${target.id} names it under helm.values. Correct the path.`);
    files.set(path, { path, bytes: Buffer.from(text) });
  }
  return [...files.values()];
}

/** Paths begin with `./`, so that none of them is an option or an address. */
function argumentsFor(target: Target, { kubernetesVersion, apiVersions }: Capabilities): string[] {
  const { release, values } = optionsOf(target);
  return [
    'template',
    release ?? target.id.slice(target.id.lastIndexOf('/') + 1),
    `./${target.path}`,
    '--include-crds',
    '--skip-tests',
    ...(target.namespace === undefined ? [] : ['--namespace', target.namespace]),
    '--kube-version',
    kubernetesVersion,
    ...apiVersions.flatMap((version) => ['--api-versions', version]),
    ...values.flatMap((path) => ['--values', `./${path}`]),
  ];
}

function unstableWarning({ object, origin, unstable }: Declared): string[] {
  if (unstable === undefined) return [];
  const { kind, metadata } = object as { kind: string; metadata: { name?: string } };
  return [
    `${describeOrigin(origin)}: ${kind} ${metadata.name ?? ''}: ${unstable.join(', ')} is another value each time it is ` +
      `rendered: it is set when the object is created, and then left as it is live. Put a fixed value in its place.`,
  ];
}

function refused(subject: string, message: string): OpsError {
  return new OpsError({ code: 'invalid-source', subject, message });
}
