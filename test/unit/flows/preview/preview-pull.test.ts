import { describe, expect, it } from 'vitest';
import type { Config } from '../../../../src/core/target/environment.ts';
import { type PreviewPullDeps, previewPull } from '../../../../src/flows/preview/preview-pull.ts';
import type { Commits } from '../../../../src/ports/mirror.ts';
import type { PullRequest } from '../../../../src/ports/pulls.ts';
import type { ConfigurationRecord } from '../../../../src/ports/records/configuration-records.ts';
import type { PreviewRecord, RecordedPreview } from '../../../../src/ports/records/preview-records.ts';
import type { Source } from '../../../../src/ports/source.ts';
import { plan } from '../../report/samples.ts';

const REPOSITORY = { installation: 1, id: 1, name: 'acme/shop' };
const [TIP, HEAD, MERGE] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];
const OPEN: PullRequest = {
  repository: REPOSITORY,
  number: 7,
  title: 'A note',
  url: '',
  author: { login: 'mallory', type: 'User' },
  state: 'open',
  draft: false,
  readAt: 0,
  updatedAt: 0,
  head: { sha: HEAD, branch: 'note', fork: false },
  base: { sha: TIP, branch: 'main' },
};
const CONFIG: Config = {
  environments: [
    {
      name: 'production',
      gate: { approvals: 1, from: [], freeze: [], onPlanChange: 'hold', nobody: [], updateBranch: 'ignored' },
      drift: { action: 'pull-request', after: '10m' },
      targets: [
        {
          id: 'production/shop',
          environment: 'production',
          engine: 'kubernetes',
          destination: 'prod-eu',
          path: 'prod',
          rules: { ignore: [], mask: [] },
          spec: {},
        },
      ],
    },
  ],
};

const SESSION = { plan: async () => ({ plan: plan([]) }), close: async () => undefined };

/** The targets that are planned of a pull request whose commits change one file, and whose merge changes others. */
async function plannedOf(
  pull: PullRequest,
  merged: readonly string[],
  inGit = pull.mergeCommit,
): Promise<string[]> {
  const { saved } = await previewed(pull, merged, inGit);
  return saved.flatMap(({ targets }) => targets.map(({ target }) => target));
}

/** What is recorded of it, after `before`. */
async function previewed(
  pull: PullRequest,
  merged: readonly string[],
  inGit = pull.mergeCommit,
  before: readonly RecordedPreview[] = [],
): Promise<{ saved: readonly PreviewRecord[]; rebased: readonly string[] }> {
  const source = { description: '' } as Source;
  const commits: Partial<Commits> = {
    branch: () => TIP,
    pull: () => HEAD,
    contains: async (_tip, commit) => commit === inGit,
    parent: async () => TIP,
    source: async () => source,
    changedSince: async () => ['note'],
    changedBetween: async () => merged,
    propose: async () => ({ base: source, proposed: source, changed: merged }),
  };
  const inForce: ConfigurationRecord = {
    id: 1,
    repository: 1,
    commit: TIP,
    because: 'first-seen',
    since: 0,
    at: 0,
    approvers: [],
    file: { path: '.github/plumbline.yml', text: '' },
  };
  const saved: PreviewRecord[] = [];
  const rebased: string[] = [];
  const rebase = async (id: number, base: string) => void rebased.push(`${id} ${base}`);
  const save = async (record: PreviewRecord) => void saved.push(record);
  const deps = {
    repositories: { defaultBranch: async () => ({ name: 'main', readAt: 0 }) },
    mirror: { fetch: async () => commits },
    configuration: { paths: ['.github/plumbline.yml'], parse: () => CONFIG },
    configurations: { inForce: async () => inForce },
    setByServer: () => undefined,
    pulls: { read: async () => pull },
    previews: { ofPull: async () => before, save, rebased: rebase },
    checks: { publish: async () => undefined },
    grants: { limit: (target: unknown) => target },
    syncs: { lastSynced: async () => undefined },
    drifts: { find: async () => undefined },
    engines: { kubernetes: { reads: async () => ['prod'], open: async () => SESSION } },
    clock: { now: () => 0 },
  };
  await previewPull(deps as unknown as PreviewPullDeps, { repository: REPOSITORY, number: 7 });
  return { saved, rebased };
}

describe('what a pull request touches', () => {
  it('S19: what merging changes counts, also where its commits do not, as where lines cross that were merged before', async () => {
    expect(await plannedOf(OPEN, ['note', 'prod/shop.yaml'])).toEqual(['production/shop']);
    const merged: PullRequest = { ...OPEN, state: 'merged', mergedAt: 0, mergeCommit: MERGE };
    expect(await plannedOf(merged, ['note', 'prod/shop.yaml'])).toEqual(['production/shop']);
  });

  it('is looked at again while Git and API do not agree on whether it is merged', async () => {
    const merged: PullRequest = { ...OPEN, state: 'merged', mergedAt: 0, mergeCommit: MERGE };
    for (const [pull, inGit] of [
      [OPEN, HEAD],
      [merged, TIP],
    ] as const)
      await expect(plannedOf(pull, [], inGit)).rejects.toMatchObject({ code: 'conflict', retryable: true });
  });

  it('nothing is planned of what neither changes', async () => {
    expect(await plannedOf(OPEN, ['note'])).toEqual([]);
  });
});

describe('plans that come out as before', () => {
  const again = async (more: Partial<RecordedPreview>, pull = OPEN, inGit?: string) => {
    const { saved } = await previewed(OPEN, ['prod/shop.yaml']);
    const before = saved.map((each) => ({ ...each, id: 3, base: MERGE, shownAt: 7, madeAt: 1, ...more }));
    return previewed(pull, ['prod/shop.yaml'], inGit, before);
  };

  it('are those on show, now of another base', async () => {
    const { saved, rebased } = await again({});
    expect([saved, rebased]).toEqual([[], [`3 ${TIP}`]]);
  });

  it.each<[string, Partial<RecordedPreview>]>([
    ['after those of another head, which may be on show', { head: MERGE }],
    ['with another fingerprint', { fingerprint: 'f' }],
    ['without a target', { targets: [] }],
  ])('are recorded anew %s', async (_what, more) => {
    const { saved, rebased } = await again(more);
    expect([saved.length, rebased]).toEqual([1, []]);
  });

  it('are recorded anew once it is merged: these are deployed', async () => {
    const merged: PullRequest = { ...OPEN, state: 'merged', mergedAt: 0, mergeCommit: MERGE };
    expect((await again({}, merged, MERGE)).saved).toHaveLength(1);
  });
});
