import { describe, expect, it } from 'vitest';
import { withoutDefaults } from '../../../../src/kubernetes/fields/without-defaults.ts';

describe('what the source declares as nothing', () => {
  it('is nothing again where the server filled it in', () => {
    const filled = { spec: { types: ['Ingress'], class: 'fast', size: 1, free: 'x' } };
    const declared = { spec: { types: [], class: '', size: null } };
    const ours = { 'f:spec': { 'f:types': {}, 'f:class': {}, 'f:size': {} } };
    expect(withoutDefaults(filled, declared, ours)).toEqual({
      spec: { types: [], class: '', size: null, free: 'x' },
    });
  });

  it('is nothing again in an entry of a list', () => {
    const filled = { ports: [{ port: 81 }, { port: 80, protocol: 'TCP' }] };
    const declared = { ports: [{ port: 80, protocol: '' }] };
    const ours = { 'f:ports': { 'k:{"port":80}': { '.': {}, 'f:port': {}, 'f:protocol': {} } } };
    expect(withoutDefaults(filled, declared, ours)).toEqual({
      ports: [{ port: 81 }, { port: 80, protocol: '' }],
    });
  });

  it('leaves what others have in a map or list that is declared empty', () => {
    const filled = { data: { a: '1' }, entries: [{ name: 'theirs' }] };
    const ours = { 'f:data': {} };
    expect(withoutDefaults(filled, { data: {}, entries: [] }, ours)).toBe(filled);
  });

  it('is the very same object where everything is declared as something', () => {
    const filled = { spec: { types: ['Ingress'] } };
    expect(withoutDefaults(filled, filled, { 'f:spec': { 'f:types': {} } })).toBe(filled);
  });
});
