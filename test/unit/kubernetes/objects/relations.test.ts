import { describe, expect, it } from 'vitest';
import type { Change } from '../../../../src/core/change/change.ts';
import type { JsonObject, TreeObject } from '../../../../src/core/json/json.ts';
import { Mask, maskedText } from '../../../../src/core/json/marker.ts';
import { type Given, bringersFor, givenBy, withHints } from '../../../../src/core/plan/given.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import { withRelations } from '../../../../src/kubernetes/objects/relations.ts';
import { type ResourceId, subjectOf } from '../../../../src/kubernetes/objects/resource.ts';

const id = (kind: string, name: string, namespace = '', group = ''): ResourceId => ({
  group,
  kind,
  namespace,
  name,
});
const change = (of: ResourceId, action: Change['action'], after: TreeObject = {}): Change => ({
  subject: subjectOf(of),
  action,
  fields: [],
  marks: [],
  ...(action !== 'delete' && { after }),
});
const planOf = (target: string, changes: readonly Change[], unknown: Plan['unknown'] = []): Plan => ({
  target,
  destination: 'prod',
  tools: [],
  source: 'main',
  unchanged: 0,
  warnings: [],
  fingerprint: 'f',
  ...withRelations({ changes, unknown }),
});

const DEFINITION = id('CustomResourceDefinition', 'things.example.com', '', 'apiextensions.k8s.io');
const DEFINED = { spec: { group: 'example.com', names: { kind: 'Thing', plural: 'things' } } };
const bring = (of: ResourceId, object: JsonObject = {}): Given => {
  const [given] = givenBy(planOf('production/base', [change(of, 'create', object)]));
  if (given === undefined) throw new Error('a created object is given');
  return given;
};
const pod = <Spec extends TreeObject>(spec: Spec) => ({ kind: 'Deployment', spec: { template: { spec } } });

describe('U60: what a sync brings to those after it', () => {
  it('is what it creates, and what a CRD serves from then on', () => {
    const changes = [
      change(id('Namespace', 'shop'), 'create'),
      change(DEFINITION, 'update', DEFINED),
      change(id('ConfigMap', 'a', 'shop'), 'update'),
      change(id('ConfigMap', 'b', 'shop'), 'delete'),
      change(id('ConfigMap', 'c', 'shop'), 'keep'),
    ];
    expect(givenBy(planOf('production/base', changes)).map(({ subject }) => subject.name)).toEqual([
      'shop',
      'things.example.com',
    ]);
  });

  const web = id('Deployment', 'web', 'shop', 'apps');
  it.each<[string, Given, ResourceId, JsonObject]>([
    ['its namespace', bring(id('Namespace', 'shop')), id('ConfigMap', 'a', 'shop'), {}],
    ['its kind', bring(DEFINITION, DEFINED), id('Thing', 'one', 'shop', 'example.com'), {}],
    [
      'a ServiceAccount',
      bring(id('ServiceAccount', 'runner', 'shop')),
      web,
      pod({ serviceAccountName: 'runner' }),
    ],
    [
      'a PriorityClass',
      bring(id('PriorityClass', 'high', '', 'scheduling.k8s.io')),
      web,
      pod({ priorityClassName: 'high' }),
    ],
    [
      'a ConfigMap',
      bring(id('ConfigMap', 'settings', 'shop')),
      web,
      pod({ containers: [{ envFrom: [{ configMapRef: { name: 'settings' } }] }] }),
    ],
    [
      'a Secret',
      bring(id('Secret', 'login', 'shop')),
      web,
      pod({ volumes: [{ name: 'v', secret: { secretName: 'login' } }] }),
    ],
    [
      'a claim',
      bring(id('PersistentVolumeClaim', 'data', 'shop')),
      web,
      pod({ volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] }),
    ],
    [
      'a Role',
      bring(id('Role', 'reader', 'shop', 'rbac.authorization.k8s.io')),
      id('RoleBinding', 'reads', 'shop', 'rbac.authorization.k8s.io'),
      { kind: 'RoleBinding', roleRef: { kind: 'Role', name: 'reader' } },
    ],
  ])('is needed as %s', (_what, given, needing, object) => {
    const plan = planOf('production/shop', [change(needing, 'create', object)]);
    expect(bringersFor(plan, [given])).toEqual(['production/base']);
    expect(bringersFor(plan, [{ ...given, destination: 'other' }])).toEqual([]);
    expect(bringersFor(planOf('production/shop', [change(needing, 'delete')]), [given])).toEqual([]);
  });

  it('is not needed where only the name is the same', () => {
    const plan = planOf('production/shop', [
      change(web, 'create', pod({ serviceAccountName: 'runner' })),
      change(id('Other', 'one', 'shop', 'example.com'), 'create'),
    ]);
    const given = [
      bring(id('ServiceAccount', 'runner', 'elsewhere')),
      bring(id('Namespace', 'shop-2')),
      bring(DEFINITION, DEFINED),
    ];
    expect(bringersFor(plan, given)).toEqual([]);
  });

  it('is told by no name that is masked', () => {
    const mask = new Mask('0123456789ab');
    const name = maskedText(['a-', mask]);
    const plan = planOf('production/shop', [
      change(web, 'create', pod({ serviceAccountName: mask, volumes: [{ secret: { secretName: name } }] })),
    ]);
    expect(plan.needs).toEqual(['every apps/Deployment', 'Namespace /shop']);
    const defined = planOf('production/base', [change(DEFINITION, 'create', { spec: { group: name } })]);
    expect(JSON.stringify(defined.changes[0]?.brings)).not.toContain('mask');
  });

  it('is said beside what cannot be told without it, and beside nothing else', () => {
    const unknown = [
      { subject: subjectOf(id('ConfigMap', 'a', 'shop')), code: 'not-found', message: 'no namespace.' },
      { subject: subjectOf(id('ConfigMap', 'b', 'other')), code: 'invalid', message: 'a mistake.' },
    ] as const;
    const plan = withHints(
      planOf('production/shop', [], unknown),
      [bring(id('Namespace', 'shop'))],
      (by) => `See ${by}.`,
    );
    expect(plan.unknown.map(({ message }) => message)).toEqual([
      'no namespace. See production/base.',
      'a mistake.',
    ]);
  });
});
