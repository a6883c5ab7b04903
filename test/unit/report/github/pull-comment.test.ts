import { describe, expect, it } from 'vitest';
import { previewOf } from '../../../../src/core/plan/preview.ts';
import { type EnvironmentReport, pullComment } from '../../../../src/report/github/pull-comment.ts';
import { PREVIEW_MARKER } from '../../../../src/report/markdown/markdown.ts';
import { APPROVED, BLOCKED, PENDING, SKIPPED, decision, review } from '../gate-samples.ts';
import { expectGolden } from '../golden.ts';
import { BROKEN, CLEAN, EVERYDAY, change, plan, sampleField } from '../samples.ts';

const named = (kind: string, name: string) => ({ kind, scope: 'shop', name });

/** One of each action, beside a live edit. */
function everyAction() {
  const replicas = sampleField('spec.replicas', 5, 3, 'kubectl-edit');
  const edited = change({ fields: [replicas], before: { a: 1 }, after: { a: 2 } });
  const image = sampleField('spec.image', 'web:1', 'web:2');
  return previewOf(
    plan([edited]),
    plan([
      change({
        fields: [image, replicas],
        before: { a: 1 },
        after: { a: 3 },
        marks: [{ level: 'warning', text: 'restarts its pods' }],
      }),
      change({
        subject: named('ConfigMap', 'fresh'),
        action: 'create',
        after: { kind: 'ConfigMap', data: { a: '1' } },
      }),
      change({ subject: named('ConfigMap', 'old'), action: 'delete', before: { kind: 'ConfigMap' } }),
      change({
        subject: named('Service', 'web'),
        action: 'replace',
        fields: [sampleField('spec.clusterIP', 'None', '10.0.0.7')],
        marks: [{ level: 'danger', text: 'deleted and created again: spec.clusterIP is immutable' }],
      }),
      change({ subject: named('PersistentVolumeClaim', 'data'), action: 'keep' }),
    ]),
  );
}

function report(over: Partial<EnvironmentReport> = {}): EnvironmentReport {
  return {
    environment: 'production',
    decision: PENDING,
    targets: [everyAction()],
    fingerprint: '1a2b3c4d'.repeat(4),
    ...over,
  };
}

const targets = (preview: typeof BROKEN) => preview.targets.map((target) => target.preview);

const STAGING = report({
  environment: 'staging',
  decision: decision({ environment: 'staging' }, { approvals: 0 }),
  targets: [
    previewOf(plan([]), plan([change({ fields: [] })], { target: 'staging/shop', destination: 'dev' })),
  ],
});

const GOLDEN: Readonly<Record<string, readonly EnvironmentReport[]>> = {
  pending: [report()],
  approved: [report({ decision: APPROVED })],
  objection: [report({ decision: decision({ reviews: [review('linus', { state: 'CHANGES_REQUESTED' })] }) })],
  'cannot-tell': [report({ decision: BLOCKED, targets: targets(BROKEN) })],
  'two-environments': [STAGING, report({ targets: targets(EVERYDAY) })],
  'nothing-to-deploy': [report({ decision: SKIPPED, targets: targets(CLEAN) })],
  untouched: [report({ targets: [] })],
};

describe("the pull request's comment", () => {
  it.each(Object.entries(GOLDEN))('%s is as blessed (UPDATE_GOLDEN=1 blesses it anew)', (name, reports) => {
    expectGolden(`pull-${name}.md`, pullComment(reports));
  });

  it.each(Object.entries(GOLDEN))('I3: %s begins with our marker', (_name, reports) => {
    expect(pullComment(reports).startsWith(`${PREVIEW_MARKER}\n`)).toBe(true);
  });

  it('says how to approve only while an approval is waited for', () => {
    const command = '/plumb approve production 1a2b3c4d';
    expect(pullComment([report()])).toContain(command);
    expect(pullComment([report({ decision: APPROVED })])).not.toContain(command);
    expect(pullComment([report({ decision: BLOCKED })])).not.toContain(command);
  });

  it('says nothing of an environment of which no target is touched', () => {
    const comment = pullComment([report(), report({ environment: 'staging', targets: [] })]);
    expect(comment).toBe(pullComment([report()]));
  });
});
