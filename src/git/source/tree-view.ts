export type Kind = 'file' | 'folder' | 'link' | 'submodule' | 'other';

export interface TreeNode {
  /** From the root, with `/`. */
  readonly path: string;
  readonly kind: Kind;
}

/** A tree of files as it is, links not followed. Every path that it gives is checked. */
export interface TreeView<Node extends TreeNode> {
  /** All at any depth below a folder, in the order of paths; undefined where there is no folder, or it lies behind a link. */
  below(folder: string): Promise<readonly Node[] | undefined>;
  /** What is on the way to a path, and at it, as far as that goes without a link. */
  along(path: string): Promise<readonly Node[]>;
  /** What a link says. */
  targetOf(link: Node): Promise<string>;
}
