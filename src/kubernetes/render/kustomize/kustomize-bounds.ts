import { refused } from './kustomize-refusals.ts';

const MAX_ROOTS = 500;
const MAX_DEPTH = 30;
/**
 * kustomize builds a base anew for each kustomization that names it: two at each of twenty levels would be a million.
 */
const MAX_BUILDS = 1000;

/** Checked while bases are sought, since each costs a request to Git. @throws OpsError `invalid-source` */
export function refuseTooMany(
  file: string,
  { found, depth }: { readonly found: ReadonlyMap<string, unknown>; readonly depth: number },
): void {
  if (found.size > MAX_ROOTS) throw refused(file, `more than ${MAX_ROOTS} bases and components. Use fewer.`);
  if (depth > MAX_DEPTH) throw refused(file, `bases of bases more than ${MAX_DEPTH} deep. Use fewer levels.`);
}

interface Built {
  readonly folder: string;
  readonly file: string;
  /** Folders of its bases and components, each as often as they are named. */
  readonly bases: readonly string[];
}

/**
 * Checked before the first kustomization is built with all its bases.
 * @throws OpsError `invalid-source` for too many builds; kustomize itself refuses a base that leads back to itself
 */
export function refuseTooManyBuilds(roots: readonly Built[]): void {
  const byFolder = new Map(roots.map((root) => [root.folder, root]));
  let builds = 0;
  const build = (root: Built, above: readonly string[]): void => {
    builds += 1;
    if (builds > MAX_BUILDS)
      throw refused(root.file, `more than ${MAX_BUILDS} bases would be built. Use fewer.`);
    for (const folder of root.bases) {
      const base = byFolder.get(folder);
      if (base !== undefined && !above.includes(folder)) build(base, [...above, root.folder]);
    }
  };
  const [top] = roots;
  if (top !== undefined) build(top, []);
}
