import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { DriftView } from '../../../../src/report/github/drift-record.ts';
import { driftRefused } from '../../../../src/report/github/drift-refused.ts';
import {
  driftBody,
  driftForeign,
  driftGone,
  driftLeft,
  driftPull,
} from '../../../../src/report/github/drift.ts';
import { expectGolden } from '../golden.ts';
import { change, plan, sampleField } from '../samples.ts';

const DRIFT: DriftView = {
  target: 'production/shop',
  commit: '0123abc'.padEnd(40, '0'),
  since: '2026-11-23T10:00:00.000Z',
  plan: plan([
    change({
      fields: [
        sampleField('spec.replicas', 5, 3, 'kubectl-edit'),
        sampleField('spec.paused', true, undefined),
      ],
    }),
    change({
      subject: { kind: 'ConfigMap', scope: 'shop', name: 'settings' },
      action: 'create',
      after: { kind: 'ConfigMap', data: { level: 'info' } },
    }),
    change({ subject: { kind: 'ConfigMap', scope: 'shop', name: 'left' }, action: 'keep' }),
  ]),
};

describe('the pull request that reverts drift', () => {
  const pull = driftPull(DRIFT);

  it('its body, its record and its end are as blessed (UPDATE_GOLDEN=1 blesses them anew)', () => {
    expectGolden('drift-pull.md', `${pull.title}\n\n${driftBody(DRIFT, '24h')}\n`);
    expectGolden(
      'drift-foreign.md',
      `${pull.foreignTitle}\n\n${driftForeign(DRIFT.target, DRIFT.commit, 2)}\n`,
    );
    expectGolden('drift-left.md', `${driftLeft(DRIFT, '2026-11-24T10:00:00.000Z')}\n\n${driftLeft(DRIFT)}\n`);
    const refused = driftRefused(
      DRIFT.target,
      'acme/shop, branch plumbline/drift/production/shop: GitHub refused it (422): Repository rule violations found; Cannot create ref due to creations being restricted. Change what it names.',
    );
    expectGolden('drift-refused.md', `${refused.title}\n\n${refused.summary}\n`);
    expectGolden('drift-record.txt', pull.file);
    expectGolden('drift-gone.md', `${driftGone(DRIFT)}\n`);
  });

  it('the commit says what is reverted, and nothing that others wrote', () => {
    expect(pull.message).toBe(
      'Revert drift: production/shop\n\nLive differs from what was synced in 2 objects.',
    );
  });

  it('the record names every object and field that differed, who wrote it, and no value', () => {
    expect(parse(pull.file)).toEqual({
      target: 'production/shop',
      decision: 'revert',
      commit: DRIFT.commit,
      since: DRIFT.since,
      plan: DRIFT.plan.fingerprint,
      objects: [
        {
          object: 'apps/Deployment shop/web',
          action: 'update',
          fields: [
            { field: 'spec.replicas', writer: 'kubectl-edit', written: '2026-11-23T10:00:00Z' },
            { field: 'spec.paused' },
          ],
        },
        { object: 'ConfigMap shop/settings', action: 'create', live: 'deleted' },
      ],
    });
  });
});
