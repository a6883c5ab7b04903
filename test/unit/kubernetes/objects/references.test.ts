import { describe, expect, it } from 'vitest';
import type { Change } from '../../../../src/core/change/change.ts';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { withReferenceNotes } from '../../../../src/kubernetes/objects/references.ts';

const KEY = [{ key: 'data' }, { key: 'gone' }];
const config = (over: Partial<Change> = {}): Change => ({
  subject: { kind: 'ConfigMap', scope: 'shop', name: 'settings' },
  action: 'update',
  fields: [{ path: KEY, before: 'x' }],
  marks: [],
  ...over,
});

function using(pod: JsonObject, namespace = 'shop'): Change {
  const subject = { kind: 'apps/Deployment', scope: namespace, name: 'web' };
  return { subject, action: 'update', fields: [], after: { spec: { template: { spec: pod } } }, marks: [] };
}

const env = (key: string): JsonObject => ({
  containers: [{ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key } } }] }],
});
const volume: JsonObject = {
  volumes: [
    { projected: { sources: [{ configMap: { name: 'settings', items: [{ key: 'gone', path: 'x' }] } }] } },
  ],
};
const all: JsonObject = { containers: [{ envFrom: [{ configMapRef: { name: 'settings' } }] }] };

const STILL = 'its key "gone" is still used by apps/Deployment shop/web';

describe('a key that goes', () => {
  it.each<[string, Change[], string[]]>([
    ['is used by a variable', [config(), using(env('gone'))], [STILL]],
    ['is used by a volume', [config(), using(volume)], [STILL]],
    ['is not used', [config(), using(env('other'))], []],
    ['is used in another namespace', [config(), using(env('gone'), 'other')], []],
    ['all are taken as variables', [config(), using(all)], []],
    ['nothing goes', [config({ fields: [{ path: KEY, before: 'x', after: 'y' }] }), using(env('gone'))], []],
    [
      'all of it goes',
      [config({ action: 'delete', fields: [] }), using(all)],
      ['it is still used by apps/Deployment shop/web'],
    ],
    [
      'all of its data goes',
      [
        config({
          fields: [{ path: [{ key: 'data' }], before: { gone: 'x' } }],
          before: { data: { gone: 'x' } },
          after: {},
        }),
        using(env('gone')),
      ],
      [STILL],
    ],
  ])('%s', (_name, changes, texts) => {
    const [first] = withReferenceNotes(changes);
    expect(first?.marks).toEqual(texts.map((text) => ({ level: 'note', text })));
  });
});
