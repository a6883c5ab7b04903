import type { Source, SourceBlob } from '../../ports/source.ts';
import { type Seen, followLinks, placeOf } from './follow-links.ts';
import { noSuchFolder, sourcePath } from './source-path.ts';
import { toText } from './to-text.ts';
import type { TreeNode, TreeView } from './tree-view.ts';

/**
 * The part of a source in which links are followed.
 * @param read reads the contents of the files that still exist
 * @param where the source's name in messages about a missing folder
 */
export function linkedSource<Node extends TreeNode>(
  view: TreeView<Node>,
  read: (seen: readonly Seen<Node>[]) => Promise<SourceBlob[]>,
  where: string,
): Pick<Source, 'files' | 'blobs' | 'blob' | 'linked'> {
  const blobs: Source['blobs'] = async (path, accept = () => true) => {
    const folder = sourcePath(path);
    const followed = await followLinks(view, folder);
    if (followed === undefined) throw noSuchFolder(folder, where);
    const wanted = followed.files.filter((file) => accept(file.path));
    return withReal(await read(wanted), wanted);
  };
  return {
    blobs,
    files: async (folder, accept) => (await blobs(folder, accept)).map(toText),
    blob: async (path) => {
      const { node } = await placeOf(view, sourcePath(path));
      return node?.kind === 'file' ? (await read([{ path: sourcePath(path), node }]))[0] : undefined;
    },
    linked: async (path) => linked(view, sourcePath(path)),
  };
}

function withReal<Node extends TreeNode>(blobs: SourceBlob[], seen: readonly Seen<Node>[]): SourceBlob[] {
  const real = new Map(
    seen.flatMap(({ path, node }) => (node.path === path ? [] : [[path, node.path] as const])),
  );
  if (real.size === 0) return blobs;
  return blobs.map((blob) => {
    const place = real.get(blob.path);
    return place === undefined ? blob : { ...blob, real: place };
  });
}

async function linked<Node extends TreeNode>(view: TreeView<Node>, path: string): Promise<readonly string[]> {
  const followed = await followLinks(view, path);
  if (followed !== undefined) return followed.through;
  const through = new Set<string>();
  await placeOf(view, path, through);
  return [...through];
}
