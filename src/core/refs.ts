/** A repository at GitHub, and the App's installation that reaches it. */
export interface RepositoryRef {
  readonly installation: number;
  /** GitHub's number: it stays when the repository is renamed. */
  readonly id: number;
  /** `owner/name`. */
  readonly name: string;
}

/** A pull request, by its number in the repository. */
export interface PullRef {
  readonly repository: RepositoryRef;
  readonly number: number;
}

/** A target of a repository. */
export interface TargetRef {
  readonly repository: RepositoryRef;
  /** `<environment>/<name>`. */
  readonly target: string;
}

/** A commit of a repository: 40 hexadecimal digits. */
export interface CommitRef {
  readonly repository: RepositoryRef;
  readonly commit: string;
}

type Ref = PullRef | TargetRef | CommitRef | { readonly repository: RepositoryRef };

/** One string per pull request, target, commit or repository. It stays when the repository is renamed. */
export function refKey(ref: Ref): string {
  const id = String(ref.repository.id);
  if ('number' in ref) return `${id}#${ref.number}`;
  if ('target' in ref) return `${id}/${ref.target}`;
  return 'commit' in ref ? `${id}@${ref.commit}` : id;
}
