import type { RepositoryRef, PullRef } from '../../core/refs.ts';
import type { Account, PullRequest, Pulls } from '../../ports/pulls.ts';
import type { App, Octokit } from '../app/app.ts';
import { asked, describePull, ofRepository } from '../refusal.ts';
import { timeOf } from '../time.ts';

export function createPulls(app: App): Pulls {
  return {
    read: (pull) =>
      asked(describePull(pull), async () => {
        const octokit = await app.asInstallation(pull.repository.installation);
        const parameters = { ...ofRepository(pull.repository), pull_number: pull.number };
        const answer = await octokit.rest.pulls.get(parameters);
        return pullOf(pull, answer.data, timeOf(answer));
      }),
    ofHead: (repository, commit_sha) =>
      asked(`${repository.name}@${commit_sha.slice(0, 7)}`, async () => {
        const octokit = await app.asInstallation(repository.installation);
        const parameters = { ...ofRepository(repository), commit_sha, per_page: 100 };
        const { repos } = octokit.rest;
        return (await octokit.paginate(repos.listPullRequestsAssociatedWithCommit, parameters)).map(
          ({ number }) => number,
        );
      }),
    list: (repository) =>
      asked(repository.name, async () => {
        const octokit = await app.asInstallation(repository.installation);
        const closed = await latestClosed(octokit, repository);
        return { open: await allOpen(octokit, repository), merged: closed };
      }),
  };
}

async function allOpen(octokit: Octokit, repository: RepositoryRef): Promise<PullRequest[]> {
  const parameters = { ...ofRepository(repository), state: 'open' as const, per_page: 100 };
  return octokit.paginate(octokit.rest.pulls.list, parameters, (answer) =>
    answer.data.map((data) => pullOf({ repository, number: data.number }, data, timeOf(answer))),
  );
}

async function latestClosed(octokit: Octokit, repository: RepositoryRef): Promise<PullRequest[]> {
  const answer = await octokit.rest.pulls.list({
    ...ofRepository(repository),
    state: 'closed',
    sort: 'updated',
    direction: 'desc',
    per_page: 50,
  });
  return answer.data
    .filter(({ merged_at }) => merged_at !== null)
    .map((item) => pullOf({ repository, number: item.number }, item, timeOf(answer)));
}

/** The common fields of the answers to "get" and "list". */
interface PullData {
  readonly title: string;
  readonly html_url: string;
  readonly state: string;
  readonly draft?: boolean;
  readonly updated_at: string;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly user: { readonly login: string; readonly type: string } | null;
  readonly head: {
    readonly sha: string;
    readonly ref: string;
    readonly repo: { readonly id: number } | null;
  };
  readonly base: { readonly sha: string; readonly ref: string };
}

function pullOf(ref: PullRef, data: PullData, readAt: number): PullRequest {
  const merged = data.merged_at !== null;
  return {
    ...ref,
    readAt,
    updatedAt: Date.parse(data.updated_at),
    title: data.title,
    url: data.html_url,
    author: accountOf(data.user),
    state: merged ? 'merged' : data.state === 'open' ? 'open' : 'closed',
    draft: data.draft ?? false,
    head: { sha: data.head.sha, branch: data.head.ref, fork: data.head.repo?.id !== ref.repository.id },
    base: { sha: data.base.sha, branch: data.base.ref },
    ...(data.merged_at !== null && { mergedAt: Date.parse(data.merged_at) }),
    ...(merged && data.merge_commit_sha !== null && { mergeCommit: data.merge_commit_sha }),
  };
}

/** GitHub shows a deleted account as `ghost`; as a bot, it approves nothing. */
export function accountOf(user: { readonly login: string; readonly type: string } | null): Account {
  if (user === null) return { login: 'ghost', type: 'Bot' };
  return { login: user.login, type: user.type === 'User' ? 'User' : 'Bot' };
}
