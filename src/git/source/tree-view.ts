export type Kind = 'file' | 'folder' | 'link' | 'submodule' | 'other';

export interface TreeNode {
  /** From the root, with `/`. */
  readonly path: string;
  readonly kind: Kind;
}

/** A tree of files, links not followed. Every returned path is checked. */
export interface TreeView<Node extends TreeNode> {
  /** All nodes at any depth below a folder, in the order of paths; undefined for no folder, or one behind a link. */
  below(folder: string): Promise<readonly Node[] | undefined>;
  /** The nodes on the way to a path, and the one at it, up to the first link. */
  along(path: string): Promise<readonly Node[]>;
  /** The target of a link, as it is written. */
  targetOf(link: Node): Promise<string>;
}
