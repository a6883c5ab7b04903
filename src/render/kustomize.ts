import { posix } from 'node:path';
import { OpsError } from '../core/errors.ts';
import { type JsonObject, isObject, parseJson } from '../core/json.ts';
import type { Origin } from '../core/resource.ts';
import { exec } from '../exec.ts';
import type { RenderRequest, Rendered, Renderer } from '../ports/renderer.ts';
import type { Source, SourceBlob } from '../ports/source.ts';
import { findProgram } from './find-program.ts';
import { inJail } from './jail.ts';
import { type Root, closureOf } from './kustomize-closure.ts';
import { type Printed, readOutput, requireSuccess, withOrigins } from './tool-output.ts';

export interface KustomizePrograms {
  /** Paths or names; absent: as they are usually called. */
  readonly kustomize?: string | undefined;
  readonly kubectl?: string | undefined;
  /** Where names are looked up, as in PATH. */
  readonly path: string;
}

interface Tool {
  readonly command: readonly string[];
  readonly version: string;
}

/** Builds a kustomization by the real `kustomize`, or the one in `kubectl`. */
export function createKustomizeRenderer(programs: KustomizePrograms): Renderer {
  let tool: Promise<Tool> | undefined;
  const findOnce = () => {
    tool ??= findTool(programs);
    // Somebody may install it meanwhile.
    tool.catch(() => (tool = undefined));
    return tool;
  };
  return {
    render: async (request) => build(await findOnce(), request),
    reads: async ({ source, target }) => (await closureOf(source, target.path)).map(({ folder }) => folder),
  };
}

async function findTool(programs: KustomizePrograms): Promise<Tool> {
  const kustomize = await findProgram(programs.kustomize ?? 'kustomize', programs.path);
  if (kustomize !== undefined)
    return { command: [kustomize, 'build'], version: await versionOfKustomize(kustomize) };
  const kubectl = await findProgram(programs.kubectl ?? 'kubectl', programs.path);
  if (kubectl !== undefined)
    return { command: [kubectl, 'kustomize'], version: await versionInKubectl(kubectl) };
  throw new OpsError({
    code: 'tool-failed',
    subject: 'kustomize',
    message:
      'neither kustomize nor kubectl is to be found. Install one of them, or name it by PLUMBLINE_KUSTOMIZE or PLUMBLINE_KUBECTL.',
  });
}

async function versionOfKustomize(program: string): Promise<string> {
  const { stdout } = await exec(program, ['version'], { cwd: '/', env: {} });
  return /v\d+\.\d+\.\d+[^\s}]*/.exec(stdout)?.[0] ?? 'of unknown version';
}

async function versionInKubectl(program: string): Promise<string> {
  const { stdout } = await exec(program, ['version', '--client', '-o', 'json'], {
    cwd: '/',
    env: { KUBECONFIG: '/dev/null' },
  });
  const answer = parseJson(stdout);
  const version = isObject(answer) ? answer['kustomizeVersion'] : undefined;
  return typeof version === 'string' ? version : 'of unknown version';
}

async function build({ command, version }: Tool, { source, target }: RenderRequest): Promise<Rendered> {
  const roots = await closureOf(source, target.path);
  const [top] = roots;
  if (top === undefined) throw noKustomization(target.path);
  const files = await filesOf(source, roots);
  const { output, warnings } = await inJail(files, async (jail) => {
    const [program = '', ...args] = command;
    const result = await jail.run(program, [...args, `./${target.path}`]);
    return {
      output: requireSuccess('kustomize build', target.path, jail.folder, result),
      warnings: result.stderr.split('\n').filter((line) => line.trim() !== ''),
    };
  });
  const declared = withOrigins(target.path, readOutput(top.file, output), (each) => originOf(each, top));
  return {
    renderer: `kustomize ${version}`,
    declared: declared.map((each) => ({ ...each, object: withoutOrigin(each.object, top) })),
    warnings,
  };
}

/** The copies that are built: of the top one with a request to tell where each object comes from. */
async function filesOf(source: Source, roots: readonly Root[]): Promise<SourceBlob[]> {
  const files = new Map<string, SourceBlob>();
  for (const { folder } of roots) {
    for (const file of await source.blobs(folder)) files.set(file.path, file);
  }
  const [top] = roots;
  if (top !== undefined && canAskOrigins(top))
    files.set(top.file, { path: top.file, bytes: Buffer.from(`${top.text}\n${ASK_ORIGINS}\n`) });
  return [...files.values()];
}

const ORIGIN = 'config.kubernetes.io/origin';
const ASK_ORIGINS = 'buildMetadata: [originAnnotations]';

/** Appending a key is safe in a plain block mapping without that key. */
function canAskOrigins({ text }: Root): boolean {
  return /^[A-Za-z]+:/m.test(text) && !/^\s*[{[]|^(---|\.\.\.)|buildMetadata/m.test(text);
}

function originOf({ declared: { object } }: Printed, top: Root): Origin {
  const told = annotationsOf(object)[ORIGIN];
  const path = typeof told === 'string' ? /^(?:path|configuredIn): (.+)$/m.exec(told)?.[1] : undefined;
  return { file: path === undefined ? top.file : posix.join(top.folder, path) };
}

/** What we asked for beside the source is none of its objects. */
function withoutOrigin(object: JsonObject, top: Root): JsonObject {
  const annotations = annotationsOf(object);
  if (!canAskOrigins(top) || annotations[ORIGIN] === undefined) return object;
  const { [ORIGIN]: _origin, ...rest } = annotations;
  const { annotations: _all, ...metadata } = object['metadata'] as JsonObject;
  return {
    ...object,
    metadata: Object.keys(rest).length > 0 ? { ...metadata, annotations: rest } : metadata,
  };
}

function annotationsOf(object: JsonObject): JsonObject {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  return isObject(metadata['annotations']) ? metadata['annotations'] : {};
}

function noKustomization(folder: string): OpsError {
  return new OpsError({
    code: 'invalid-source',
    subject: folder,
    message: 'it has no kustomization.yaml. Add one, or set "render: plain" for its target.',
  });
}
