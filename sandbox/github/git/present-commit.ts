import type { Account, Repository } from '../world/model.ts';
import { nodeId } from '../world/node-id.ts';
import { presentAccount } from '../world/present-account.ts';
import type { World } from '../world/world.ts';
import type { ChangedFile, Commit } from './git-repository.ts';

const NO_REPLY = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/i;

/** Whom an address belongs to: GitHub knows people by the addresses of their accounts. */
export function accountOfEmail(
  world: World,
  accounts: readonly Account[],
  email: string,
): Account | undefined {
  const login = NO_REPLY.exec(email)?.[1];
  return login === undefined
    ? accounts.find((account) => account.email?.toLowerCase() === email.toLowerCase())
    : world.account(login);
}

/** What GitHub made, it signed; a signature of anybody else is not simulated. */
export function verificationOf({ signed }: World, { sha, tree, parents, committer, message }: Commit) {
  if (!signed.has(sha))
    return { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };
  const signature = '-----BEGIN PGP SIGNATURE-----\n\nc2FuZGJveA==\n-----END PGP SIGNATURE-----\n';
  const lines = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`)];
  const payload = `${lines.join('\n')}\n\n${message}`;
  return { verified: true, reason: 'valid', signature, payload, verified_at: committer.date };
}

/** `commit`. */
export function presentCommit(
  world: World,
  repository: Repository,
  commit: Commit,
  accounts: readonly Account[],
) {
  const { sha, tree, parents, author, committer, message } = commit;
  const url = `${world.apiUrl}/repos/${repository.fullName}`;
  const page = `${world.url}/${repository.fullName}/commit`;
  const person = ({ email }: { email: string }) => {
    const account = accountOfEmail(world, accounts, email);
    return account === undefined ? null : presentAccount(world, account);
  };
  return {
    sha,
    node_id: nodeId('Commit', Number.parseInt(sha.slice(0, 8), 16)),
    commit: {
      author,
      committer,
      message,
      tree: { sha: tree, url: `${url}/git/trees/${tree}` },
      url: `${url}/git/commits/${sha}`,
      comment_count: 0,
      verification: verificationOf(world, commit),
    },
    url: `${url}/commits/${sha}`,
    html_url: `${page}/${sha}`,
    comments_url: `${url}/commits/${sha}/comments`,
    author: person(author),
    committer: person(committer),
    parents: parents.map((parent) => ({
      sha: parent,
      url: `${url}/commits/${parent}`,
      html_url: `${page}/${parent}`,
    })),
  };
}

/** `simple-commit`. */
export function presentSimpleCommit({ sha, tree, message, author, committer }: Commit) {
  const person = ({ name, email }: Commit['author']) => ({ name, email });
  return {
    id: sha,
    tree_id: tree,
    message,
    timestamp: committer.date,
    author: person(author),
    committer: person(committer),
  };
}

/** `diff-entry`. */
export function presentFile(world: World, repository: Repository, ref: string, file: ChangedFile) {
  const path = encodeURI(file.path);
  const page = `${world.url}/${repository.fullName}`;
  return {
    sha: file.blob,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${ref}/${path}`,
    raw_url: `${page}/raw/${ref}/${path}`,
    contents_url: `${world.apiUrl}/repos/${repository.fullName}/contents/${path}?ref=${ref}`,
    ...(file.patch !== undefined && { patch: file.patch }),
    ...(file.previousPath !== undefined && { previous_filename: file.previousPath }),
  };
}
