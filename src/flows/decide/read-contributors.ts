import type { Contributor } from '../../core/gate/contributors.ts';
import type { Commits } from '../../ports/mirror.ts';
import type { PullRequest } from '../../ports/pulls.ts';
import type { BroughtCommit, Signer } from '../../ports/reviewers.ts';
import { type ContributorsDeps, type Brought, readPushers } from './read-pushers.ts';

/** Reads the contributors of a pull request: the signers and the pushers of its commits. */
export async function readContributors(deps: ContributorsDeps, pull: PullRequest): Promise<Contributor[]> {
  const { listed, all } = await deps.reviewers.commits(pull);
  const branches = pull.state === 'open' ? [pull.base.branch] : [];
  const copy = once(() => deps.mirror.fetch(pull.repository, { branches, pulls: [pull.number] }));
  const commits = new Map(listed.map((commit) => [commit.sha, commit]));
  const brought = { commits, merges: await mergesOf(listed, copy), copy };
  const signers = listed.flatMap((commit) => signersOf(commit, brought));
  const unlisted: Contributor[] = all ? [] : [{ role: 'author', hidden: 'unlisted' }];
  return [...signers, ...(await pushersOf(deps, pull, brought)), ...unlisted];
}

/**
 * GitHub does not show who pushes to a fork. Instead, a writer has looked at each planned head of it (`/plumb ok`).
 */
function pushersOf(deps: ContributorsDeps, pull: PullRequest, brought: Brought): Promise<Contributor[]> {
  return pull.head.fork ? Promise.resolve([]) : readPushers(deps, pull, brought);
}

function once<Answer>(work: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined;
  return () => (answer ??= work());
}

async function mergesOf(listed: readonly BroughtCommit[], copy: () => Promise<Commits>) {
  const candidates = listed.filter(({ byGitHub, parents }) => byGitHub && parents.length === 2);
  const merges = new Set<string>();
  for (const { sha } of candidates) if (await (await copy()).isPlainMerge(sha)) merges.add(sha);
  return merges;
}

function signersOf(commit: BroughtCommit, { merges }: Brought): Contributor[] {
  const merge = merges.has(commit.sha) && { merge: true };
  const part = (role: Contributor['role'], signer: Signer) => ({
    role,
    ...signer,
    commit: commit.sha,
    ...merge,
  });
  return [
    part('author', commit.author),
    // The committer of a commit made by GitHub is GitHub itself: only its author and co-authors count.
    ...(commit.byGitHub ? [] : [part('committer', commit.committer)]),
    ...commit.coAuthors.map((signer) => part('co-author', signer)),
  ];
}
