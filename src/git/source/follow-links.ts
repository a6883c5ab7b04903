import { posix } from 'node:path';
import { OpsError } from '../../core/errors.ts';
import { refusedEntry } from './entry-name.ts';
import { isInHiddenFolder, isWithin, notRegular, sourcePath } from './source-path.ts';
import type { TreeNode, TreeView } from './tree-view.ts';

/** The longest chain of links, as in Linux. */
const MAX_CHAIN = 40;
/** The most files reached through links: links to folders with links to folders could make any number of them. */
const MAX_LINKED = 20_000;

/** The place that a path leads to. */
interface Place<Node> {
  /** The path without links. */
  readonly path: string;
  /** Absent where there is nothing. */
  readonly node?: Node | undefined;
}

/** A file's visible path and its node in the tree: their paths are the same, unless a link leads to the file. */
export interface Seen<Node> {
  readonly path: string;
  readonly node: Node;
}

export interface Followed<Node> {
  /** In the order of paths. */
  readonly files: readonly Seen<Node>[];
  /** The followed links, and the places that they lead to. */
  readonly through: readonly string[];
}

/**
 * The files below a folder, including those behind symbolic links within the tree.
 * @returns undefined where there is no such folder
 * @throws OpsError `unsupported` for a link that leads elsewhere or nowhere, and for an entry that is no file
 */
export async function followLinks<Node extends TreeNode>(
  view: TreeView<Node>,
  folder: string,
): Promise<Followed<Node> | undefined> {
  const walk: Walk<Node> = { view, top: folder, files: [], through: new Set(), linked: 0 };
  const nodes = await view.below(folder);
  if (nodes !== undefined) await addAll(walk, nodes, { from: folder, to: folder }, [folder]);
  else if (!(await addBehind(walk, folder))) return undefined;
  return {
    files: walk.files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    through: [...walk.through],
  };
}

/** The place that a path leads to, links followed. */
export async function placeOf<Node extends TreeNode>(
  view: TreeView<Node>,
  path: string,
  through = new Set<string>(),
): Promise<Place<Node>> {
  let at = path;
  for (let count = 0; count <= MAX_CHAIN; count += 1) {
    const along = await view.along(at);
    const link = along.find(({ kind }) => kind === 'link');
    if (link === undefined) return { path: at, node: along.find((node) => node.path === at) };
    through.add(link.path);
    at = insideOf(link.path, await view.targetOf(link), at.slice(link.path.length));
    through.add(at);
  }
  throw refusedLink(path, 'that leads from link to link without end');
}

interface Walk<Node extends TreeNode> {
  readonly view: TreeView<Node>;
  readonly top: string;
  readonly files: Seen<Node>[];
  readonly through: Set<string>;
  linked: number;
}

/** The real path of a folder, and its visible one. */
interface Shift {
  readonly from: string;
  readonly to: string;
}

async function addBehind<Node extends TreeNode>(walk: Walk<Node>, folder: string): Promise<boolean> {
  const { path, node } = await placeOf(walk.view, folder, walk.through);
  const nodes = node?.kind === 'folder' ? await walk.view.below(path) : undefined;
  if (nodes === undefined) return false;
  await addAll(walk, nodes, { from: path, to: folder }, [path]);
  return true;
}

/** @param inside the real folders from the first to this one, each reached by a link of the one before */
async function addAll<Node extends TreeNode>(
  walk: Walk<Node>,
  nodes: readonly Node[],
  shift: Shift,
  inside: readonly string[],
): Promise<void> {
  for (const node of nodes) {
    const path = shifted(node.path, shift);
    if (node.kind === 'file') addFile(walk, { path, node }, inside.length > 1);
    else if (node.kind === 'folder' || isInHiddenFolder(path, walk.top)) continue;
    else if (node.kind === 'link') await addLinked(walk, node, path, inside);
    else throw notRegular(path, node.kind === 'submodule' ? 'a submodule' : 'no regular file');
  }
}

async function addLinked<Node extends TreeNode>(
  walk: Walk<Node>,
  link: Node,
  path: string,
  inside: readonly string[],
): Promise<void> {
  const { path: place, node } = await placeOf(walk.view, link.path, walk.through);
  if (node?.kind === 'file') return addFile(walk, { path, node }, true);
  if (node?.kind !== 'folder' && place !== '.')
    throw refusedLink(path, 'to what is no file of the repository');
  if (inside.some((folder) => isWithin(folder, place)) || inside.length > MAX_CHAIN)
    throw refusedLink(path, 'to a folder that it lies in itself');
  const nodes = (await walk.view.below(place)) ?? [];
  await addAll(walk, nodes, { from: place, to: path }, [...inside, place]);
}

function addFile<Node extends TreeNode>(walk: Walk<Node>, file: Seen<Node>, isLinked: boolean): void {
  walk.files.push(file);
  walk.linked += isLinked ? 1 : 0;
  if (walk.linked <= MAX_LINKED) return;
  const message = `its symbolic links lead to more than ${MAX_LINKED} files. Put copies of what is needed there.`;
  throw new OpsError({ code: 'unsupported', subject: walk.top, message });
}

/** The target of a link, from the root. */
function insideOf(link: string, target: string, rest: string): string {
  if (target.startsWith('/')) throw refusedLink(link, 'with an absolute path');
  const place = posix.join(posix.dirname(link), target).replace(/\/$/, '');
  if (place === '..' || place.startsWith('../')) throw refusedLink(link, 'that leads out of the repository');
  try {
    return sourcePath(place + rest);
  } catch (cause) {
    if (!(cause instanceof OpsError)) throw cause;
    throw refusedEntry(link, `is a symbolic link whose target is refused: ${cause.message}`);
  }
}

function refusedLink(path: string, what: string): OpsError {
  const message = `it is a symbolic link ${what}. Put the files themselves there, or link to those of the same commit.`;
  return new OpsError({ code: 'unsupported', subject: path, message });
}

function shifted(path: string, { from, to }: Shift): string {
  if (from === to) return path;
  const below = from === '.' ? path : path.slice(from.length + 1);
  return to === '.' ? below : `${to}/${below}`;
}
