import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { healthOf } from '../../../../src/kubernetes/health/health.ts';

type Expected = 'healthy' | `progressing: ${string}` | `failed: ${string}`;
type Row = [name: string, object: JsonObject, expected: Expected];

function object(apiVersion: string, kind: string, rest: JsonObject): JsonObject {
  return { apiVersion, kind, metadata: { name: 'it' }, ...rest };
}

function condition(type: string, status: string, reason = '', message = ''): JsonObject {
  return { type, status, reason, message };
}

function table(rows: Row[]): void {
  it.each(rows)('%s', (_name, live, expected) => {
    const health = healthOf(live);
    expect(health.status === 'healthy' ? 'healthy' : `${health.status}: ${health.reason}`).toBe(expected);
  });
}

const deployment = (status: JsonObject, spec: JsonObject = {}) =>
  object('apps/v1', 'Deployment', { spec: { replicas: 3, progressDeadlineSeconds: 600, ...spec }, status });
const complete = condition('Progressing', 'True', 'NewReplicaSetAvailable');
const available = condition('Available', 'True');
const rolledOut = { replicas: 3, updatedReplicas: 3, availableReplicas: 3, readyReplicas: 3 };
const conditions = [complete, available];
const late = condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'it took too long');

describe('Deployment', () => {
  table([
    ['has rolled out', deployment({ ...rolledOut, conditions }), 'healthy'],
    ['has just been made', deployment({}), 'progressing: 0 of 3 created'],
    ['updates', deployment({ ...rolledOut, updatedReplicas: 1, conditions }), 'progressing: 1 of 3 updated'],
    [
      'has old pods',
      deployment({ ...rolledOut, replicas: 4, conditions }),
      'progressing: 1 old pods still there',
    ],
    [
      'starts',
      deployment({ ...rolledOut, availableReplicas: 2, conditions }),
      'progressing: 2 of 3 available',
    ],
    ['gets ready', deployment({ ...rolledOut, readyReplicas: 2, conditions }), 'progressing: 2 of 3 ready'],
    [
      'is refused its pods',
      deployment({ conditions: [condition('ReplicaFailure', 'True', 'FailedCreate', 'exceeded quota')] }),
      'progressing: 0 of 3 created: FailedCreate: exceeded quota',
    ],
    ['is paused on wish', deployment({}, { paused: true }), 'healthy'],
    ['is scaled to nothing', deployment({ conditions }, { replicas: 0 }), 'healthy'],
    [
      'G13: has stalled',
      deployment({ conditions: [late, available] }),
      'failed: ProgressDeadlineExceeded: it took too long',
    ],
    [
      'waits for its ReplicaSet',
      deployment({ ...rolledOut, conditions: [available] }),
      'progressing: its new ReplicaSet is not available yet',
    ],
    [
      'has no deadline, and so no condition for it',
      deployment({ ...rolledOut, conditions: [available] }, { progressDeadlineSeconds: 2_147_483_647 }),
      'healthy',
    ],
    [
      'is not available',
      deployment({ ...rolledOut, conditions: [complete, condition('Available', 'False')] }),
      'progressing: not available yet',
    ],
  ]);
});

const set = (status: JsonObject, updateStrategy: JsonObject = { type: 'RollingUpdate' }) =>
  object('apps/v1', 'StatefulSet', { spec: { replicas: 2, updateStrategy }, status });
const whole = {
  replicas: 2,
  readyReplicas: 2,
  currentReplicas: 2,
  currentRevision: 'a',
  updateRevision: 'a',
};

describe('StatefulSet', () => {
  table([
    ['has rolled out', set(whole), 'healthy'],
    ['scales up', set({ ...whole, replicas: 1 }), 'progressing: 1 of 2 created'],
    ['gets ready', set({ ...whole, readyReplicas: 1 }), 'progressing: 1 of 2 ready'],
    ['scales down', set({ ...whole, replicas: 3 }), 'progressing: 1 old pods still there'],
    ['rolls', set({ ...whole, currentReplicas: 1 }), 'progressing: 1 of 2 current'],
    [
      'is behind',
      set({ ...whole, updateRevision: 'b' }),
      'progressing: the new revision is not rolled out yet',
    ],
    ['is rolled by hand', set({}, { type: 'OnDelete' }), 'healthy'],
    ['rolls a part', set(whole, { rollingUpdate: { partition: 1 } }), 'progressing: 0 of 1 updated'],
    [
      'has rolled a part',
      set({ ...whole, updatedReplicas: 1 }, { rollingUpdate: { partition: 1 } }),
      'healthy',
    ],
  ]);
});

const daemon = (status: JsonObject) =>
  object('apps/v1', 'DaemonSet', {
    metadata: { generation: 1 },
    status: { observedGeneration: 1, ...status },
  });
const everywhere = {
  desiredNumberScheduled: 2,
  currentNumberScheduled: 2,
  updatedNumberScheduled: 2,
  numberAvailable: 2,
  numberReady: 2,
};

describe('DaemonSet', () => {
  table([
    ['runs everywhere', daemon(everywhere), 'healthy'],
    [
      'is not seen yet',
      object('apps/v1', 'DaemonSet', {}),
      'progressing: its controller has not seen it yet',
    ],
    ['spreads', daemon({ ...everywhere, currentNumberScheduled: 1 }), 'progressing: 1 of 2 scheduled'],
    ['updates', daemon({ ...everywhere, updatedNumberScheduled: 1 }), 'progressing: 1 of 2 updated'],
    ['starts', daemon({ ...everywhere, numberAvailable: 0 }), 'progressing: 0 of 2 available'],
    ['gets ready', daemon({ ...everywhere, numberReady: 1 }), 'progressing: 1 of 2 ready'],
  ]);
});

const replicas = (status: JsonObject) => object('apps/v1', 'ReplicaSet', { spec: { replicas: 2 }, status });
const full = { replicas: 2, fullyLabeledReplicas: 2, availableReplicas: 2, readyReplicas: 2 };
const quota = condition('ReplicaFailure', 'True', 'FailedCreate', 'exceeded quota');

describe('ReplicaSet', () => {
  table([
    ['is complete', replicas(full), 'healthy'],
    ['cannot create pods', replicas({ conditions: [quota] }), 'progressing: FailedCreate: exceeded quota'],
    ['starts', replicas({ ...full, availableReplicas: 1 }), 'progressing: 1 of 2 available'],
    ['scales down', replicas({ ...full, replicas: 3 }), 'progressing: 1 old pods still there'],
  ]);
});

const pod = (status: JsonObject) => object('v1', 'Pod', { status });
const waiting = (reason: string) => ({ name: 'web', state: { waiting: { reason } } });

describe('Pod', () => {
  table([
    ['is ready', pod({ phase: 'Running', conditions: [condition('Ready', 'True')] }), 'healthy'],
    ['has succeeded', pod({ phase: 'Succeeded' }), 'healthy'],
    [
      'has failed',
      pod({ phase: 'Failed', reason: 'Evicted', message: 'no memory' }),
      'failed: Evicted: no memory',
    ],
    ['is not seen yet', pod({}), 'progressing: not seen by its node yet'],
    ['gets ready', pod({ phase: 'Running' }), 'progressing: running, but not ready'],
    [
      'G13: crashes again and again',
      pod({ phase: 'Running', containerStatuses: [waiting('CrashLoopBackOff')] }),
      'failed: crash loop: web',
    ],
    [
      'cannot get its image, which may still come',
      pod({ phase: 'Pending', containerStatuses: [waiting('ImagePullBackOff')] }),
      'progressing: pending: web (ImagePullBackOff)',
    ],
    [
      'finds no node, which may still come',
      pod({
        phase: 'Pending',
        conditions: [condition('PodScheduled', 'False', 'Unschedulable', '0/3 nodes')],
      }),
      'progressing: Unschedulable: 0/3 nodes',
    ],
  ]);
});

const job = (status: JsonObject) => object('batch/v1', 'Job', { status });
const claim = (phase: string) => object('v1', 'PersistentVolumeClaim', { status: { phase } });
const service = (spec: JsonObject) => object('v1', 'Service', { spec });
const definition = (...given: JsonObject[]) =>
  object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', { status: { conditions: given } });
const backoff = condition('Failed', 'True', 'BackoffLimitExceeded', 'too often');

describe('other kinds with a rule', () => {
  table([
    ['Job: completed', job({ conditions: [condition('Complete', 'True')] }), 'healthy'],
    [
      'Job: failed',
      job({ startTime: 'now', conditions: [backoff] }),
      'failed: BackoffLimitExceeded: too often',
    ],
    ['Job: not started', job({}), 'progressing: not started'],
    ['Job: runs', job({ startTime: '2026-01-01T00:00:00Z' }), 'healthy'],
    ['Job: suspended', job({ conditions: [condition('Suspended', 'True')] }), 'healthy'],
    ['claim: bound', claim('Bound'), 'healthy'],
    ['claim: pending', claim('Pending'), 'progressing: not bound (Pending)'],
    ['Service: inside only', service({ type: 'ClusterIP' }), 'healthy'],
    ['Service: balanced', service({ type: 'LoadBalancer', clusterIP: '10.0.0.1' }), 'healthy'],
    ['Service: without an address', service({ type: 'LoadBalancer' }), 'progressing: no cluster address yet'],
    ['CRD: established', definition(condition('Established', 'True')), 'healthy'],
    ['CRD: new', definition(), 'progressing: not established yet'],
    [
      'CRD: installing',
      definition(condition('Established', 'False', 'Installing')),
      'progressing: not established yet',
    ],
    [
      'CRD: its names are taken',
      definition(condition('Established', 'True'), condition('NamesAccepted', 'False', 'Conflict', 'taken')),
      'failed: Conflict: taken',
    ],
    [
      'budget: seen',
      object('policy/v1', 'PodDisruptionBudget', {
        metadata: { generation: 1 },
        status: { observedGeneration: 1 },
      }),
      'healthy',
    ],
  ]);
});

const thing = (rest: JsonObject) => object('example.org/v1', 'Thing', rest);

describe('every kind', () => {
  table([
    ['without a status', thing({}), 'healthy'],
    ['ready', thing({ status: { conditions: [condition('Ready', 'True')] } }), 'healthy'],
    [
      'not ready by its own word',
      thing({ status: { conditions: [condition('Ready', 'False', 'Waiting', 'for DNS')] } }),
      'progressing: Waiting: for DNS',
    ],
    [
      'reconciling',
      thing({ status: { conditions: [condition('Reconciling', 'True', 'Busy')] } }),
      'progressing: Busy',
    ],
    ['stalled', thing({ status: { conditions: [condition('Stalled', 'True', 'Stuck')] } }), 'failed: Stuck'],
    ['no longer stalled', thing({ status: { conditions: [condition('Stalled', 'False')] } }), 'healthy'],
    [
      'being deleted',
      thing({ metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }),
      'progressing: terminating',
    ],
    [
      'G11: seen in its present generation',
      { ...deployment({ ...rolledOut, conditions, observedGeneration: 2 }), metadata: { generation: 2 } },
      'healthy',
    ],
    [
      'G11: seen in an older generation only',
      { ...deployment({ ...rolledOut, conditions, observedGeneration: 1 }), metadata: { generation: 2 } },
      'progressing: its controller has seen generation 1 of 2',
    ],
    ['of another group with the name of a known one', object('example.org/v1', 'Deployment', {}), 'healthy'],
    ['a ConfigMap', object('v1', 'ConfigMap', { data: { a: 'b' } }), 'healthy'],
  ]);
});
