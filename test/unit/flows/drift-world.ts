import { OpsError } from '../../../src/core/errors.ts';
import type { Base } from '../../../src/flows/configuration/read-base.ts';
import type { RevertDeps } from '../../../src/flows/drift/revert-drift.ts';
import type { DriftPullState } from '../../../src/ports/drift-pulls.ts';
import type { Commits } from '../../../src/ports/mirror.ts';
import type { DriftRecord } from '../../../src/ports/records/drift-records.ts';
import type { Source } from '../../../src/ports/source.ts';

type Files = Readonly<Record<string, string>>;

interface Commit {
  readonly parents: readonly string[];
  readonly files: Files;
}

/** A repository in memory as far as drift pull requests need one: commits, branches, pull requests. */
export function createDriftWorld() {
  const commits = new Map<string, Commit>();
  const branches = new Map<string, string>();
  const pulls = new Map<number, DriftPullState & { branch: string }>();
  const records = new Map<string, DriftRecord>();
  let now = 1_000_000;

  const add = (parents: readonly string[], files: Files): string => {
    const id = String(commits.size + 1).padStart(40, '0');
    commits.set(id, { parents, files });
    return id;
  };
  const at = (id: string): Commit => commits.get(id) ?? { parents: [], files: {} };
  const ancestors = (id: string): Set<string> =>
    new Set([id, ...at(id).parents.flatMap((parent) => [...ancestors(parent)])]);
  const headOf = (pull: DriftPullState & { branch: string }) =>
    pull.state === 'open' ? (branches.get(pull.branch) ?? pull.head) : pull.head;
  branches.set('main', add([], { 'k8s/web.yaml': 'web' }));

  const view: Pick<
    Commits,
    'branch' | 'source' | 'contains' | 'isPlainMerge' | 'parent' | 'changedSince' | 'propose'
  > = {
    branch: (name) => branches.get(name) ?? '',
    source: async (id) => ({ file: async (path: string) => at(id).files[path] }) as unknown as Source,
    contains: async (descendant, ancestor) => ancestors(descendant).has(ancestor),
    isPlainMerge: async (id) => at(id).parents.length === 2 && !('not-plain' in at(id).files),
    parent: async (id) => at(id).parents[0] ?? '',
    changedSince: async (base, head) =>
      Object.keys(at(head).files).filter((path) => at(head).files[path] !== at(base).files[path]),
    propose: async () => ({}) as never,
  };
  const state = (number: number) => {
    const pull = pulls.get(number);
    if (pull === undefined) throw new Error(`There is no pull request ${number}.`);
    return pull;
  };
  const deps: RevertDeps = {
    clock: { now: () => now } as RevertDeps['clock'],
    mirror: { fetch: async () => view as Commits },
    previewsTouching: async () => undefined,
    drifts: {
      save: async (record) => void records.set(record.target, record),
      find: async (_repository, target) => records.get(target),
      all: async () => [...records.values()],
      remove: async (_repository, target) => void records.delete(target),
    },
    driftPulls: {
      read: async ({ number }) => ({ ...state(number), head: headOf(state(number)) }),
      find: async (_repository, branch) =>
        [...pulls].find(([, pull]) => pull.branch === branch && pull.state === 'open')?.[0],
      head: async (_repository, branch) => branches.get(branch),
      commit: async (_repository, { base, parents, file }) =>
        add(parents, { ...at(base).files, [file.path]: file.text }),
      move: async (_repository, branch, { commit, exists }) => {
        const from = branches.get(branch);
        const forwards = from === undefined ? !exists : exists && ancestors(commit).has(from);
        if (!forwards)
          throw new OpsError({ code: 'invalid', subject: branch, message: 'not a fast forward' });
        branches.set(branch, commit);
      },
      open: async (_repository, { branch, title, body }) => {
        pulls.set(pulls.size + 1, { state: 'open', head: branches.get(branch) ?? '', title, body, branch });
        return pulls.size;
      },
      edit: async ({ number }, changes) => void pulls.set(number, { ...state(number), ...changes }),
      close: async ({ number }) =>
        void pulls.set(number, { ...state(number), state: 'closed', closedAt: now }),
      removeBranch: async (_repository, branch) => void branches.delete(branch),
    },
  };
  return {
    deps,
    branches,
    pulls,
    records,
    add,
    at,
    base: (): Base => {
      const tip = branches.get('main') ?? '';
      return { branch: 'main', tip, commits: view as Commits } as unknown as Base;
    },
    /** Somebody commits on a branch. */
    push(branch: string, files: Files): string {
      const from = branches.get(branch) ?? '';
      const id = add([from], { ...at(from).files, ...files });
      branches.set(branch, id);
      return id;
    },
    /** Somebody changes the pull request on its page. */
    edit: (number: number, changes: Partial<DriftPullState>) =>
      void pulls.set(number, { ...state(number), head: headOf(state(number)), ...changes }),
    wait: (milliseconds: number) => void (now += milliseconds),
    now: () => now,
  };
}
