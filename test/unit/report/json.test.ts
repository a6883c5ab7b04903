import { describe, expect, it } from 'vitest';
import { planJson, previewJson, syncJson } from '../../../src/report/json.ts';
import { change, plan, previewOfPlans } from './samples.ts';

const ID = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' };
const one = { ...change({ action: 'create', brings: ['every a/B'] }) };
const PLAN = plan([one], {
  tools: ['helm v4.3.1'],
  needs: ['Namespace /shop'],
  unknown: [{ subject: one.subject, code: 'invalid', message: 'no.', needs: [] }],
});

describe('JSON of version 1', () => {
  it('names a cluster, a renderer and objects by their ids, and not what only planning needs', () => {
    const { targets } = JSON.parse(planJson({ status: 'planned', target: 'a', plan: PLAN }));
    const [target] = targets;
    expect(target).toMatchObject({ cluster: 'prod-eu', renderer: 'helm v4.3.1' });
    expect(target.changes).toEqual([{ id: ID, action: 'create', fields: [], marks: [] }]);
    expect(target.unknown).toEqual([{ id: ID, code: 'invalid', message: 'no.' }]);
    expect(Object.keys(target)).not.toContain('needs');
  });

  it('is of the parts of a preview, and of the ends of a sync, the same', () => {
    const [target] = JSON.parse(previewJson(previewOfPlans(plan([]), PLAN))).targets;
    expect(target.yours).toEqual([{ id: ID, action: 'create', fields: [], marks: [] }]);
    const outcomes = [{ subject: one.subject, action: 'create', result: 'applied' }] as const;
    const report = { status: 'synced', outcomes, unhealthy: [], remaining: [] } as const;
    expect(JSON.parse(syncJson(report)).outcomes).toEqual([{ id: ID, action: 'create', result: 'applied' }]);
    const stale = JSON.parse(syncJson({ status: 'stale', approved: 'a', plan: PLAN }));
    expect(stale.plan).toMatchObject({ cluster: 'prod-eu', changes: [{ id: ID }] });
  });
});
