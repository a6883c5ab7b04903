import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../src/core/plan/plan.ts';
import { live, summary } from '../../support/live.ts';

const deployment = (extra = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: web:1
          resources: { requests: { cpu: 1000m, memory: 1024Mi } }
          ports: [{ containerPort: 80 }]
          env:
            - { name: A, value: "1" }
            - { name: EMPTY, value: "" }
      volumes: [{ name: tmp, emptyDir: {} }]
${extra}`;
const configMap = (name: string, data = '{ a: "1" }') => `
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data: ${data}
`;

describe('a plan', () => {
  it('shows just what the source declares of a new object, and no default (C1, E14)', async () => {
    const { plan } = await live();
    const service =
      '\n---\napiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80 }] }\n';
    const first = await plan(deployment(service));
    expect(summary(first)).toEqual(['create Service web', 'create apps/Deployment web']);
    const [created] = first.changes;
    expect(created?.after?.['spec']).toEqual({
      selector: { app: 'web' },
      ports: [{ port: 80, protocol: 'TCP' }],
    });
    expect((await plan(deployment(service))).fingerprint).toBe(first.fingerprint);
  });

  it('C1, C2, C8, C9, C15, E16: is empty after a sync, whatever the server defaulted or spelled otherwise', async () => {
    const { plan, sync, kubectl } = await live();
    expect(await sync(deployment())).toMatchObject({ status: 'synced' });
    await kubectl(['annotate', 'deployment/web', 'kubectl.kubernetes.io/last-applied-configuration={}']);
    const next = await plan(deployment());
    expect(summary(next)).toEqual([]);
    expect(verdictOf(next)).toBe('clean');
    const spelled = deployment().replace('1000m', '1').replace('1024Mi', '1Gi');
    expect(summary(await plan(spelled))).toEqual([]);
  });

  it('shows exactly a changed image and a deleted ConfigMap', async () => {
    const { plan, sync } = await live();
    const report = await sync({ 'a.yaml': deployment(), 'b.yaml': configMap('old') });
    expect(report).toMatchObject({ status: 'synced' });
    const next = await plan({ 'a.yaml': deployment().replace('web:1', 'web:2') });
    expect(summary(next)).toEqual([
      'update apps/Deployment web: spec.template.spec.containers[name=web].image "web:1" → "web:2"',
      'delete ConfigMap old',
    ]);
    expect(next.changes.map(({ marks }) => marks.map(({ level }) => level))).toEqual([
      ['warning'],
      ['danger'],
    ]);
  });

  it('names the writer of a drifted field', async () => {
    const { plan, sync, kubectl } = await live();
    await sync(deployment());
    await kubectl([
      'patch',
      'deployment/web',
      '--field-manager=kubectl-edit',
      '-p',
      '{"spec":{"replicas":5}}',
    ]);
    const drift = await plan(deployment());
    expect(summary(drift)).toEqual(['update apps/Deployment web: spec.replicas 5 → 2']);
    expect(drift.changes[0]?.fields[0]?.writer?.manager).toBe('kubectl-edit');
  });
});
