import { describe, expect, it } from 'vitest';
import type { Config } from '../../../src/core/target/environment.ts';
import type { Base } from '../../../src/flows/configuration/read-base.ts';
import { type DecideCommitDeps, decideCommit } from '../../../src/flows/decide/decide-commit.ts';
import { type JudgeEntryDeps, judgeEntry } from '../../../src/flows/decide/judge-entry.ts';
import type { Commits } from '../../../src/ports/mirror.ts';
import type { PullRequest } from '../../../src/ports/pulls.ts';
import type { ConfigurationRecord } from '../../../src/ports/records/configuration-records.ts';

const REPOSITORY = { installation: 1, id: 1, name: 'acme/shop' };
const [TIP, HEAD, ENTRY] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];

function pullOf(number: number, sha: string, fork: boolean): PullRequest {
  const author = { login: fork ? 'stranger' : 'alice', type: 'User' as const };
  const rest = { title: '', url: '', state: 'open' as const, draft: false, readAt: 0, updatedAt: 0 };
  const head = { sha, branch: 'topic', fork };
  return { repository: REPOSITORY, number, author, head, base: { sha: TIP, branch: 'main' }, ...rest };
}

const QUEUED = pullOf(7, HEAD, false);
const ENVIRONMENT: Config['environments'][number] = {
  name: 'production',
  gate: { approvals: 1, from: [], freeze: [], onPlanChange: 'hold', nobody: [], updateBranch: 'ignored' },
  drift: { action: 'pull-request', after: '10m' },
  targets: [],
};
const IN_FORCE: ConfigurationRecord = {
  id: 1,
  repository: 1,
  commit: TIP,
  because: 'first-seen',
  since: 0,
  at: 0,
  approvers: [],
  file: { path: '.github/plumbline.yml', text: '' },
};

/** A queue of one entry, and another pull request that proposes the very commit of that entry. */
function siteOf(other: PullRequest) {
  const published: string[] = [];
  const commits: Partial<Commits> = {
    branch: () => TIP,
    pull: () => HEAD,
    queued: () => [{ pull: QUEUED.number, parent: TIP, commit: ENTRY }],
    isMergeOf: async () => true,
    contains: async () => false,
  };
  const deps = {
    repositories: { defaultBranch: async () => ({ name: 'main', readAt: 0 }) },
    mirror: { fetch: async () => commits },
    configuration: { paths: [], parse: () => ({ environments: [ENVIRONMENT] }) },
    configurations: { inForce: async () => IN_FORCE, all: async () => [IN_FORCE] },
    setByServer: () => undefined,
    pulls: { read: async () => other, ofHead: async () => [other.number] },
    previews: { ofPull: async () => [], ofHeads: async () => [], sent: async () => undefined },
    approvals: { ofPull: async () => [] },
    conversation: { comments: async () => [], keep: async () => undefined },
    reviewers: {
      reviews: async () => [],
      commits: async () => ({ listed: [], all: true }),
      pushes: async () => [],
    },
    checks: {
      publish: async (_repository: unknown, commit: string, { name }: { name: string }) => {
        published.push(`${name} of ${commit}`);
        return 0;
      },
    },
    jobs: { enqueue: async () => undefined },
  };
  const base = { branch: 'main', tip: TIP, commits, inForce: IN_FORCE } as unknown as Base;
  return { deps: deps as unknown, base, published };
}

/** The checks that are written of the entry's commit for the sake of the other pull request. */
async function written(other: PullRequest): Promise<readonly string[]> {
  const { deps, published } = siteOf(other);
  await decideCommit(deps as DecideCommitDeps, { repository: REPOSITORY, commit: ENTRY });
  return published;
}

async function saidOfEntry(other: PullRequest): Promise<string | undefined> {
  const { deps, base } = siteOf(other);
  const entry = { pull: QUEUED, parent: TIP, commit: ENTRY };
  const [first] = await judgeEntry(deps as JudgeEntryDeps, { base }, entry, { ahead: [], busy: [] });
  return first?.decision.reason;
}

describe('the commit of an entry of a merge queue, proposed by another pull request', () => {
  it('U44: a fork that nobody let in neither refuses the entry nor writes its check', async () => {
    const fork = pullOf(9, ENTRY, true);
    expect(await written(fork)).toEqual([]);
    expect(await saidOfEntry(fork)).toContain('No plan of this pull request has passed the gate');
  });

  it('U44: of one of the repository itself both are done, since its check would let it pass', async () => {
    const own = pullOf(9, ENTRY, false);
    expect(await written(own)).toContain(`plumbline / production of ${ENTRY}`);
    expect(await saidOfEntry(own)).toContain('#9 proposes this very commit');
  });
});
