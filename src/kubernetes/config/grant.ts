/** The object that a grant is asked about; `namespace` is `''` for a cluster-scoped one. */
interface Asked {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** The part of a cluster that a repository may touch. Kept by the server's administrator, never by the repository. */
export interface Grant {
  /** `*`: all namespaces, future ones too. */
  readonly namespaces: '*' | readonly string[];
  /** Cluster-scoped objects. The `Namespace` objects of the granted namespaces need no grant of their own. */
  readonly clusterScoped: boolean;
  /** Namespaces that other repositories may use too; absent: all of them are. */
  readonly shared?: '*' | readonly string[];
  /** Whether live objects owned by nobody or by others may be shown, compared and taken over. Absent: `false`. */
  readonly takeOver?: boolean;
}

/**
 * Whether a live object that the repository does not own may be shown to its readers, and taken over: no other
 * repository may use its namespace. Without a grant nothing is limited.
 */
export function mayTakeOver(grant: Grant | null | undefined, id: Asked): boolean {
  if (grant === null) return false;
  if (grant === undefined || grant.takeOver === true) return true;
  const namespace = id.group === '' && id.kind === 'Namespace' ? id.name : id.namespace;
  return namespace !== '' && holdsNamespace(grant, namespace) && !isShared(grant, namespace);
}

function isShared({ shared = '*' }: Grant, name: string): boolean {
  return shared === '*' || shared.includes(name);
}

/** Whether the object may be declared, read, watched, changed and deleted. Without a grant nothing is limited. */
export function isGranted(grant: Grant | null | undefined, id: Asked): boolean {
  if (grant === null) return false;
  if (grant === undefined) return true;
  if (id.namespace !== '') return holdsNamespace(grant, id.namespace);
  if (grant.clusterScoped) return true;
  return id.group === '' && id.kind === 'Namespace' && holdsNamespace(grant, id.name);
}

function holdsNamespace({ namespaces }: Grant, name: string): boolean {
  return namespaces === '*' || namespaces.includes(name);
}

export function isNothing({ namespaces, clusterScoped }: Grant): boolean {
  return namespaces.length === 0 && !clusterScoped;
}

/** The grant in words: `the namespaces shop, shop-jobs and no cluster-scoped objects`. */
export function describeGrant(grant: Grant | null | undefined): string {
  if (grant === undefined) return 'everything';
  if (grant === null || isNothing(grant)) return 'nothing';
  const { namespaces, clusterScoped } = grant;
  const scoped = clusterScoped ? 'cluster-scoped objects' : 'no cluster-scoped objects';
  return `${describeNamespaces(namespaces)} and ${scoped}`;
}

function describeNamespaces(namespaces: Grant['namespaces']): string {
  if (namespaces === '*') return 'all namespaces';
  if (namespaces.length === 0) return 'no namespace';
  return `the namespace${namespaces.length === 1 ? '' : 's'} ${namespaces.join(', ')}`;
}
