import { expect, inject, it, onTestFinished } from 'vitest';
import { withLastWarnings } from '../../../src/kubernetes/health/last-warning.ts';
import { type Live, live } from '../../support/live.ts';
import { until } from '../../support/loop.ts';
import { connectAs } from './connections.ts';

const SOON = 4000;
const secret = `
apiVersion: v1
kind: Secret
metadata: { name: db }
stringData: { key: correct-horse-battery }
`;
const workload = (kind: string, name: string) => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name} }
spec:
  replicas: 2
  ${kind === 'StatefulSet' ? `serviceName: ${name}` : ''}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { nodeSelector: { no: such-node }, containers: [{ name: web, image: nginx }] }
`;
const quota = `
apiVersion: v1
kind: ResourceQuota
metadata: { name: none }
spec: { hard: { pods: "0" } }
`;

async function reasonsOf({ sync }: Live, source: string): Promise<string[]> {
  const report = await sync(source, {}, undefined, SOON);
  if (!('unhealthy' in report)) throw new Error(report.status);
  return report.unhealthy.map(({ health }) => ('reason' in health ? health.reason : health.status));
}

async function warn({ kubectl, namespace }: Live, pod: string, message: string, at: string): Promise<void> {
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { generateName: 'a-' },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', name: pod, namespace },
    type: 'Warning',
    reason: 'BackOff',
    message,
    lastTimestamp: at,
  };
  await kubectl(['create', '-f', '-'], JSON.stringify(event));
}

async function podsOf({ kubectl }: Live): Promise<string[] | false> {
  const names = await kubectl(['get', 'pods', '-o', 'jsonpath={.items[*].metadata.name}']);
  return names !== '' && names.split(' ');
}

it('G13: of pods that the server refuses, a StatefulSet tells why', async () => {
  const own = await live();
  const [reason] = await reasonsOf(own, `${quota}---${workload('StatefulSet', 'db')}`);
  expect(reason).toMatch(
    /^0 of 2 created; last warning, at \d{4}-\S+Z: StatefulSet db: FailedCreate: .*quota/,
  );
});

it('G13: of pods that do not start, a Deployment tells the last warning, without the secrets in it', async () => {
  const own = await live();
  const source = `${secret}---${workload('Deployment', 'web')}`;
  await reasonsOf(own, source);
  const [pod = ''] = await until('it has pods', () => podsOf(own));
  await warn(own, pod, 'Back-off starting\nweb: refused correct-horse-battery', '2100-01-02T00:00:00Z');
  await warn(own, pod, 'an older one', '2100-01-01T00:00:00Z');
  await warn(own, 'web-admin-7f9cb', 'of another workload', '2100-01-03T00:00:00Z');
  const again = source.replace('image: nginx', 'image: nginx:2');
  expect(await reasonsOf(own, again)).toEqual([
    expect.stringMatching(
      new RegExp(
        `; last warning, at 2100-01-02\\S+: Pod ${pod}: BackOff: Back-off starting web: refused \\(masked\\)$`,
      ),
    ) as string,
  ]);
});

it('G13: whoever may not read events is told what the status says', async () => {
  const client = await connectAs(inject('readerContext'));
  onTestFinished(() => client.close());
  const id = { group: 'apps', kind: 'StatefulSet', namespace: 'default', name: 'db' };
  const unhealthy = [{ id, health: { status: 'progressing', reason: '0 of 2 created' } }] as const;
  expect(await withLastWarnings(client, unhealthy)).toEqual(unhealthy);
});

const withClaim = (template: string) => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 1
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: postgres }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], ${template} resources: { requests: { storage: 1Gi } } }
`;

it('U34: of a claim without a volume, whatever waits for it tells the claim and why it has none, not a passing conflict', async () => {
  const own = await live();
  await own.sync(withClaim('storageClassName: nowhere,'), {}, undefined, SOON);
  const passing =
    'Operation cannot be fulfilled on pods "db-0": the object has been modified; please apply your changes to the latest version and try again';
  await warn(own, 'db-0', passing, '2100-01-02T00:00:00Z');
  const again = withClaim('storageClassName: nowhere,').replace('image: postgres', 'image: postgres:2');
  expect(await reasonsOf(own, again)).toEqual([
    expect.stringMatching(
      /; Pod db-0 waits for PersistentVolumeClaim data-db-0, which has no volume \(Pending\): ProvisioningFailed: storageclass.storage.k8s.io "nowhere" not found$/,
    ) as string,
  ]);
});

it('U34: a claim tells why it has no volume, also where that is no warning', async () => {
  const own = await live();
  const claim = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce], storageClassName: "", resources: { requests: { storage: 1Gi } } }
`;
  expect(await reasonsOf(own, claim)).toEqual([
    expect.stringMatching(/^not bound \(Pending\); FailedBinding: no persistent volumes available/) as string,
  ]);
});
