import type { BroughtCommit, Permission, Reviewers, Signer } from '../../src/ports/reviewers.ts';
import { type GitHubState, headOf, pullOf } from './github-state.ts';

export interface MemoryReviewers extends Reviewers {
  /** By login. */
  readonly permissions: Map<string, Permission>;
  /** `organization/team` with its members. */
  readonly teams: Map<string, readonly string[]>;
  /** Who made a commit; absent: GitHub itself. */
  readonly makers: Map<string, string>;
}

export function memoryReviewers(state: GitHubState): MemoryReviewers {
  const { git, pushes } = state;
  const permissions = new Map<string, Permission>();
  const teams = new Map<string, readonly string[]>();
  const makers = new Map<string, string>();
  const brought = (sha: string): BroughtCommit => {
    const maker = makers.get(sha);
    const signer = signerOf(maker ?? 'web-flow');
    const rest = { sha, parents: git.parents(sha), coAuthors: [], byGitHub: maker === undefined };
    return { ...rest, author: signer, committer: signer };
  };
  return {
    permissions,
    teams,
    makers,
    reviews: async (pull) => [...pullOf(state, pull).reviews],
    async commits({ number }) {
      const { base, baseSha } = pullOf(state, { number });
      const listed = git.between(baseSha ?? git.branches.get(base) ?? '', headOf(state, number)).map(brought);
      return { listed, all: true };
    },
    signed: async (_repository, commit) => brought(commit),
    pushes: async (_repository, branch) => pushes.get(branch) ?? [],
    async between(_repository, before, after) {
      const [from, to] = [git.branches.get(before) ?? before, git.branches.get(after) ?? after];
      return git.has(from) && git.has(to) ? git.between(from, to) : undefined;
    },
    async mergedBranch(_repository, commit) {
      const merged = [...state.pulls.values()].find((pull) => pull.mergeCommit === commit);
      return merged === undefined || merged.fork ? undefined : merged.branch;
    },
    permission: async (_repository, login) => permissions.get(login) ?? 'none',
    isMember: async (_repository, team, login) => teams.get(team)?.includes(login) ?? 'unknown',
  };
}

function signerOf(login: string): Signer {
  return { login, address: `${login}@example.com` };
}
