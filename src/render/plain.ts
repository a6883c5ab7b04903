import { setImmediate as nextTurn } from 'node:timers/promises';
import { OpsError } from '../core/errors.ts';
import type { Declared } from '../core/resource.ts';
import type { RenderRequest, Rendered, Renderer } from '../ports/renderer.ts';
import type { SourceFile } from '../ports/source.ts';
import { toolOf } from './build-files.ts';
import { classify } from './classify.ts';
import { findDuplicates } from './find-duplicates.ts';
import { flatten } from './flatten.ts';
import { readYaml } from './read-yaml.ts';
import { joinErrors } from './source-error.ts';

/**
 * Reads a folder's *.yaml, *.yml and *.json files as they are, with the same eyes as `kubectl apply -R -f`.
 * Hidden folders are not looked into. A folder without objects is rendered as none: the engine decides about that.
 */
export function createPlainRenderer(): Renderer {
  return { render: renderPlain, reads: async ({ target }) => [target.path] };
}

async function renderPlain({ source, target: { path: folder } }: RenderRequest): Promise<Rendered> {
  const files = await source.files(folder, (path) => isWanted(path, folder));
  const build = files.find((file) => toolOf(file.path) !== undefined);
  if (build) throw builtElsewhere(build);
  const rendered = await readFiles(files);
  const errors = [...rendered.errors, ...findDuplicates(rendered.declared)];
  if (errors.length > 0) throw joinErrors(folder, errors);
  return { renderer: 'plain', declared: rendered.declared, warnings: rendered.warnings };
}

function isWanted(path: string, folder: string): boolean {
  const below = folder === '.' ? path : path.slice(folder.length + 1);
  const hidden = below
    .split('/')
    .slice(0, -1)
    .some((name) => name.startsWith('.'));
  return !hidden && (/\.(ya?ml|json)$/.test(path) || toolOf(path) !== undefined);
}

function builtElsewhere(file: SourceFile): OpsError {
  const tool = toolOf(file.path);
  const message = `the folder is built by ${tool}, but is read as plain manifests. Set "render: ${tool}" for the target, or point it at a folder of plain manifests.`;
  return new OpsError({ code: 'unsupported', subject: file.path, message });
}

interface ReadFiles {
  readonly declared: Declared[];
  readonly warnings: string[];
  /** The first problem of each file. */
  readonly errors: OpsError[];
}

async function readFiles(files: readonly SourceFile[]): Promise<ReadFiles> {
  const read: ReadFiles = { declared: [], warnings: [], errors: [] };
  for (const file of files) {
    readFile(file, read);
    // A large folder takes seconds: let others have their turn.
    await nextTurn();
  }
  return read;
}

function readFile(file: SourceFile, into: ReadFiles): void {
  try {
    const entries = readYaml(file.path, file.text).flatMap((document) => flatten(file.path, document));
    for (const result of entries.map(classify)) {
      if (result.type === 'declared') into.declared.push(result.declared);
      if (result.type === 'skipped') into.warnings.push(result.warning);
    }
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    into.errors.push(error);
  }
}
