import type { RepositoryRef, PullRef } from '../../core/refs.ts';
import type { BroughtCommit, Push, Reviewers, Signer } from '../../ports/reviewers.ts';
import type { App, Octokit } from '../app/app.ts';
import { asked, askedIfThere, describePull, ofRepository } from '../refusal.ts';
import { coAuthors, noReplyHosts } from './co-authors.ts';

type PullHistory = Pick<Reviewers, 'commits' | 'signed' | 'pushes' | 'between' | 'mergedBranch'>;

/** The origin of a pull request's commits, as GitHub has it. */
export function createHistory(app: App): PullHistory {
  const octokitOf = ({ installation }: RepositoryRef) => app.asInstallation(installation);
  const hosts = noReplyHosts(app.apiUrl);
  return {
    commits: (pull) =>
      asked(describePull(pull), async () => commits(await octokitOf(pull.repository), pull, hosts)),
    signed: (repository, ref) =>
      asked(`${repository.name}@${ref.slice(0, 7)}`, async () => {
        const { rest } = await octokitOf(repository);
        return broughtCommit((await rest.repos.getCommit({ ...ofRepository(repository), ref })).data, hosts);
      }),
    pushes: (repository, branch) =>
      asked(`${repository.name}, branch ${branch}`, async () =>
        pushes(await octokitOf(repository), repository, branch),
      ),
    between: (repository, before, after) =>
      askedIfThere(`${repository.name}@${after.slice(0, 7)}`, async () =>
        between(await octokitOf(repository), repository, `${before}...${after}`),
      ),
    mergedBranch: async (repository, commit) =>
      askedIfThere(`${repository.name}@${commit.slice(0, 7)}`, async () =>
        mergedBranch(await octokitOf(repository), repository, commit),
      ),
  };
}

/** GitHub lists no more commits of a pull request. */
const LISTED = 250;
/** GitHub's own account on commits made by its pages and its API. */
const WEB_FLOW = 'web-flow';

async function commits(octokit: Octokit, { repository, number }: PullRef, hosts: readonly string[]) {
  const parameters = { ...ofRepository(repository), pull_number: number, per_page: 100 };
  const found = await octokit.paginate(octokit.rest.pulls.listCommits, parameters);
  const listed = found.map((commit) => broughtCommit(commit, hosts));
  return { listed, all: listed.length < LISTED };
}

type CommitData = Awaited<ReturnType<Octokit['rest']['repos']['getCommit']>>['data'];

function broughtCommit(
  { sha, parents, author, committer, commit }: CommitData,
  hosts: readonly string[],
): BroughtCommit {
  return {
    sha,
    parents: parents.map((parent) => parent.sha),
    author: signerOf(author, commit.author),
    committer: signerOf(committer, commit.committer),
    coAuthors: coAuthors(commit.message, hosts),
    byGitHub: committer?.login === WEB_FLOW && commit.verification?.verified === true,
  };
}

function signerOf(
  account: { readonly login?: string } | null,
  signature: { readonly email?: string } | null,
): Signer {
  return {
    address: signature?.email ?? '',
    ...(account?.login !== undefined && { login: account.login }),
  };
}

const MERGES: readonly string[] = ['pr_merge', 'merge_queue_merge'];

async function pushes(octokit: Octokit, repository: RepositoryRef, branch: string): Promise<Push[]> {
  const parameters = { ...ofRepository(repository), ref: `refs/heads/${branch}`, per_page: 100 };
  const activities = await octokit.paginate(octokit.rest.repos.listActivities, parameters);
  return activities.map(({ actor, before, after, activity_type: type }) => ({
    before,
    after,
    merge: MERGES.includes(type),
    ...(actor !== null && { actor: actor.login }),
  }));
}

async function between(octokit: Octokit, repository: RepositoryRef, basehead: string): Promise<string[]> {
  const found: string[] = [];
  for (let page = 1; ; page += 1) {
    const parameters = { ...ofRepository(repository), basehead, per_page: 100, page };
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead(parameters);
    found.push(...data.commits.map(({ sha }) => sha));
    if (data.commits.length === 0 || found.length >= data.total_commits) return found;
  }
}

async function mergedBranch(
  octokit: Octokit,
  repository: RepositoryRef,
  commit: string,
): Promise<string | undefined> {
  const parameters = { ...ofRepository(repository), commit_sha: commit };
  const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit(parameters);
  const merged = data.find(({ merge_commit_sha: sha, merged_at: at }) => sha === commit && at !== null);
  return merged?.head.repo?.id === repository.id ? merged.head.ref : undefined;
}
