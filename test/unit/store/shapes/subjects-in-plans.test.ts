import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../src/core/json/json.ts';
import { KEPT_PLAN } from '../../../../src/store/shapes/plan-shape.ts';
import {
  endWithSubjects,
  targetWithSubjects,
  withSubjects,
} from '../../../../src/store/shapes/subjects-in-plans.ts';

const WEB = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' };
const SHOP = { group: '', kind: 'Namespace', namespace: '', name: 'shop' };
const web = { kind: 'apps/Deployment', scope: 'shop', name: 'web' };
const shop = { kind: 'Namespace', scope: '', name: 'shop' };
const MASK = { $plumbline: { masked: '0123456789ab' } };
const REST = { target: 'production/shop', destination: 'prod', tools: [], unchanged: 2, fingerprint: 'f' };
/** A declared object may have an `id` of its own. */
const OBJECT = { id: SHOP, data: MASK };
const OLD = {
  ...REST,
  changes: [{ id: WEB, action: 'create', after: OBJECT }],
  hooks: [{ id: WEB, phase: 'before', object: OBJECT }],
  unknown: [{ id: SHOP, code: 'timeout' }],
} satisfies JsonObject;
const NOW = {
  ...REST,
  changes: [{ subject: web, action: 'create', after: OBJECT }],
  hooks: [{ subject: web, phase: 'before', object: OBJECT }],
  unknown: [{ subject: shop, code: 'timeout' }],
  outdated: true,
};

describe('what version 3 stored is read with subjects', () => {
  it('a plan, which is outdated, and keeps the fingerprint that was approved', () => {
    expect(withSubjects(OLD)).toStrictEqual(NOW);
    const { hooks: _hooks, ...bare } = OLD;
    expect(withSubjects(bare)).not.toHaveProperty('hooks');
  });

  it('the changes of the preview of a target; a reference to its plan stays', () => {
    const failed = { status: 'failed', target: 'b', code: 'unreachable', message: 'no.' };
    expect(targetWithSubjects(failed)).toStrictEqual(failed);
    const parts = [0, { at: 1, fields: [0] }];
    const planned = { status: 'planned', target: 'a', drifted: parts, adopted: [] };
    const old: Json = { ...planned, yours: [{ own: { id: SHOP, action: 'delete' } }] };
    expect(targetWithSubjects(old)).toStrictEqual({
      ...planned,
      yours: [{ own: { subject: shop, action: 'delete' } }],
    });
  });

  it("a Service's addresses that the cluster assigns, which were words", () => {
    const words = '(the cluster assigns one)';
    const marker = { $plumbline: { unknown: 'after-apply', by: 'cluster' } };
    const changeOf = (value: Json, about: JsonObject) => ({
      ...about,
      action: 'update',
      fields: [
        { path: [{ key: 'spec' }, { key: 'clusterIPs' }], before: ['10.0.0.1'], after: [value] },
        { path: [{ key: 'metadata' }, { key: 'labels' }], after: words },
      ],
      after: { metadata: { annotations: { note: words } }, spec: { ports: [{ port: 80, nodePort: value }] } },
    });
    const id = { group: '', kind: 'Service', namespace: 'shop', name: 'web' };
    const subject = { kind: 'Service', scope: 'shop', name: 'web' };
    const changesOf = (changes: Json[]) => withSubjects({ ...REST, changes });
    expect(changesOf([changeOf(words, { id })])).toStrictEqual({
      ...REST,
      changes: [changeOf(marker, { subject })],
      outdated: true,
    });
    expect(changesOf([changeOf(words, { id: WEB })])).toMatchObject({
      changes: [changeOf(words, { subject: web })],
    });
  });

  it('the end of a sync', () => {
    const stale = { status: 'stale', approved: 'a', plan: OLD };
    expect(endWithSubjects({ kind: 'ended', report: stale })).toStrictEqual({
      kind: 'ended',
      report: { ...stale, plan: NOW },
    });
    const outcomes = [{ id: WEB, result: 'applied' }];
    const synced = { status: 'degraded', outcomes, unhealthy: [{ id: SHOP }], remaining: [] };
    expect(endWithSubjects({ kind: 'ended', report: synced })).toStrictEqual({
      kind: 'ended',
      report: { ...synced, outcomes: [{ subject: web, result: 'applied' }], unhealthy: [{ subject: shop }] },
    });
    for (const other of [
      { kind: 'refused', reason: 'no.' },
      { kind: 'words', text: 'stale' },
    ])
      expect(endWithSubjects(other)).toStrictEqual(other);
  });

  it('a plan of any version before is one of today', () => {
    const { destination: cluster, tools: _tools, ...first } = OLD;
    const texts = [
      JSON.stringify({ ...first, cluster }),
      JSON.stringify({ version: 2, plan: OLD }),
      JSON.stringify({ version: 3, plan: OLD }),
    ];
    for (const text of texts)
      expect(KEPT_PLAN.read(text)).toMatchObject({
        destination: 'prod',
        changes: [{ subject: web }],
        unknown: [{ subject: shop }],
        outdated: true,
      });
  });
});
