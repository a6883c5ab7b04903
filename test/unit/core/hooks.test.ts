import { describe, expect, it } from 'vitest';
import { hookOf, orderProblem, waveOf } from '../../../src/core/hooks.ts';

const annotated = (annotations: Record<string, string>) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'a', annotations },
});

describe('G19: what makes a hook', () => {
  it('an object without such annotations is none, and neither is a CRD of an old chart', () => {
    expect(hookOf(annotated({}), 'install')).toBeUndefined();
    expect(hookOf(annotated({ 'helm.sh/hook': 'crd-install' }), 'install')).toBeUndefined();
  });

  it.each([
    ['pre-install', 'install', 'before'],
    ['pre-upgrade', 'upgrade', 'before'],
    ['post-install', 'install', 'after'],
    ['pre-install,post-upgrade', 'upgrade', 'after'],
    ['pre-upgrade', 'install', 'never'],
    ['test', 'install', 'never'],
    ['pre-delete', 'upgrade', 'never'],
    ['something-new', 'upgrade', 'never'],
  ] as const)('Helm: %s at %s is %s', (name, occasion, phase) => {
    const role = hookOf(annotated({ 'helm.sh/hook': name }), occasion);
    expect(typeof role === 'object' ? role.phase : role).toBe(phase);
  });

  it.each([
    ['PreSync', 'before'],
    ['Sync', 'during'],
    ['PostSync', 'after'],
    ['Skip', 'never'],
    ['SyncFail', 'never'],
  ] as const)('Argo CD: %s is %s, at every occasion', (name, phase) => {
    const role = hookOf(annotated({ 'argocd.argoproj.io/hook': name }), 'upgrade');
    expect(typeof role === 'object' ? role.phase : role).toBe(phase);
  });

  it('is ordered by its weight, or else its wave, and deletes what the last run left unless it says otherwise', () => {
    const plain = { 'helm.sh/hook': 'pre-install', 'helm.sh/hook-weight': '-5' };
    expect(hookOf(annotated(plain), 'install')).toEqual({
      phase: 'before',
      weight: -5,
      deletion: new Set(['before']),
    });
    const argo = {
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/sync-wave': '3',
      'argocd.argoproj.io/hook-delete-policy': 'HookSucceeded, HookFailed',
    };
    expect(hookOf(annotated(argo), 'install')).toEqual({
      phase: 'during',
      weight: 3,
      deletion: new Set(['succeeded', 'failed']),
    });
  });
});

describe('waves', () => {
  it('are whole numbers, 0 where none is named', () => {
    expect(waveOf(annotated({}))).toBe(0);
    expect(waveOf(annotated({ 'argocd.argoproj.io/sync-wave': '-2' }))).toBe(-2);
  });

  it('that are none are told', () => {
    expect(orderProblem(annotated({ 'argocd.argoproj.io/sync-wave': '1.5' }))).toContain(
      'not a whole number',
    );
    expect(orderProblem(annotated({ 'helm.sh/hook-weight': 'high' }))).toContain('helm.sh/hook-weight');
    expect(orderProblem(annotated({ 'helm.sh/hook-weight': '+1' }))).toBeUndefined();
  });
});
