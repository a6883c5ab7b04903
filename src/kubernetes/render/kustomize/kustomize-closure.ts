import { posix } from 'node:path';
import { OpsError } from '../../../core/errors.ts';
import type { Json } from '../../../core/json/json.ts';
import type { Source } from '../../../ports/source.ts';
import { KUSTOMIZATIONS } from '../tools/build-files.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { refuseTooMany, refuseTooManyBuilds } from './kustomize-bounds.ts';
import { filesIn, pathsIn } from './kustomize-fields.ts';
import { refuseFoldedFields, refuseUnknownFields } from './kustomize-keys.ts';
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

/**
 * A kustomization and all bases and components that it leads to, each once, itself first. A path outside the repository
 * is refused: nothing is fetched.
 * @throws OpsError `invalid-source` at the file that leads elsewhere
 */
export async function closureOf(source: Source, folder: string): Promise<Root[]> {
  const found = new Map<string, Root>();
  await visit({ source, found, depth: 0 }, posix.normalize(folder));
  const roots = [...found.values()];
  refuseTooManyBuilds(roots);
  return roots;
}

interface Walk {
  readonly source: Source;
  readonly found: Map<string, Root>;
  readonly depth: number;
}

/** @returns false where there is no such folder */
async function visit(walk: Walk, folder: string): Promise<boolean> {
  if (walk.found.has(folder)) return true;
  const { exists, root } = await lookAt(walk.source, folder);
  if (root === undefined) return exists;
  walk.found.set(folder, root);
  refuseTooMany(root.file, walk);
  const below = { ...walk, depth: walk.depth + 1 };
  for (const value of valuesOf(root.file, root.text)) {
    refuseUnknownFields(root.file, value);
    const { resources, plugins, files, helm } = pathsIn(value);
    refuseHelm(root.file, helm);
    for (const path of files) refuseRemote(root.file, path);
    for (const path of resources) await follow(below, root, path);
    for (const path of plugins) await followPlugin(below, root, path);
  }
  return true;
}

/** Reads all of a folder at once, since each request to Git is a process of its own. */
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

async function follow(walk: Walk, root: Root, path: string): Promise<void> {
  const place = placeOf(root, path);
  if (root.files.has(place)) return;
  const exists = await visit(walk, place);
  root.bases.push(place);
  if (!walk.found.has(place)) throw refused(root.file, await whyNot(walk.source, path, place, exists));
}

async function whyNot(source: Source, path: string, place: string, isFolder: boolean): Promise<string> {
  if (isFolder) return `"${path}" has no kustomization.yaml. Add one, or name its files.`;
  return (await source.blob(place)) === undefined
    ? `"${path}" is not in the repository, and nothing is fetched. Correct it, or put a copy there.`
    : `"${path}" lies outside of the folder, where kustomize reads no file. Move it below, or make its folder a base.`;
}

/**
 * Follows the configuration of a plugin, which names files as well. kustomize decides whether a plugin may run at all.
 */
async function followPlugin(walk: Walk, root: Root, entry: string): Promise<void> {
  const inline = /[\n{]/.test(entry);
  const file = inline ? root.file : placeOf(root, entry);
  if (!inline && !root.files.has(file) && (await visit(walk, file))) return void root.bases.push(file);
  const text = inline ? entry : ((await walk.source.blob(file))?.bytes.toString() ?? '');
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

/**
 * Refuses a path out of a folder that a symbolic link leads to: for kustomize it starts where the link leads, and names
 * another place.
 */
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
