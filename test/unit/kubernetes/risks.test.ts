import { describe, expect, it } from 'vitest';
import type { Action, Change, FieldChange } from '../../../src/core/change/change.ts';
import type { JsonObject, Tree } from '../../../src/core/json/json.ts';
import { Mask } from '../../../src/core/json/marker.ts';
import { subjectOf } from '../../../src/kubernetes/objects/resource.ts';
import { marksOf } from '../../../src/kubernetes/risks/risks.ts';

const field = (path: string, before?: Tree, after?: Tree): FieldChange => ({
  path: path.split('.').map((key) => ({ key })),
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});

function marks(kind: string, action: Action, fields: FieldChange[] = [], live: JsonObject = {}): string[] {
  const [group = '', name = ''] = kind.includes('/') ? kind.split('/') : ['', kind];
  const subject = subjectOf({ group, kind: name, namespace: 'shop', name: 'x' });
  const change: Change = { subject, action, fields, marks: [] };
  return marksOf(change, live).map(({ level, text }) => `${level}: ${text}`);
}

const IMAGE = [field('spec.template.spec.image', 'a', 'b')];
const CLAIMS: JsonObject = { spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] } };
const RETENTION = { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } };
const GONE: JsonObject = { spec: { volumeClaimTemplates: [{}], ...RETENTION } };
const ON_DELETE: JsonObject = { spec: { updateStrategy: { type: 'OnDelete' } } };
const CRD = 'apiextensions.k8s.io/CustomResourceDefinition';

describe('a mark', () => {
  it.each<[string, string, Action, FieldChange[], JsonObject, string[]]>([
    [
      'C22: a pod template restarts pods',
      'apps/Deployment',
      'update',
      IMAGE,
      {},
      ['warning: restarts its pods'],
    ],
    [
      'C22: so does an annotation in it',
      'apps/DaemonSet',
      'update',
      [field('spec.template.metadata.annotations.checksum', '1', '2')],
      {},
      ['warning: restarts its pods'],
    ],
    [
      'a CronJob restarts nothing',
      'batch/CronJob',
      'update',
      [field('spec.jobTemplate.spec.template', 1, 2)],
      {},
      [],
    ],
    ['a ReplicaSet neither', 'apps/ReplicaSet', 'update', IMAGE, {}, []],
    [
      'OnDelete waits for a person',
      'apps/StatefulSet',
      'update',
      IMAGE,
      ON_DELETE,
      ['note: its pods stay as they are until they are deleted (OnDelete)'],
    ],
    [
      'scaled to zero',
      'apps/Deployment',
      'update',
      [field('spec.replicas', 3, 0)],
      {},
      ['danger: scales to zero: none of its pods stays'],
    ],
    ['scaled down', 'apps/Deployment', 'update', [field('spec.replicas', 3, 1)], {}, []],
    ['replicas given up', 'apps/Deployment', 'update', [field('spec.replicas', 3)], {}, []],
    ['still at zero', 'apps/Deployment', 'update', [field('spec.replicas', undefined, 0)], {}, []],
    ['another label', 'apps/Deployment', 'update', [field('metadata.labels.a', '1', '2')], {}, []],
    [
      'a Service of another selector and type',
      'Service',
      'update',
      [field('spec.selector.app', 'a', 'b'), field('spec.type', 'ClusterIP', 'LoadBalancer')],
      {},
      [
        'warning: its traffic goes to other pods',
        'warning: another type of Service: who can reach it changes',
      ],
    ],
    ['another port', 'Service', 'update', [field('spec.ports', 1, 2)], {}, []],
    [
      'deleting a claim',
      'PersistentVolumeClaim',
      'delete',
      [],
      {},
      ['danger: deleting a volume claim can delete its data'],
    ],
    [
      'deleting a namespace',
      'Namespace',
      'delete',
      [],
      {},
      ['danger: deleting a namespace deletes all that is in it'],
    ],
    ['deleting a CRD', CRD, 'replace', [], {}, ['danger: deleting a CRD deletes all of its resources']],
    [
      'a StatefulSet whose claims go with it',
      'apps/StatefulSet',
      'delete',
      [],
      GONE,
      ['danger: its volume claims, and the data in them, are deleted with it'],
    ],
    [
      'a StatefulSet whose claims stay',
      'apps/StatefulSet',
      'replace',
      [],
      CLAIMS,
      [
        'warning: its volume claims stay as they are: changed claim templates do not reach them',
        'warning: all its pods stop before new ones start',
      ],
    ],
    ['a StatefulSet without claims', 'apps/StatefulSet', 'delete', [], {}, []],
    [
      'a Job that is replaced',
      'batch/Job',
      'replace',
      [],
      {},
      ['warning: its pods and their logs are deleted with it, and it runs once more'],
    ],
    [
      'H10: a SealedSecret that was encrypted again',
      'bitnami.com/SealedSecret',
      'update',
      [field('spec.encryptedData.password', new Mask('a'), new Mask('b'))],
      {},
      [
        'note: its ciphertext differs, as it does after each encryption: whether a value changes cannot be seen from it',
      ],
    ],
    [
      'H10: a SealedSecret with another key, which its names tell',
      'bitnami.com/SealedSecret',
      'update',
      [field('spec.encryptedData.password', undefined, new Mask('b'))],
      {},
      [],
    ],
    ['what is created', 'PersistentVolumeClaim', 'create', [], {}, []],
    ['what is kept', 'PersistentVolumeClaim', 'keep', [], {}, []],
  ])('%s', (_name, kind, action, fields, live, expected) => {
    expect(marks(kind, action, fields, live)).toEqual(expected);
  });
});
