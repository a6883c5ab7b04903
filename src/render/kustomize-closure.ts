import { posix } from 'node:path';
import { OpsError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Source } from '../ports/source.ts';
import { KUSTOMIZATIONS } from './build-files.ts';
import { filesIn, pathsIn } from './kustomize-fields.ts';
import { refuseFoldedFields, refuseUnknownFields } from './kustomize-keys.ts';
import { readYaml } from './read-yaml.ts';
import { refuseHelm, refuseOutside, refuseRemote, refuseTag, refused } from './kustomize-refusals.ts';

/** A folder with a kustomization file. */
export interface Root {
  readonly folder: string;
  /** Its kustomization file, and the text. */
  readonly file: string;
  readonly text: string;
  /** Every file of the folder. */
  readonly files: ReadonlySet<string>;
  /** Where the kustomization file lies, when a symbolic link leads there. */
  readonly real?: string | undefined;
  /** Folders of its bases and components, each as often as they are named. */
  readonly bases: string[];
}

const MAX_ROOTS = 500;
/** kustomize builds a base anew for each that names it: two for each of twenty levels would be a million. */
const MAX_BUILDS = 1000;
const MAX_DEPTH = 30;

/**
 * A kustomization and all bases and components that it leads to, each once, itself first. What is not in the repository is
 * refused: nothing is fetched.
 * @throws OpsError `invalid-source` at the file that leads elsewhere
 */
export async function closureOf(source: Source, folder: string): Promise<Root[]> {
  const found = new Map<string, Root>();
  await visit(source, posix.normalize(folder), found);
  const roots = [...found.values()];
  refuseTooManyBuilds(roots);
  return roots;
}

/** @returns false where there is no such folder */
async function visit(source: Source, folder: string, found: Map<string, Root>): Promise<boolean> {
  if (found.has(folder)) return true;
  const { exists, root } = await lookAt(source, folder);
  if (root === undefined) return exists;
  found.set(folder, root);
  if (found.size > MAX_ROOTS)
    throw refused(root.file, `more than ${MAX_ROOTS} bases and components. Use fewer.`);
  for (const value of valuesOf(root.file, root.text)) {
    refuseUnknownFields(root.file, value);
    const { resources, plugins, files, helm } = pathsIn(value);
    refuseHelm(root.file, helm);
    for (const path of files) refuseRemote(root.file, path);
    for (const path of resources) await follow(source, root, path, found);
    for (const path of plugins) await followPlugin(source, root, path, found);
  }
  return true;
}

/** All of a folder at once: each question to Git is a process of its own. */
async function lookAt(source: Source, folder: string): Promise<{ exists: boolean; root?: Root }> {
  const names = KUSTOMIZATIONS.map((name) => posix.join(folder, name));
  const files = new Set<string>();
  const isKustomization = (path: string) => {
    files.add(path);
    return names.includes(path);
  };
  const found = await source.files(folder, isKustomization).catch((error: unknown) => {
    if (error instanceof OpsError && error.code === 'not-found') return undefined;
    throw error;
  });
  const [top] = (found ?? []).toSorted((a, b) => names.indexOf(a.path) - names.indexOf(b.path));
  if (top === undefined) return { exists: found !== undefined };
  return { exists: true, root: { folder, file: top.path, text: top.text, files, real: top.real, bases: [] } };
}

async function follow(source: Source, root: Root, path: string, found: Map<string, Root>): Promise<void> {
  const place = placeOf(root, path);
  if (root.files.has(place)) return;
  const exists = await visit(source, place, found);
  root.bases.push(place);
  if (!found.has(place)) throw refused(root.file, await whyNot(source, path, place, exists));
}

async function whyNot(source: Source, path: string, place: string, isFolder: boolean): Promise<string> {
  if (isFolder) return `"${path}" has no kustomization.yaml. Add one, or name its files.`;
  return (await source.blob(place)) === undefined
    ? `"${path}" is not in the repository, and nothing is fetched. Correct it, or put a copy there.`
    : `"${path}" lies outside of the folder, where kustomize reads no file. Move it below, or make its folder a base.`;
}

/** Their configurations name files as well; whether they may run at all is for kustomize to say. */
async function followPlugin(
  source: Source,
  root: Root,
  entry: string,
  found: Map<string, Root>,
): Promise<void> {
  const inline = /[\n{]/.test(entry);
  const file = inline ? root.file : placeOf(root, entry);
  if (!inline && !root.files.has(file) && (await visit(source, file, found)))
    return void root.bases.push(file);
  const text = inline ? entry : ((await source.blob(file))?.bytes.toString() ?? '');
  for (const value of valuesOf(file, text)) {
    refuseFoldedFields(file, value);
    for (const path of filesIn(value)) refuseRemote(file, path);
  }
}

function valuesOf(file: string, text: string): Json[] {
  return readYaml(file, text).map(({ value, foreignTag }) => {
    refuseTag(foreignTag);
    return value;
  });
}

/** Where a path of a kustomization leads, from the repository's root. */
function placeOf(root: Root, path: string): string {
  refuseRemote(root.file, path);
  const place = posix.join(root.folder, path);
  refuseOutside(root.file, path, place);
  refuseAboveLink(root, path, place);
  return place.replace(/\/$/, '');
}

/** Above a folder that a link leads to lies another one for kustomize, which goes there, than for the path that led there. */
function refuseAboveLink({ file, folder, real }: Root, path: string, place: string): void {
  if (real === undefined || isWithin(place, folder)) return;
  throw refused(
    file,
    `a symbolic link leads here, and "${path}" would be two places. Name ${posix.dirname(real)} itself.`,
  );
}

function isWithin(place: string, folder: string): boolean {
  return folder === '.' || place === folder || place.startsWith(`${folder}/`);
}

/** How often each is built, and how deep below the top; one that leads back to itself is refused by kustomize. */
function refuseTooManyBuilds(roots: readonly Root[]): void {
  const byFolder = new Map(roots.map((root) => [root.folder, root]));
  let builds = 0;
  const build = (root: Root, above: readonly string[]): void => {
    builds += 1;
    if (builds > MAX_BUILDS)
      throw refused(root.file, `more than ${MAX_BUILDS} bases would be built. Use fewer.`);
    if (above.length > MAX_DEPTH)
      throw refused(root.file, `bases of bases more than ${MAX_DEPTH} deep. Use fewer levels.`);
    for (const folder of root.bases) {
      const base = byFolder.get(folder);
      if (base !== undefined && !above.includes(folder)) build(base, [...above, root.folder]);
    }
  };
  const [top] = roots;
  if (top !== undefined) build(top, []);
}
