import { posix } from 'node:path';
import { type Document, parseDocument } from 'yaml';
import { OpsError } from '../core/errors.ts';
import { type Json, isObject } from '../core/json.ts';
import type { Source } from '../ports/source.ts';
import { KUSTOMIZATIONS } from './build-files.ts';

/** A folder with a kustomization file. */
export interface Root {
  readonly folder: string;
  /** Its kustomization file, and the text. */
  readonly file: string;
  readonly text: string;
}

const MAX_ROOTS = 500;

/**
 * A kustomization and all bases and components that it leads to, each once, itself first. What is not in the repository is
 * refused: nothing is fetched.
 * @throws OpsError `invalid-source` at the file that leads elsewhere
 */
export async function closureOf(source: Source, folder: string): Promise<Root[]> {
  const found = new Map<string, Root>();
  await visit(source, posix.normalize(folder), found);
  return [...found.values()];
}

async function visit(source: Source, folder: string, found: Map<string, Root>): Promise<void> {
  const root = await rootAt(source, folder);
  if (root === undefined || found.has(folder)) return;
  found.set(folder, root);
  if (found.size > MAX_ROOTS) throw refused(root, `more than ${MAX_ROOTS} bases and components. Use fewer.`);
  const content: unknown = read(root).toJS();
  const kustomization = isObject(content as Json) ? (content as Record<string, unknown>) : {};
  refuseHelm(root, kustomization);
  for (const path of filesOf(kustomization)) refuseRemote(root, path);
  for (const path of ['resources', 'bases', 'components'].flatMap((key) => textsOf(kustomization[key]))) {
    await follow(source, root, path, found);
  }
}

async function rootAt(source: Source, folder: string): Promise<Root | undefined> {
  for (const name of KUSTOMIZATIONS) {
    const file = posix.join(folder, name);
    const text = await source.file(file);
    if (text !== undefined) return { folder, file, text };
  }
  return undefined;
}

function read(root: Root): Document {
  const document = parseDocument(root.text, { merge: true });
  const [error] = document.errors;
  if (error === undefined) return document;
  throw refused(root, `line ${error.linePos?.[0].line ?? 1} is no YAML: ${error.code}. Correct it.`);
}

async function follow(source: Source, root: Root, path: string, found: Map<string, Root>): Promise<void> {
  refuseRemote(root, path);
  const place = posix.join(root.folder, path);
  if (place.startsWith('../') || place === '..' || path.startsWith('/'))
    throw refused(root, `"${path}" leads out of the repository. Name a path inside of it.`);
  const known = found.size;
  await visit(source, place.replace(/\/$/, ''), found);
  const isThere = found.size > known || found.has(place.replace(/\/$/, '')) || (await exists(source, place));
  if (!isThere)
    throw refused(
      root,
      `"${path}" is not in the repository, and nothing is fetched. Correct it, or put a copy there.`,
    );
}

async function exists(source: Source, path: string): Promise<boolean> {
  if ((await source.file(path)) !== undefined) return true;
  return source
    .files(path, () => false)
    .then(
      () => true,
      (error: unknown) => {
        if (error instanceof OpsError && error.code === 'not-found') return false;
        throw error;
      },
    );
}

function refuseRemote(root: Root, path: string): void {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(path) && !/^git@|\?ref=|[?&]timeout=/.test(path)) return;
  throw refused(
    root,
    `"${withoutCredentials(path)}" is elsewhere, and nothing is fetched. Put a copy into the repository.`,
  );
}

/** An address may hold a token. */
function withoutCredentials(path: string): string {
  return path.replace(/\/\/[^/@]*@/, '//').replace(/\?.*$/, '');
}

function refuseHelm(root: Root, kustomization: Record<string, unknown>): void {
  const field = ['helmCharts', 'helmChartInflationGenerator', 'helmGlobals'].find(
    (name) => kustomization[name] !== undefined,
  );
  if (field === undefined) return;
  throw refused(
    root,
    `${field} would fetch and run charts. Give the chart a target of its own with "render: helm".`,
  );
}

/** Every field that names files, beside those that are followed. */
function filesOf(kustomization: Record<string, unknown>): string[] {
  const plain = [
    'crds',
    'configurations',
    'generators',
    'transformers',
    'validators',
    'patchesStrategicMerge',
  ];
  const records = ['patches', 'patchesJson6902', 'replacements'];
  const generators = ['configMapGenerator', 'secretGenerator'];
  return [
    // An inline patch is no path.
    ...plain.flatMap((key) => textsOf(kustomization[key])).filter((text) => !text.includes('\n')),
    ...records.flatMap((key) => recordsOf(kustomization[key])).flatMap(({ path }) => textsOf([path])),
    ...recordsOf([kustomization['openapi']]).flatMap(({ path }) => textsOf([path])),
    ...generators
      .flatMap((key) => recordsOf(kustomization[key]))
      .flatMap(({ files, env, envs }) => [...textsOf(files), ...textsOf(envs), ...textsOf([env])])
      .map((entry) => entry.slice(entry.indexOf('=') + 1)),
  ];
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function recordsOf(value: unknown): Record<string, unknown>[] {
  const isRecord = (item: unknown): item is Record<string, unknown> =>
    typeof item === 'object' && item !== null && !Array.isArray(item);
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function refused(root: Root, message: string): OpsError {
  return new OpsError({ code: 'invalid-source', subject: root.file, message });
}
