import { describe, expect, it } from 'vitest';
import { ignoreRule } from '../../../src/cli/read-option.ts';

const because = 'it was said at the terminal (--ignore)';

describe('U26: --ignore', () => {
  it.each([
    ['/spec/replicas', { path: '/spec/replicas' }],
    ['Deployment:/spec/replicas', { kind: 'Deployment', path: '/spec/replicas' }],
    ['Deployment web:/spec/replicas', { kind: 'Deployment', name: 'web', path: '/spec/replicas' }],
    [
      'Deployment shop/web:/spec/containers/[name=a:b]/image',
      { kind: 'Deployment', namespace: 'shop', name: 'web', path: '/spec/containers/[name=a:b]/image' },
    ],
    ['ClusterRole system:x:/rules', { kind: 'ClusterRole', name: 'system:x', path: '/rules' }],
    ['manager=hpa', { manager: 'hpa' }],
    ['Deployment web:manager=hpa', { kind: 'Deployment', name: 'web', manager: 'hpa' }],
  ])('%s', (text, rule) => {
    expect(ignoreRule(text)).toEqual([{ ...rule, because }]);
  });

  it.each(['', '/', 'spec', 'web:/spec', 'Deployment web', 'manager='])('%j is no rule', (text) => {
    expect(() => ignoreRule(text)).toThrow('Write it as /POINTER');
  });
});
