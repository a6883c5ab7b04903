import type { PullRequest } from '../../../../src/ports/pulls.ts';

/** An open pull request of a branch of the repository itself. */
export const PULL: PullRequest = {
  repository: { installation: 1, id: 1, name: 'acme/shop' },
  number: 7,
  title: 'Release',
  url: '',
  author: { login: 'alice', type: 'User' },
  state: 'open',
  draft: false,
  updatedAt: 0,
  readAt: 0,
  head: { sha: 'head', branch: 'develop', fork: false },
  base: { sha: 'base', branch: 'main' },
};
