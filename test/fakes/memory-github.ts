import type { Account } from '../../src/ports/pulls.ts';
import type { Review } from '../../src/ports/reviewers.ts';
import { type GitHubState, headOf, pullOf } from './github-state.ts';
import { memoryChecks } from './memory-checks.ts';
import { memoryConversation } from './memory-conversation.ts';
import { memoryDeployments } from './memory-deployments.ts';
import { memoryDriftPulls } from './memory-drift-pulls.ts';
import { type Files, memoryGit } from './memory-git.ts';
import { memoryPulls, memoryRepositories } from './memory-pulls.ts';
import { memoryReviewers } from './memory-reviewers.ts';

export type MemoryGitHub = ReturnType<typeof memoryGitHub>;

const NOBODY = '0'.repeat(40);

/**
 * A repository at GitHub in memory: its ports, and what people do there. Each act of a person is a second after what was
 * before. `test/contract/github-ports.test.ts` holds the ports to the real ones.
 */
export function memoryGitHub(files: Files, said: GitHubState['said'] = () => undefined) {
  const git = memoryGit();
  let [now, id] = [1_800_000_000_000, 0];
  const repository = { installation: 1, id: 42, name: 'acme/shop' };
  const state: GitHubState = {
    repository,
    git,
    now: () => now,
    nextId: () => (id += 1),
    pulls: new Map(),
    pushes: new Map(),
    said,
  };
  git.branches.set('main', git.commit([], files));
  const ports = {
    repositories: memoryRepositories(state),
    pulls: memoryPulls(state),
    conversation: memoryConversation(state),
    checks: memoryChecks(state),
    reviewers: memoryReviewers(state),
    deployments: memoryDeployments(state),
    driftPulls: memoryDriftPulls(state),
    mirror: git.mirror,
  };
  const wait = (milliseconds = 1000) => void (now += milliseconds);
  return { ...state, ports, wait, people: peopleOf(state, ports.reviewers.makers, wait) };
}

function peopleOf(state: GitHubState, makers: Map<string, string>, wait: () => void) {
  const { git, pulls, pushes, now, nextId } = state;
  const account = (login: string): Account => ({ login, type: login.endsWith('[bot]') ? 'Bot' : 'User' });
  const move = (branch: string, commit: string, by: string, merge = false) => {
    const before = git.branches.get(branch) ?? NOBODY;
    git.branches.set(branch, commit);
    pushes.set(branch, [{ actor: by, before, after: commit, merge }, ...(pushes.get(branch) ?? [])]);
    for (const [number, pull] of pulls)
      if (pull.state === 'open' && pull.branch === branch) {
        git.pulls.set(number, commit);
        pull.updatedAt = now();
      }
  };
  const touched = (number: number) => {
    wait();
    return Object.assign(pullOf(state, { number }), { updatedAt: now() });
  };
  return {
    /** Commits changed files on top of a branch, or of `main`. @returns the commit */
    push(branch: string, changes: Readonly<Record<string, string | undefined>>, by = 'alice'): string {
      wait();
      const from = git.branches.get(branch) ?? git.branches.get('main') ?? '';
      const entries = Object.entries({ ...git.files(from), ...changes });
      const made = Object.fromEntries(entries.filter(([, text]) => text !== undefined)) as Files;
      const commit = git.commit([from], made);
      makers.set(commit, by);
      move(branch, commit, by);
      return commit;
    },
    move,
    open(branch: string, by = 'alice', { base = 'main', fork = false } = {}): number {
      wait();
      const number = nextId();
      const words = { title: `Change by ${by}`, body: '', author: account(by), comments: [], reviews: [] };
      pulls.set(number, { ...words, state: 'open', branch, fork, base, updatedAt: now() });
      git.pulls.set(number, git.branches.get(branch) ?? '');
      return number;
    },
    comment(number: number, body: string, by = 'bob'): number {
      const [pull, comment] = [touched(number), nextId()];
      const said = { id: comment, author: account(by), body };
      pull.comments.push({ ...said, createdAt: now(), updatedAt: now() });
      return comment;
    },
    /** An edited comment of the App is no longer taken for its own. */
    edit(number: number, id: number, body: string): void {
      const pull = touched(number);
      const at = pull.comments.findIndex((comment) => comment.id === id);
      const known = pull.comments[at];
      if (known === undefined) throw new Error(`There is no comment ${id}.`);
      pull.comments[at] = { ...known, author: { ...known.author }, body, updatedAt: now() };
    },
    review(number: number, reviewed: Review['state'] = 'APPROVED', by = 'bob'): void {
      const pull = touched(number);
      const of = { user: account(by), commit: headOf(state, number) };
      pull.reviews.push({ id: nextId(), state: reviewed, ...of, submittedAt: now() });
    },
    /** @returns the commit that GitHub makes */
    merge(number: number, by = 'carol'): string {
      const pull = touched(number);
      const below = git.branches.get(pull.base) ?? '';
      const commit = git.merge(below, headOf(state, number));
      Object.assign(pull, { state: 'merged', mergedAt: now(), closedAt: now(), mergeCommit: commit });
      pull.baseSha = below;
      move(pull.base, commit, by, true);
      return commit;
    },
    close: (number: number): void =>
      void Object.assign(touched(number), { state: 'closed', closedAt: now() }),
    retarget: (number: number, base: string): void => void Object.assign(touched(number), { base }),
  };
}
