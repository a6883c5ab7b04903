import type { PullRequest, Pulls, Repositories } from '../../src/ports/pulls.ts';
import { type GitHubState, headOf, pullOf } from './github-state.ts';

export function memoryPulls(state: GitHubState): Pulls {
  const all = () => [...state.pulls.keys()].map((number) => requestOf(state, number));
  return {
    read: async (ref) => {
      pullOf(state, ref);
      return requestOf(state, ref.number);
    },
    async list() {
      const merged = all().filter((pull) => pull.state === 'merged');
      return {
        open: all()
          .filter((pull) => pull.state === 'open')
          .toReversed(),
        merged: merged.toSorted((a, b) => b.updatedAt - a.updatedAt || b.number - a.number),
      };
    },
    ofHead: async (_repository, commit) =>
      all()
        .filter((pull) => pull.mergeCommit === commit || brings(state, pull, commit))
        .map(({ number }) => number)
        .toReversed(),
  };
}

function brings({ git }: GitHubState, { base, head }: PullRequest, commit: string): boolean {
  return git.between(base.sha, head.sha).includes(commit);
}

function requestOf(state: GitHubState, number: number): PullRequest {
  const { repository, git, now } = state;
  const { title, author, branch, fork, base, baseSha, ...pull } = pullOf(state, { number });
  return {
    repository,
    number,
    title,
    url: `https://github.example/${repository.name}/pull/${number}`,
    author,
    state: pull.state,
    draft: false,
    head: { sha: headOf(state, number), branch, fork },
    base: { branch: base, sha: baseSha ?? git.branches.get(base) ?? '' },
    readAt: now(),
    updatedAt: pull.updatedAt,
    ...(pull.mergedAt !== undefined && { mergedAt: pull.mergedAt }),
    ...(pull.mergeCommit !== undefined && { mergeCommit: pull.mergeCommit }),
  };
}

export function memoryRepositories({ repository, now }: GitHubState): Repositories {
  return {
    list: async () => [repository],
    readOnly: async () => undefined,
    defaultBranch: async () => ({ name: 'main', readAt: now() }),
  };
}
