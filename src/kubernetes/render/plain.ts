import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { OpsError } from '../../core/errors.ts';
import type { SourceFile } from '../../ports/source.ts';
import type { Declared } from '../objects/resource.ts';
import { classify } from './manifests/classify.ts';
import { findDuplicates } from './manifests/find-duplicates.ts';
import { flatten } from './manifests/flatten.ts';
import type { RenderRequest, Rendered, Renderer } from './renderer.ts';
import { toolOf } from './tools/build-files.ts';
import { readYaml } from './yaml/read-yaml.ts';
import { joinErrors } from './yaml/source-error.ts';

/**
 * Reads a folder's *.yaml, *.yml and *.json files as they are, with the same eyes as `kubectl apply -R -f`.
 * Hidden folders are not looked into. A folder without objects is rendered as none: the engine decides about that.
 */
export function createPlainRenderer(): Renderer {
  const known: Known = new LRUCache({ maxSize: KEPT_TEXT });
  return {
    render: (request) => renderPlain(request, known),
    reads: async ({ target }) => [target.path],
  };
}

/** The readings of files. Their objects are planned again and again, and never changed. */
type Known = LRUCache<string, FileReading>;

/** Characters of the files whose readings are kept. A reading takes several times as much memory. */
const KEPT_TEXT = 16 * 2 ** 20;

interface FileReading {
  readonly declared: readonly Declared[];
  readonly warnings: readonly string[];
  /** The first problem of the file. */
  readonly error?: OpsError;
}

async function renderPlain(
  { source, target: { path: folder } }: RenderRequest,
  known: Known,
): Promise<Rendered> {
  const files = await source.files(folder, (path) => isWanted(path, folder));
  const build = files.find((file) => toolOf(file.path) !== undefined);
  if (build) throw builtElsewhere(build);
  const readings = await readFiles(files, known);
  const declared = readings.flatMap((reading) => reading.declared);
  const errors = [...readings.flatMap(({ error }) => error ?? []), ...findDuplicates(declared)];
  if (errors.length > 0) throw joinErrors(folder, errors);
  return { renderer: 'plain', declared, warnings: readings.flatMap(({ warnings }) => warnings) };
}

function isWanted(path: string, folder: string): boolean {
  const below = folder === '.' ? path : path.slice(folder.length + 1);
  const hidden = below
    .split('/')
    .slice(0, -1)
    .some((name) => name.startsWith('.'));
  // A file that is named itself is read whatever it is called.
  return path === folder || (!hidden && (/\.(ya?ml|json)$/.test(path) || toolOf(path) !== undefined));
}

function builtElsewhere(file: SourceFile): OpsError {
  const tool = toolOf(file.path);
  const message = `the folder is built by ${tool}, but is read as plain manifests. Set "render: ${tool}" for the target, or point it at a folder of plain manifests.`;
  return new OpsError({ code: 'unsupported', subject: file.path, message });
}

async function readFiles(files: readonly SourceFile[], known: Known): Promise<FileReading[]> {
  const readings: FileReading[] = [];
  for (const file of files) {
    const key = `${file.path} ${file.id}`;
    const reading = known.get(key) ?? readFile(file);
    readings.push(reading);
    if (known.has(key)) continue;
    known.set(key, reading, { size: file.text.length + 1 });
    // A large folder takes seconds: let others have their turn.
    await nextTurn();
  }
  return readings;
}

function readFile(file: SourceFile): FileReading {
  try {
    const entries = readYaml(file.path, file.text, { asKubectl: true }).flatMap((document) =>
      flatten(file.path, document),
    );
    const results = entries.map(classify);
    return {
      declared: results.flatMap((result) => (result.type === 'declared' ? result.declared : [])),
      warnings: results.flatMap((result) => (result.type === 'skipped' ? result.warning : [])),
    };
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return { declared: [], warnings: [], error };
  }
}
