import type { Change } from '../../../src/core/change/change.ts';
import { Mask } from '../../../src/core/json/marker.ts';
import { fingerprintOf } from '../../../src/core/plan/fingerprint.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { type Preview, previewOf } from '../../../src/core/plan/preview.ts';

const field = (path: string, before: unknown, after: unknown, manager?: string) => ({
  path: path.split('.').map((key) => ({ key })),
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
  ...(manager !== undefined && { writer: { manager, time: '2026-11-23T10:00:00Z' } }),
});

export const sampleField = field as (
  path: string,
  before: unknown,
  after: unknown,
  manager?: string,
) => Change['fields'][number];

export const change = (over: Partial<Change> = {}): Change => ({
  subject: { kind: 'apps/Deployment', scope: 'shop', name: 'web' },
  action: 'update',
  fields: [],
  marks: [],
  ...over,
});

export function plan(changes: readonly Change[], over: Partial<Plan> = {}): Plan {
  const named = { target: 'production/shop', destination: 'prod-eu', tools: [], changes };
  return {
    ...named,
    source: 'main',
    unchanged: 12,
    unknown: [],
    warnings: [],
    fingerprint: fingerprintOf(named),
    ...over,
  };
}

export function previewOfPlans(base: Plan, proposed: Plan): Preview {
  return {
    base: 'main (1111111)',
    proposed: 'feature (2222222) merged into main (1111111)',
    targets: [{ environment: 'production', preview: previewOf(base, proposed) }],
  };
}

const image = sampleField('spec.image', 'web:1', 'web:2');
const replicas = sampleField('spec.replicas', 5, 3, 'kubectl-edit');
const old: Change = change({
  subject: { kind: 'ConfigMap', scope: 'shop', name: 'old' },
  action: 'delete',
  before: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'old' },
    data: { a: '1', text: 'one\ntwo\n' },
  },
  marks: [{ level: 'danger', text: 'no longer declared: deleted from the cluster' }],
});

/** A new image and a deleted ConfigMap, beside a live edit. */
export const EVERYDAY = previewOfPlans(
  plan([change({ fields: [replicas], before: { a: 1 }, after: { a: 2 } })]),
  plan([
    change({
      fields: [image, replicas],
      before: { a: 1 },
      after: { a: 3 },
      marks: [{ level: 'warning', text: 'restarts its pods' }],
    }),
    old,
  ]),
);

/** Nothing differs. */
export const CLEAN = previewOfPlans(plan([]), plan([]));

/** One target that cannot be planned, one with an object that cannot. */
export const BROKEN: Preview = {
  ...EVERYDAY,
  targets: [
    {
      environment: 'production',
      preview: {
        status: 'failed',
        target: 'production/network',
        code: 'unreachable',
        message: 'cluster "prod-us": https://10.0.0.1 cannot be reached: timeout. Check the network.',
      },
    },
    {
      environment: 'production',
      preview: previewOf(
        plan([]),
        plan([old], {
          unknown: [
            {
              subject: { kind: 'Service', scope: 'shop', name: 'web' },
              code: 'invalid',
              message:
                'shop/web.yaml:7: Service shop/web: dry-run refused (Invalid): spec.ports[0].port: Required value.',
            },
          ],
        }),
      ),
    },
  ],
};

/** A changed Secret: what is masked stays masked. */
export const ROTATION = previewOfPlans(
  plan([]),
  plan([
    change({
      subject: { kind: 'Secret', scope: 'shop', name: 'db' },
      fields: [sampleField('data.password', new Mask('0123456789ab'), new Mask('ba9876543210'))],
    }),
  ]),
);

/** Every object is new. */
export const CREATED = previewOfPlans(
  plan([]),
  plan(
    ['a', 'b'].map((name) =>
      change({
        subject: { kind: 'ConfigMap', scope: 'shop', name },
        action: 'create',
        after: {
          kind: 'ConfigMap',
          data: { text: 'one\ntwo\n', n: '0123' },
          metadata: { labels: { x: 'y' }, name },
          apiVersion: 'v1',
        },
      }),
    ),
    { unchanged: 0 },
  ),
);

/** Content that tries to be more than content. */
export const HOSTILE = previewOfPlans(
  plan([]),
  plan(
    [
      change({
        subject: { kind: 'ConfigMap', scope: 'shop', name: '@acme/everyone</code></summary>#1' },
        fields: [
          sampleField(
            'data.text',
            '```\n</details>\n@acme/everyone fixes #1',
            '````\n# heading\n![x](https://e.example/x.png)\n- [ ] task',
          ),
          sampleField('data.order', 'safe', 'eva\u202etxt.exe\u001b[31m'),
        ],
        marks: [{ level: 'note', text: '<img src=x> @ana `code` | pipe' }],
      }),
    ],
    { warnings: ['warning ``` @acme/everyone GH-1'], destination: 'prod|`eu`' },
  ),
);
