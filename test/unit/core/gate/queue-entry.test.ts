import { describe, expect, it } from 'vitest';
import type { Change } from '../../../../src/core/change/change.ts';
import type { Decision } from '../../../../src/core/gate/decision.ts';
import type { Ahead } from '../../../../src/core/gate/entry-target.ts';
import { type EntryFacts, decideEntry } from '../../../../src/core/gate/queue-entry.ts';
import { fingerprintOf } from '../../../../src/core/plan/fingerprint.ts';
import type { HookRun } from '../../../../src/core/plan/hook-run.ts';
import type { Plan, TargetPlan } from '../../../../src/core/plan/plan.ts';
import { type TargetPreview, previewOf } from '../../../../src/core/plan/preview.ts';

const TARGET = 'production/shop';

/** `web: 1 → 2` */
function update(name: string, after: string): Change {
  const subject = { kind: 'ConfigMap', scope: 'shop', name };
  const path = [{ key: 'data' }, { key: after.split('=')[0] ?? '' }];
  return { subject, action: 'update', fields: [{ path, before: 'old', after }], marks: [] };
}

function keep(name: string): Change {
  return { ...update(name, 'k=v'), action: 'keep', fields: [] };
}

function planOf(changes: readonly Change[], more: Partial<Plan> = {}): Plan {
  const plan = {
    target: TARGET,
    destination: 'c',
    tools: [],
    source: 's',
    changes,
    unchanged: 0,
    unknown: [],
    warnings: [],
  };
  return { ...plan, ...more, fingerprint: fingerprintOf({ ...plan, ...more }) };
}

const planned = (plan: Plan): TargetPlan => ({ status: 'planned', target: plan.target, plan });
const shown = (plan: Plan): TargetPreview => previewOf(undefined, plan);

const GATE: Decision = {
  verdict: 'pending',
  rule: 'production',
  reason: '0 of 1 approvals of this plan by people who may write here.',
  children: [],
};

/** An entry with nothing ahead: what it changes was approved. */
function facts(more: Partial<EntryFacts> = {}): EntryFacts {
  const plan = planOf([update('web', 'a=1')]);
  return {
    environment: 'production',
    gate: { ...GATE, verdict: 'approved' },
    approved: { targets: [shown(plan)] },
    targets: [{ plan: planned(plan) }],
    configures: false,
    ahead: [],
    configuredAhead: [],
    busy: [],
    ...more,
  };
}

const AHEAD: Ahead = { pull: 7, waits: false, configuration: false, plans: [planOf([update('api', 'b=1')])] };

/** The plans of entry and parent, over what was approved. */
function behind(
  entry: readonly Change[],
  parent: readonly Change[],
  approved: readonly Change[],
  more: Partial<EntryFacts> = {},
): EntryFacts {
  return facts({
    approved: { targets: [shown(planOf(approved))] },
    targets: [{ plan: planned(planOf(entry)), parent: planned(planOf(parent)) }],
    ahead: [AHEAD],
    ...more,
  });
}

const [WEB, API] = [update('web', 'a=1'), update('api', 'b=1')];
const HOOK: HookRun = {
  subject: { kind: 'batch/Job', scope: 'shop', name: 'migrate' },
  phase: 'pre-upgrade',
  weight: 0,
} as unknown as HookRun;
const CHANGE = { environment: 'production', kind: 'changed', from: 'f', to: 't', differences: [] } as const;

describe('U44: an entry of a merge queue', () => {
  it.each<[string, EntryFacts, Decision['verdict'], string]>([
    ['with nothing ahead is the approved plan', facts(), 'approved', 'What this entry changes is what was'],
    [
      'touches nothing',
      facts({ approved: { targets: [] }, targets: [] }),
      'skipped',
      'This entry touches no target here.',
    ],
    [
      'has no plan that passed',
      { ...facts(), approved: undefined, gate: GATE } as unknown as EntryFacts,
      'blocked',
      'No plan of this pull request has passed the gate: 0 of 1 approvals of this plan by people who may write here. Put it right there, then queue it again.',
    ],
    [
      'has another plan than the approved one',
      facts({ targets: [{ plan: planned(planOf([update('web', 'a=2')])) }] }),
      'blocked',
      'Its plan is not the approved one: update ConfigMap shop/web: changed since the approval: data.a.',
    ],
    [
      'changes more than was approved',
      facts({ targets: [{ plan: planned(planOf([WEB, API])) }] }),
      'blocked',
      'update ConfigMap shop/api: not in the approved plan',
    ],
    [
      'changes less than was approved',
      facts({ targets: [{ plan: planned(planOf([])) }] }),
      'blocked',
      'update ConfigMap shop/web: approved, and no longer needed',
    ],
    [
      'touches a target that the pull request did not',
      facts({ approved: { targets: [] } }),
      'blocked',
      'No plan of this target was approved.',
    ],
    [
      'does not touch one that was approved',
      facts({ targets: [] }),
      'blocked',
      'It was approved, and this entry does not touch it.',
    ],
    ['changes its own besides what is ahead', behind([WEB, API], [API], [WEB]), 'approved', ''],
    [
      'changes the same object as one ahead, in other fields',
      behind([update('api', 'c=1')], [API], [update('api', 'c=1')]),
      'blocked',
      'It overlaps with #7 on ConfigMap shop/api. Let #7 be merged and deployed first, then look at',
    ],
    [
      'makes the very change that one ahead makes',
      behind([API], [API], [API]),
      'blocked',
      'It overlaps with #7 on ConfigMap shop/api.',
    ],
    [
      'no longer changes an object that one ahead changes',
      behind([WEB], [API], [WEB, API]),
      'blocked',
      'It overlaps with #7 on ConfigMap shop/api.',
    ],
    [
      'would put right what one ahead puts right first',
      behind([WEB, update('drifted', 'd=1')], [update('drifted', 'd=1')], [WEB, update('drifted', 'd=1')]),
      'blocked',
      'It overlaps with what is ahead of it on ConfigMap shop/drifted.',
    ],
    [
      'leaves what is kept where it is, as was shown',
      behind([WEB, API, keep('old')], [API, keep('old')], [WEB, keep('old')]),
      'approved',
      '',
    ],
    [
      'would keep what one ahead no longer declares',
      behind([WEB, API, keep('old')], [API, keep('old')], [WEB]),
      'blocked',
      'Its plan is not the approved one',
    ],
    [
      'runs the hooks that were approved',
      facts({
        approved: { targets: [shown(planOf([WEB], { hooks: [HOOK] }))] },
        targets: [
          {
            plan: planned(planOf([WEB, API], { hooks: [HOOK] })),
            parent: planned(planOf([API], { hooks: [HOOK] })),
          },
        ],
        ahead: [AHEAD],
      }),
      'approved',
      '',
    ],
    [
      'changes nothing itself, so that hooks run for the one ahead',
      facts({
        approved: { targets: [shown(planOf([]))] },
        targets: [
          {
            plan: planned(planOf([API], { hooks: [HOOK] })),
            parent: planned(planOf([API], { hooks: [HOOK] })),
          },
        ],
        ahead: [AHEAD],
      }),
      'approved',
      '',
    ],
    [
      'runs a hook that was not approved',
      facts({ targets: [{ plan: planned(planOf([WEB], { hooks: [HOOK] })) }] }),
      'blocked',
      'not in the approved plan',
    ],
    [
      'is rendered by another tool',
      facts({ targets: [{ plan: planned(planOf([WEB], { tools: ['helm v5'] })) }] }),
      'blocked',
      'the tool that renders it, or the cluster, is another one',
    ],
    [
      'cannot be planned',
      facts({
        targets: [{ plan: { status: 'failed', target: TARGET, code: 'unreachable', message: 'no answer' } }],
      }),
      'blocked',
      'no answer',
    ],
    [
      'stands on what cannot be planned',
      behind([WEB, API], [API], [WEB], {
        targets: [
          {
            plan: planned(planOf([WEB])),
            parent: { status: 'failed', target: TARGET, code: 'unreachable', message: 'no answer' },
          },
        ],
      }),
      'blocked',
      'What the entries ahead change cannot be told: no answer',
    ],
    [
      'waits for what is being deployed, whatever its plan is meanwhile',
      facts({ busy: [TARGET], targets: [{ plan: planned(planOf([WEB, API])) }] }),
      'pending',
      'What was merged before it is still being deployed',
    ],
    [
      'waits for one ahead that did not pass',
      behind([WEB, API], [API], [WEB], { ahead: [{ ...AHEAD, waits: true }] }),
      'pending',
      '#7 is ahead of it, and has not passed here.',
    ],
    [
      'is of an environment that one ahead sets otherwise',
      behind([WEB, API], [API], [WEB], {
        ahead: [{ ...AHEAD, configuration: true }],
        configuredAhead: [7],
      }),
      'blocked',
      'It overlaps with #7 on the configuration of production.',
    ],
    [
      'changes a configuration, as one ahead does elsewhere',
      facts({ configures: true, configuration: CHANGE, configuredAhead: [7] }),
      'blocked',
      'It overlaps with #7 on the configuration of production.',
    ],
    [
      'changes the configuration as was approved',
      facts({ ...withConfiguration(CHANGE), configures: true, configuration: CHANGE }),
      'approved',
      '',
    ],
    [
      'changes the configuration otherwise than was approved',
      facts({ ...withConfiguration(CHANGE), configures: true, configuration: { ...CHANGE, to: 'x' } }),
      'blocked',
      'The configuration of production would change otherwise than was approved.',
    ],
    [
      'no longer changes the configuration from what was in force',
      facts({ ...withConfiguration(CHANGE), configures: true, configuration: { ...CHANGE, from: 'x' } }),
      'blocked',
      'The configuration of production would change otherwise than was approved.',
    ],
    [
      'brings a configuration that nobody was shown',
      facts({ configures: true, configuration: CHANGE }),
      'blocked',
      'The configuration of production would change otherwise than was approved.',
    ],
  ])('%s', (_name, given, verdict, reason) => {
    const decision = decideEntry(given);
    expect(decision.verdict).toBe(verdict);
    expect(decision.reason).toContain(reason);
  });
});

function withConfiguration(configuration: NonNullable<EntryFacts['configuration']>): Partial<EntryFacts> {
  return { approved: { targets: [shown(planOf([WEB]))], configuration } };
}
