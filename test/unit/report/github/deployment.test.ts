import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import type { SyncEnd } from '../../../../src/core/sync/end.ts';
import type { Outcome, SyncReport } from '../../../../src/core/sync/outcome.ts';
import { endOf } from '../../../../src/core/sync/state.ts';
import {
  type DeploymentView,
  DEPLOYMENT_MARKER,
  deploymentComment,
  notBegun,
  notDeployed,
  progressLine,
} from '../../../../src/report/github/deployment.ts';
import { syncMarkdown } from '../../../../src/report/terminal/sync.ts';
import { PENDING, REFUSED as OBJECTED, decision } from '../gate-samples.ts';
import { expectGolden } from '../golden.ts';
import { change, plan, sampleField } from '../samples.ts';

const COMMIT = '0123abc'.padEnd(40, '0');
const web = change({ fields: [sampleField('spec.image', 'web:1', 'web:2')] });
const map = change({ subject: { kind: 'ConfigMap', scope: 'shop', name: 'settings' } });
const APPROVED_PLAN = plan([web]);

const outcome = (over: Partial<Outcome> = {}): Outcome => ({
  subject: web.subject,
  action: 'update',
  result: 'applied',
  ...over,
});
type Ended = Exclude<SyncReport, { status: 'stale' }>;
const ended = (status: Ended['status'], over: Partial<Ended> = {}): Ended => ({
  outcomes: [outcome()],
  unhealthy: [],
  remaining: [],
  ...over,
  status,
});

const SYNCED = ended('synced');
const HALF = ended('failed', {
  outcomes: [
    outcome({ subject: map.subject }),
    outcome({
      result: 'failed',
      reason:
        'apps/Deployment shop/web: apply refused (Forbidden): user "plumbline" cannot patch it. Grant it.',
    }),
    outcome({
      subject: { ...web.subject, name: 'api' },
      result: 'skipped',
      reason: 'apps/Deployment shop/api: not tried, since apps/Deployment shop/web failed. Sync again.',
    }),
  ],
});
const DEGRADED = ended('degraded', {
  unhealthy: [
    { subject: web.subject, health: { status: 'failed', reason: '1 of 3 pods: ImagePullBackOff' } },
  ],
  remaining: ['update apps/Deployment shop/web'],
});
const STALE: SyncReport = {
  status: 'stale',
  approved: APPROVED_PLAN.fingerprint,
  plan: plan([
    change({
      fields: [
        sampleField('spec.image', 'web:1', 'web:2'),
        sampleField('spec.replicas', 9, 3, 'kubectl-edit'),
      ],
    }),
    map,
  ]),
};

function view(
  report: SyncReport,
  environment = 'production',
  approved: Plan = APPROVED_PLAN,
): DeploymentView {
  const target = `${environment}/shop`;
  const sync = { target, commit: COMMIT, state: endOf(report), approvers: ['grace', 'linus'] };
  const end: SyncEnd = { kind: 'ended', report };
  return { environment, syncs: [{ ...sync, end, approved }] };
}

const RUNNING: DeploymentView = {
  environment: 'production',
  syncs: [
    { target: 'production/shop', commit: COMMIT, state: 'applying', approvers: ['grace'] },
    { target: 'production/network', commit: COMMIT, state: 'queued', approvers: ['grace'] },
  ],
};
const REFUSED: DeploymentView = {
  environment: 'production',
  syncs: [
    {
      target: 'production/shop',
      commit: COMMIT,
      state: 'failed',
      approvers: [],
      end: {
        kind: 'refused',
        reason: 'cluster "prod-eu": cannot be reached: timeout. Check the network.',
      },
    },
  ],
};

const UNTOLD = decision({
  current: { problems: ['production/shop: ConfigMap shop/a: namespaces "shop" not found'], different: true },
});

const BEHIND: DeploymentView['syncs'] = [
  { target: 'production/base', commit: COMMIT, state: 'applying', approvers: ['grace'] },
  {
    target: 'production/shop',
    commit: COMMIT,
    state: 'queued',
    approvers: ['grace'],
    approved: plan([], { after: ['production/base'] }),
  },
];

const GOLDEN: Readonly<Record<string, readonly DeploymentView[]>> = {
  synced: [view(SYNCED)],
  stale: [view(STALE)],
  'half-way': [view(HALF)],
  degraded: [view(DEGRADED)],
  refused: [REFUSED],
  running: [RUNNING],
  'not-approved': [{ environment: 'production', syncs: [], waiting: notDeployed(PENDING, true) }],
  'cannot-be-told': [{ environment: 'production', syncs: [], waiting: notDeployed(UNTOLD, false) }],
  'two-environments': [
    view(SYNCED, 'staging'),
    { environment: 'production', syncs: [], waiting: notDeployed(PENDING, true) },
  ],
  'behind-another': [{ environment: 'production', syncs: BEHIND }],
};

describe('the comment about a deployment', () => {
  it.each(Object.entries(GOLDEN))('%s is as blessed (UPDATE_GOLDEN=1 blesses it anew)', (name, views) => {
    expectGolden(`deployment-${name}.md`, deploymentComment(views));
  });

  it.each(Object.entries(GOLDEN))('I3: %s begins with our marker', (_name, views) => {
    expect(deploymentComment(views).startsWith(`${DEPLOYMENT_MARKER}\n`)).toBe(true);
  });

  it('I7: a stale sync says object by object what is not as it was approved', () => {
    const comment = deploymentComment([view(STALE)]);
    expect(comment).toContain('update apps/Deployment shop/web: changed since the approval: spec.replicas');
    expect(comment).toContain('update ConfigMap shop/settings: not in the approved plan');
  });

  it('I7: a stale sync of what an earlier version planned says that, and not that live changed', () => {
    const outdated = { ...APPROVED_PLAN, outdated: true as const };
    const comment = deploymentComment([view(STALE, 'production', outdated)]);
    expect(comment).toContain('The approved plan is of an earlier version of Plumbline');
    expect(comment).toContain('\nThe pull request is planned again');
    expect(comment).not.toContain('Live changed');
  });

  it('only what went well is folded', () => {
    expect(deploymentComment([view(SYNCED)])).toContain('<details><summary>');
    for (const bad of [STALE, HALF, DEGRADED])
      expect(deploymentComment([view(bad)])).toContain('<details open>');
  });
});

describe('the report of a sync at a terminal, as Markdown', () => {
  it.each(Object.entries({ synced: SYNCED, stale: STALE, 'half-way': HALF, degraded: DEGRADED }))(
    '%s is as blessed (UPDATE_GOLDEN=1 blesses it anew)',
    (name, report) => expectGolden(`sync-${name}.md`, syncMarkdown(report, undefined)),
  );
});

describe('how far a sync is', () => {
  it.each([
    [{ type: 'stage', name: 'Workloads', objects: 1 } as const, 'production/shop: Workloads, 1 object'],
    [{ type: 'verifying' } as const, 'production/shop: verifying that nothing differs any more'],
    [
      { type: 'outcome', outcome: outcome({ result: 'failed' }) } as const,
      'production/shop: apps/Deployment shop/web failed',
    ],
    [{ type: 'outcome', outcome: outcome() } as const, undefined],
    [{ type: 'health', object: { subject: web.subject, health: { status: 'healthy' } } } as const, undefined],
  ])('%j reads %s', (event, line) => {
    expect(progressLine('production/shop', event)).toBe(line);
  });
});

describe('U60: why nothing of an environment is deployed', () => {
  it.each([
    ['nobody approved', PENDING, true, /0 of 1 approvals/, /Approve with/],
    ['it cannot be told', UNTOLD, false, /cannot be told what merging would change/, /another pull request/],
    ['its plan is being made', decision({ current: undefined as never }), false, /being made/, /made\.$/],
    ['somebody objects', OBJECTED, true, /asked for changes/, /dismissed\.\n/],
    [
      'its configuration is not in force',
      { ...PENDING, verdict: 'approved' as const },
      true,
      /approvals/,
      /not in force/,
    ],
  ])('is said where %s, and nothing else', (_why, why, planned, reason, next) => {
    const text = notDeployed(why, planned);
    expect(text).toMatch(reason);
    expect(text).toMatch(next);
    if (why !== PENDING) expect(text).not.toMatch(/not approved|Approve with/);
  });

  it.each([
    ['failed', 'failed'],
    ['stale', 'is stale'],
    ['degraded', 'is applied, but unhealthy'],
  ] as const)('is that the target before it %s', (state, words) => {
    expect(notBegun({ target: 'production/base', state })).toMatch(
      `not begun: production/base, which it waits for, ${words}.`,
    );
  });
});
