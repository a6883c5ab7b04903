import { describe, expect, it } from 'vitest';
import { normalize, withEncodedData } from '../../../../src/kubernetes/objects/normalize.ts';

const metadata = { name: 'web', namespace: 'shop' };

describe('normalize', () => {
  it('E14: what only the server writes is no difference', () => {
    const server = {
      uid: 'u',
      resourceVersion: '7',
      generation: 2,
      creationTimestamp: 'now',
      managedFields: [],
    };
    expect(normalize({ kind: 'Pod', metadata: { ...metadata, ...server } })).toEqual({
      kind: 'Pod',
      metadata,
    });
  });

  it('C19: status is no difference', () => {
    expect(normalize({ kind: 'Pod', metadata, status: { phase: 'Running' } })).toEqual({
      kind: 'Pod',
      metadata,
    });
  });

  it.each([
    'deployment.kubernetes.io/revision',
    'pv.kubernetes.io/bind-completed',
    'control-plane.alpha.kubernetes.io/leader',
    'endpoints.kubernetes.io/last-change-trigger-time',
  ])("C15: the controllers' annotation %s is no difference", (annotation) => {
    const annotations = { [annotation]: '1', mine: 'x' };
    expect(normalize({ metadata: { ...metadata, annotations } })).toEqual({
      metadata: { ...metadata, annotations: { mine: 'x' } },
    });
    expect(normalize({ metadata: { ...metadata, annotations: { [annotation]: '1' } } })).toEqual({
      metadata,
    });
  });

  it('S20: one that the source declares is shown, and never what kubectl applied last', () => {
    const names = ['pv.kubernetes.io/bind-completed', 'kubectl.kubernetes.io/last-applied-configuration'];
    const annotations = Object.fromEntries(names.map((name) => [name, 'x']));
    expect(normalize({ metadata: { ...metadata, annotations } }, new Set(names))).toEqual({
      metadata: { ...metadata, annotations: { 'pv.kubernetes.io/bind-completed': 'x' } },
    });
  });

  it.each(['{"data":{"password":"c2VjcmV0"}}', 'not json {', ''])(
    'E16, H2, H3: last-applied-configuration is dropped whole, well formed or not (%j)',
    (value) => {
      const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': value };
      expect(normalize({ metadata: { ...metadata, annotations } })).toEqual({ metadata });
    },
  );

  it('keeps what people write', () => {
    const object = {
      spec: { replicas: 1 },
      metadata: { ...metadata, labels: { a: 'b' }, finalizers: ['x'] },
    };
    expect(normalize(object)).toEqual(object);
  });
});

describe('withEncodedData', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata };

  it('H1: stringData is written into data, as the server does, and wins', () => {
    const object = { ...secret, data: { a: 'b2xk', b: 'Yg==' }, stringData: { a: 'new' } };
    expect(withEncodedData(object)).toEqual({ ...secret, data: { a: 'bmV3', b: 'Yg==' } });
  });

  it.each([null, { k: null }])('C7: null in a Secret (%j) is nothing', (stringData) => {
    expect(withEncodedData({ ...secret, stringData, data: null })).toEqual({ ...secret, data: {} });
  });

  it('leaves every other kind alone', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', stringData: { a: 'b' } };
    expect(withEncodedData(object)).toBe(object);
  });
});
