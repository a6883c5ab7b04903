import { OpsError } from '../../src/core/errors.ts';
import type { DriftPulls } from '../../src/ports/drift-pulls.ts';
import { type GitHubState, APP, headOf } from './github-state.ts';

/** The pull requests that the App opens. */
export function memoryDriftPulls(state: GitHubState): DriftPulls {
  const { git, pulls, now, nextId, said } = state;
  const findOpen = (branch: string) =>
    [...pulls].find(([, pull]) => pull.branch === branch && pull.state === 'open')?.[0];
  return {
    async read({ number }) {
      const pull = pulls.get(number);
      if (pull === undefined) return undefined;
      const { title, body, closedAt } = pull;
      const ended = closedAt === undefined ? {} : { closedAt };
      return { state: pull.state, head: headOf(state, number), title, body, ...ended };
    },
    find: async (_repository, branch) => findOpen(branch),
    head: async (_repository, branch) => git.branches.get(branch),
    commit: async (_repository, { base, parents, file }) =>
      git.commit(parents, { ...git.files(base), [file.path]: file.text }),
    async move(_repository, branch, { commit, exists }) {
      const from = git.branches.get(branch);
      const isForwards = from === undefined ? !exists : exists && git.contains(commit, from);
      if (!isForwards) throw refused(`${state.repository.name}, branch ${branch}`);
      git.branches.set(branch, commit);
      const open = findOpen(branch);
      if (open !== undefined) git.pulls.set(open, commit);
      said(`moves ${branch}`);
    },
    async open(_repository, { branch, base, title, body }) {
      const number = nextId();
      const words = { title, body, author: APP, comments: [], reviews: [] };
      pulls.set(number, { ...words, state: 'open', branch, fork: false, base, updatedAt: now() });
      git.pulls.set(number, git.branches.get(branch) ?? '');
      said(`opens a pull request of ${branch}`);
      return number;
    },
    async edit({ number }, changes) {
      Object.assign(pulls.get(number) ?? {}, changes);
      said(`edits #${number}`);
    },
    async close({ number }) {
      const pull = pulls.get(number);
      if (pull?.state !== 'open') return;
      Object.assign(pull, { state: 'closed', closedAt: now() });
      said(`closes #${number}`);
    },
    async removeBranch(_repository, branch) {
      if (git.branches.delete(branch)) said(`removes ${branch}`);
    },
  };
}

function refused(subject: string): OpsError {
  const message = 'GitHub refused it (422): Update is not a fast forward. Change what it names.';
  return new OpsError({ code: 'invalid', subject, message });
}
