import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { createDiscovery } from '../../../../src/kubernetes/discovery/discovery.ts';
import { identify } from '../../../../src/kubernetes/identify/identify.ts';
import { targetIn } from '../../../support/targets.ts';

const typeOf = (group: string, version: string, kind: string, namespaced: boolean) => ({
  group,
  version,
  kind,
  plural: `${kind.toLowerCase()}s`,
  namespaced,
  verbs: [],
});
const discovery = createDiscovery(
  [
    { group: '', version: 'v1', stale: false, types: [typeOf('', 'v1', 'ConfigMap', true)] },
    { group: 'down.example', version: 'v1', stale: true, types: [] },
    {
      group: 'remembered.example',
      version: 'v1',
      stale: true,
      types: [typeOf('remembered.example', 'v1', 'Cluster', false)],
    },
  ],
  () => Promise.reject(new Error('not asked')),
);
const declare = (apiVersion: string, kind: string, metadata: JsonObject, line: number) => ({
  object: { apiVersion, kind, metadata },
  origin: { file: 'all.yaml', line },
});

describe('objects of an API that does not answer', () => {
  it('B9: are unknown, each with its line, and the others are identified', () => {
    const { items, silent } = identify(
      [
        declare('v1', 'ConfigMap', { name: 'settings' }, 1),
        declare('down.example/v1', 'Widget', { name: 'mine', namespace: 'other' }, 5),
        declare('down.example/v1', 'Widget', { name: 'default' }, 9),
        declare('remembered.example/v1', 'Cluster', { name: 'all' }, 13),
      ],
      targetIn('shop'),
      discovery,
    );
    expect(items.map(({ id }) => id.name)).toEqual(['settings']);
    expect(silent.map(({ id, origin, code }) => [id.namespace, id.name, origin?.line, code])).toEqual([
      ['other', 'mine', 5, 'unreachable'],
      ['shop', 'default', 9, 'unreachable'],
      ['', 'all', 13, 'unreachable'],
    ]);
    expect(silent[0]?.message).toBe(
      'all.yaml:5: down.example/Widget other/mine: the API down.example/v1 does not answer. ' +
        'See "kubectl get apiservice v1.down.example" and the service behind it.',
    );
  });

  it('do not hide that another kind is not known at all', () => {
    const declared = [
      declare('down.example/v1', 'Widget', { name: 'mine' }, 1),
      declare('v1', 'ConfigMop', { name: 'settings' }, 5),
    ];
    expect(identify(declared, targetIn('shop'), discovery).strange).toMatchObject([
      { code: 'unknown-kind', message: expect.stringContaining('ConfigMop') as string },
    ]);
  });
});
