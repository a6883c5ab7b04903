import { describe, expect, it } from 'vitest';
import { listTypesOf } from '../../../../src/kubernetes/fields/list-types.ts';
import { fieldsNamedBy, mergeManifest } from '../../../../src/kubernetes/fields/merge-manifest.ts';

/** As the server tells it of a Service's ports, and of finalizers. */
const TYPES = listTypesOf([
  {
    manager: 'kubectl-edit',
    operation: 'Update',
    apiVersion: 'v1',
    subresource: '',
    fields: {
      'f:metadata': { 'f:finalizers': { 'v:"a"': {} } },
      'f:spec': { 'f:ports': { 'k:{"port":8080,"protocol":"TCP"}': { '.': {}, 'f:port': {} } } },
    },
  },
]);

const port = (number: number, more = {}) => ({ port: number, protocol: 'TCP', ...more });

describe('what a manifest names', () => {
  it("is told in the server's words: fields, entries by their keys, values of sets, whole atomic lists", () => {
    const manifest = {
      metadata: { finalizers: ['a', 'b'] },
      spec: { ports: [port(80)], args: ['x'], empty: {} },
    };
    expect(fieldsNamedBy(manifest, TYPES)).toEqual({
      'f:metadata': { 'f:finalizers': { 'v:"a"': {}, 'v:"b"': {} } },
      'f:spec': {
        'f:ports': {
          'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {}, 'f:protocol': {} },
        },
        'f:args': {},
        'f:empty': {},
      },
    });
  });

  it('replaces a map that somebody owns as a whole, and fills one that is owned field by field', () => {
    const owner = { manager: 'helm', operation: 'Apply', apiVersion: 'example.com/v1', subresource: '' };
    const types = listTypesOf([{ ...owner, fields: { 'f:whole': {}, 'f:part': { 'f:a': {} } } }]);
    const live = { whole: { a: 1 }, part: { a: 1 } };
    expect(mergeManifest(live, { whole: { b: 2 }, part: { b: 2 } }, types)).toEqual({
      whole: { b: 2 },
      part: { a: 1, b: 2 },
    });
    expect(fieldsNamedBy({ whole: { b: 2 }, part: { b: 2 } }, types)).toEqual({
      'f:whole': {},
      'f:part': { 'f:b': {} },
    });
  });

  it('U24: takes the place of every live entry that has its keys, as the server does it', () => {
    const live = { spec: { ports: [port(80), port(443, { name: 'tls' }), port(80, { name: 'web' })] } };
    const manifest = { spec: { ports: [{ port: 80 }, port(8443, { name: 'web' })] } };
    expect(mergeManifest(live, manifest, TYPES)).toEqual({
      spec: { ports: [port(80), port(8443, { name: 'web' }), port(443, { name: 'tls' })] },
    });
  });

  it('is laid over what is there: entries are met by their keys, an atomic list is replaced', () => {
    const live = {
      metadata: { finalizers: ['c'] },
      spec: {
        clusterIP: '10.0.0.7',
        ports: [port(80, { nodePort: 30_000 }), port(443)],
        args: ['old', 'older'],
      },
    };
    const manifest = {
      metadata: { finalizers: ['a'] },
      spec: { ports: [port(80, { name: 'http' }), port(9090)], args: ['new'] },
    };
    expect(mergeManifest(live, manifest, TYPES)).toEqual({
      metadata: { finalizers: ['a', 'c'] },
      spec: {
        clusterIP: '10.0.0.7',
        ports: [port(80, { nodePort: 30_000, name: 'http' }), port(9090), port(443)],
        args: ['new'],
      },
    });
  });
});
