import { describe, expect, it } from 'vitest';
import { readContributors } from '../../../../src/flows/decide/read-contributors.ts';
import type { Commits } from '../../../../src/ports/mirror.ts';
import type { BroughtCommit, Push } from '../../../../src/ports/reviewers.ts';
import { PULL } from './sample-pull.ts';

const NONE = '0'.repeat(40);

function commit(sha: string, login: string, more: Partial<BroughtCommit> = {}): BroughtCommit {
  const signer = { login, address: `${login}@example.com` };
  return { sha, parents: ['p'], author: signer, committer: signer, coAuthors: [], byGitHub: false, ...more };
}

/** As GitHub makes it when a button is pressed: the author is who pressed it. */
function merge(sha: string, login: string, parents: readonly string[]): BroughtCommit {
  const committer = { login: 'web-flow', address: 'noreply@github.com' };
  return commit(sha, login, { parents, committer, byGitHub: true });
}

function push(actor: string, before: string, after: string, byMerge = false): Push {
  return { actor, before, after, merge: byMerge };
}

interface Site {
  readonly commits: readonly BroughtCommit[];
  readonly all?: boolean;
  /** By branch, newest first. */
  readonly pushes: Readonly<Record<string, readonly Push[]>>;
  /** Merges that hold what their parents give. */
  readonly plain?: readonly string[];
  /** What the head holds and does not bring. */
  readonly held?: readonly string[];
  /** Commits of the base, also where GitHub lists them still. */
  readonly onBase?: readonly string[];
  readonly between?: Readonly<Record<string, readonly string[]>>;
  readonly merged?: Readonly<Record<string, string>>;
  readonly fork?: boolean;
}

/** Logins of those who have a part, each once; `?role` is somebody unknown. */
async function partsOf(site: Site): Promise<string[]> {
  const copy: Pick<Commits, 'branch' | 'contains' | 'isPlainMerge'> = {
    branch: () => 'base',
    contains: async (of, sha) => (of === 'base' ? site.onBase : site.held)?.includes(sha) === true,
    isPlainMerge: async (sha) => site.plain?.includes(sha) === true,
  };
  const found = await readContributors(
    {
      mirror: { fetch: async () => copy as Commits },
      reviewers: {
        commits: async () => ({ listed: site.commits, all: site.all ?? true }),
        pushes: async (_repository, branch) => site.pushes[branch] ?? [],
        between: async (_repository, before, after) => site.between?.[`${before}...${after}`],
        mergedBranch: async (_repository, sha) => site.merged?.[sha],
      },
    },
    { ...PULL, head: { ...PULL.head, fork: site.fork ?? false } },
  );
  const counted = found.filter(({ merge: only }) => only !== true);
  return [...new Set(counted.map(({ login, role }) => login ?? `?${role}`))].toSorted();
}

interface Row {
  readonly name: string;
  readonly site: Site;
  readonly parts: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    name: 'who wrote and who pushed',
    site: { commits: [commit('c1', 'alice')], pushes: { develop: [push('bob', NONE, 'c1')] } },
    parts: ['alice', 'bob'],
  },
  {
    name: '"Update branch" gives nobody a part',
    site: {
      commits: [commit('c1', 'alice'), merge('m', 'bob', ['c1', 'base'])],
      pushes: { develop: [push('bob', 'c1', 'm'), push('alice', NONE, 'c1')] },
      plain: ['m'],
    },
    parts: ['alice'],
  },
  {
    name: 'the same where GitHub still lists what came from the base',
    site: {
      commits: [commit('c1', 'alice'), commit('b1', 'alice'), merge('m', 'bob', ['c1', 'b1'])],
      pushes: { develop: [push('bob', 'c1', 'm'), push('alice', NONE, 'c1')] },
      plain: ['m'],
      onBase: ['b1'],
    },
    parts: ['alice'],
  },
  {
    name: 'a merge that GitHub signed, with something more in it, does',
    site: {
      commits: [commit('c1', 'alice'), merge('m', 'bob', ['c1', 'base'])],
      pushes: { develop: [push('bob', 'c1', 'm'), push('alice', NONE, 'c1')] },
    },
    parts: ['alice', 'bob'],
  },
  {
    name: 'a plain merge that GitHub did not sign does',
    site: {
      commits: [commit('c1', 'alice'), commit('m', 'bob', { parents: ['c1', 'base'] })],
      pushes: { develop: [push('bob', 'c1', 'm'), push('alice', NONE, 'c1')] },
      plain: ['m'],
    },
    parts: ['alice', 'bob'],
  },
  {
    name: "a push of a commit of one's own together with such a merge does",
    site: {
      commits: [commit('c1', 'alice'), commit('c2', 'alice'), merge('m', 'alice', ['c2', 'base'])],
      pushes: { develop: [push('bob', 'c1', 'm'), push('alice', NONE, 'c1')] },
      plain: ['m'],
    },
    parts: ['alice', 'bob'],
  },
  {
    name: 'what somebody pushed before, and the base has by now, is no part',
    site: {
      commits: [commit('c9', 'alice')],
      pushes: { develop: [push('alice', 'c8', 'c9'), push('bob', 'c1', 'c8', true)] },
      held: ['c8'],
    },
    parts: ['alice'],
  },
  {
    name: 'whoever merged a topic by the button has none; whoever pushed to the topic has',
    site: {
      commits: [commit('t1', 'alice'), merge('m', 'bob', ['base', 't1'])],
      pushes: { develop: [push('bob', 'base', 'm', true)], topic: [push('eve', NONE, 't1')] },
      plain: ['m'],
      merged: { m: 'topic' },
    },
    parts: ['alice', 'eve'],
  },
  {
    name: 'whoever merged what came from elsewhere stands for it',
    site: {
      commits: [commit('t1', 'alice'), merge('m', 'bob', ['base', 't1'])],
      pushes: { develop: [push('bob', 'base', 'm', true)] },
      plain: ['m'],
    },
    parts: ['alice', 'bob'],
  },
  {
    name: 'a squash by the button: all who pushed to the topic, and not who pressed it',
    site: {
      commits: [commit('s', 'alice', { parents: ['base'], byGitHub: true })],
      pushes: {
        develop: [push('bob', 'base', 's', true)],
        topic: [push('eve', 't1', 't2'), push('alice', NONE, 't1')],
      },
      merged: { s: 'topic' },
    },
    parts: ['alice', 'eve'],
  },
  {
    name: 'a topic merged into a topic is followed, once',
    site: {
      commits: [commit('u1', 'alice'), merge('n', 'bob', ['base', 'u1']), merge('m', 'bob', ['base', 'n'])],
      pushes: {
        develop: [push('bob', 'base', 'm', true)],
        topic: [push('bob', 'base', 'n', true)],
        under: [push('eve', NONE, 'u1')],
      },
      plain: ['m', 'n'],
      merged: { m: 'topic', n: 'under' },
    },
    parts: ['alice', 'eve'],
  },
  {
    name: 'what was forced away is no part',
    site: {
      commits: [commit('c2', 'alice')],
      pushes: { develop: [push('alice', 'x1', 'c2'), push('bob', NONE, 'x1')] },
      between: { 'main...x1': ['x1'] },
    },
    parts: ['alice'],
  },
  {
    name: 'what is left of a push that was forced away in part, is',
    site: {
      commits: [commit('c1', 'alice'), commit('c2', 'alice')],
      pushes: { develop: [push('alice', 'x1', 'c2'), push('bob', NONE, 'x1')] },
      between: { 'main...x1': ['c1', 'x1'] },
    },
    parts: ['alice', 'bob'],
  },
  {
    name: 'a push that GitHub cannot tell any more counts',
    site: {
      commits: [commit('c2', 'alice')],
      pushes: { develop: [push('alice', 'x1', 'c2'), push('bob', NONE, 'x1')] },
    },
    parts: ['alice', 'bob'],
  },
  {
    name: 'the deletion of a branch is no part',
    site: {
      commits: [commit('c1', 'alice')],
      pushes: { develop: [push('alice', NONE, 'c1'), push('bob', 'x', NONE)] },
    },
    parts: ['alice'],
  },
  {
    name: "a committer with GitHub's name and without its signature is one",
    site: {
      commits: [commit('c1', 'alice', { committer: { login: 'web-flow', address: 'noreply@github.com' } })],
      pushes: { develop: [push('alice', NONE, 'c1')] },
    },
    parts: ['alice', 'web-flow'],
  },
  {
    name: 'commits beyond those listed are unknown; who pushes to a fork GitHub never tells',
    site: { commits: [commit('c1', 'alice')], pushes: {}, fork: true, all: false },
    parts: ['?author', 'alice'],
  },
];

describe('who has a part in a pull request', () => {
  it.each(ROWS)('U48: $name', async ({ site, parts }) => {
    expect(await partsOf(site)).toEqual(parts);
  });
});
