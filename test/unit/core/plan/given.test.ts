import { describe, expect, it } from 'vitest';
import type { Change } from '../../../../src/core/change/change.ts';
import type { ResourceId } from '../../../../src/core/change/resource.ts';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { type Given, bringersFor, givenBy, withHints } from '../../../../src/core/plan/given.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';

const id = (kind: string, name: string, namespace = '', group = ''): ResourceId => ({
  group,
  kind,
  namespace,
  name,
});
const change = (of: ResourceId, action: Change['action'], after: JsonObject = {}): Change => ({
  id: of,
  action,
  fields: [],
  marks: [],
  ...(action !== 'delete' && { after }),
});
const planOf = (target: string, changes: readonly Change[], more: Partial<Plan> = {}): Plan => ({
  target,
  destination: 'prod',
  tools: [],
  source: 'main',
  changes,
  unchanged: 0,
  unknown: [],
  warnings: [],
  fingerprint: 'f',
  ...more,
});

const DEFINITION = id('CustomResourceDefinition', 'things.example.com', '', 'apiextensions.k8s.io');
const DEFINED = { spec: { group: 'example.com', names: { kind: 'Thing', plural: 'things' } } };
const bring = (of: ResourceId, object: JsonObject = {}, destination = 'prod'): Given => ({
  id: of,
  object,
  by: 'production/base',
  destination,
});
const pod = (spec: JsonObject): JsonObject => ({ kind: 'Deployment', spec: { template: { spec } } });

describe('U60: what a sync brings to those after it', () => {
  it('is what it creates, and what a CRD serves from then on', () => {
    const changes = [
      change(id('Namespace', 'shop'), 'create'),
      change(DEFINITION, 'update', DEFINED),
      change(id('ConfigMap', 'a', 'shop'), 'update'),
      change(id('ConfigMap', 'b', 'shop'), 'delete'),
      change(id('ConfigMap', 'c', 'shop'), 'keep'),
    ];
    expect(givenBy(planOf('production/base', changes)).map(({ id: of }) => of.kind)).toEqual([
      'Namespace',
      'CustomResourceDefinition',
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

  it('is said beside what cannot be told without it, and beside nothing else', () => {
    const unknown = [
      { id: id('ConfigMap', 'a', 'shop'), code: 'not-found', message: 'no namespace.' },
      { id: id('ConfigMap', 'b', 'other'), code: 'invalid', message: 'a mistake.' },
    ] as const;
    const plan = withHints(
      planOf('production/shop', [], { unknown }),
      [bring(id('Namespace', 'shop'))],
      (by) => `See ${by}.`,
    );
    expect(plan.unknown.map(({ message }) => message)).toEqual([
      'no namespace. See production/base.',
      'a mistake.',
    ]);
  });
});
