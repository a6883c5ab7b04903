import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../src/core/plan/plan.ts';
import { idOf } from '../../../src/kubernetes/objects/resource.ts';
import { live, summary } from '../../support/live.ts';

const map = '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {a: "1"}}\n---\n';
const secret = '{apiVersion: v1, kind: Secret, metadata: {name: s1}, stringData: {a: not-a-real-one}}\n---\n';
const account = '{apiVersion: v1, kind: ServiceAccount, metadata: {name: z}}\n---\n';

describe('what the server refuses', () => {
  it('E10: a kind that may not be listed leaves its objects unknown, never "create", and the others told', async () => {
    const { plan } = await live({ grants: { configmaps: ['get', 'list', 'patch', 'create'] } });
    const answer = await plan(map + secret);
    expect(summary(answer)).toEqual(['create ConfigMap x']);
    expect(verdictOf(answer)).toBe('unknown');
    expect(answer.unknown.map(({ subject, code }) => `${idOf(subject).kind} ${code}`)).toEqual([
      'Secret forbidden',
    ]);
  });

  it('E9: a credential that may only read is told that a preview needs the write permission', async () => {
    const { plan } = await live({ grants: { configmaps: ['get', 'list'] } });
    const answer = await plan(map);
    expect(summary(answer)).toEqual([]);
    expect(answer.unknown[0]?.code).toBe('forbidden');
    expect(answer.unknown[0]?.message).toMatch(/^all\.yaml:1: ConfigMap .*dry-run/);
  });

  it('E8: new objects are asked about too, so that an admission error shows in the plan', async () => {
    const { plan, sync, kubectl } = await live();
    const quota =
      '{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {count/serviceaccounts: "0"}}}';
    await sync(quota);
    await kubectl(['wait', '--for=jsonpath={.status.hard.count/serviceaccounts}=0', 'resourcequota/q']);
    const answer = await plan(`${quota}\n---\n${account}`);
    expect(summary(answer)).toEqual([]);
    expect(answer.unknown[0]?.message).toContain('exceeded quota');
  });

  it('E6: an object that cannot be planned makes the verdict "unknown", not "clean"', async () => {
    const { plan } = await live();
    const broken = '{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 99999}]}}';
    const answer = await plan(broken);
    expect([answer.changes.length, verdictOf(answer)]).toEqual([0, 'unknown']);
    expect(answer.unknown[0]?.message).toContain('spec.ports');
  });
});
