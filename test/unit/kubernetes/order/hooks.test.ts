import { describe, expect, it } from 'vitest';
import {
  generatedName,
  hooksOf,
  orderProblem,
  unknownHook,
  waveOf,
} from '../../../../src/kubernetes/order/hooks.ts';

const annotated = (annotations: Record<string, string>) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'a', annotations },
});

const phases = (annotations: Record<string, string>, occasion: 'install' | 'upgrade') =>
  hooksOf(annotated(annotations), occasion)?.map(({ phase }) => phase);

describe('G19: what makes a hook', () => {
  it('an object without such annotations is none, and neither is a CRD of an old chart', () => {
    expect(hooksOf(annotated({}), 'install')).toBeUndefined();
    expect(hooksOf(annotated({ 'helm.sh/hook': 'crd-install' }), 'install')).toBeUndefined();
  });

  it.each([
    ['pre-install', 'install', ['before']],
    ['pre-upgrade', 'upgrade', ['before']],
    ['post-install', 'install', ['after']],
    ['Post-Install', 'install', ['after']],
    ['pre-install,post-upgrade', 'upgrade', ['after']],
    ['pre-upgrade', 'install', []],
    ['test', 'install', []],
    ['test-success', 'install', []],
    ['pre-delete', 'upgrade', []],
    ['pre-rollback,post-rollback', 'upgrade', []],
    ['something-new', 'upgrade', []],
    ['constructor', 'upgrade', []],
    // Helm leaves the whole object alone.
    ['pre-upgrade,something-new', 'upgrade', []],
  ] as const)('Helm: %s at %s runs %j', (name, occasion, expected) => {
    expect(phases({ 'helm.sh/hook': name }, occasion)).toEqual(expected);
  });

  it.each([
    ['PreSync', ['before']],
    ['Sync', ['during']],
    ['PostSync', ['after']],
    ['SyncFail', ['failure']],
    ['Skip', []],
    ['PreSync,Skip', []],
    ['PostDelete', []],
    ['toString', []],
  ] as const)('Argo CD: %s runs %j, at every occasion', (name, expected) => {
    expect(phases({ 'argocd.argoproj.io/hook': name }, 'upgrade')).toEqual(expected);
    expect(phases({ 'argocd.argoproj.io/hook': name }, 'install')).toEqual(expected);
  });

  it.each([
    [{ 'helm.sh/hook': 'pre-install,post-install' }, 'install', ['before', 'after']],
    [
      { 'helm.sh/hook': 'pre-install, pre-upgrade,post-install ,post-upgrade' },
      'upgrade',
      ['before', 'after'],
    ],
    [{ 'helm.sh/hook': 'pre-install,pre-install' }, 'install', ['before']],
    [{ 'argocd.argoproj.io/hook': 'PreSync,Sync,PostSync' }, 'upgrade', ['before', 'during', 'after']],
    [{ 'argocd.argoproj.io/hook': 'PostSync,SyncFail' }, 'upgrade', ['after', 'failure']],
    // Argo CD looks at its own annotation first.
    [{ 'argocd.argoproj.io/hook': 'Sync', 'helm.sh/hook': 'pre-install' }, 'install', ['during']],
  ] as const)('U28: %j runs in each of its phases, once', (annotations, occasion, expected) => {
    expect(phases(annotations, occasion)).toEqual(expected);
  });

  it.each([
    [undefined, ['before']],
    ['before-hook-creation', ['before']],
    ['hook-succeeded', ['succeeded']],
    ['hook-failed, Hook-Succeeded', ['failed', 'succeeded']],
    ['before-hook-creation,hook-succeeded', ['before', 'succeeded']],
    ['never', []],
    ['constructor', []],
  ] as const)('U27: of the deletion policy %s it deletes %j', (policy, expected) => {
    const annotations = {
      'helm.sh/hook': 'pre-install',
      ...(policy && { 'helm.sh/hook-delete-policy': policy }),
    };
    expect([...(hooksOf(annotated(annotations), 'install')?.[0]?.deletion ?? [])]).toEqual(expected);
  });

  it('is ordered by its weight in Helm, by its wave in Argo CD', () => {
    const plain = {
      'helm.sh/hook': 'pre-install',
      'helm.sh/hook-weight': '-5',
      'argocd.argoproj.io/sync-wave': '7',
    };
    expect(hooksOf(annotated(plain), 'install')).toEqual([
      { tool: 'helm', phase: 'before', weight: -5, deletion: new Set(['before']) },
    ]);
    const argo = {
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/sync-wave': '3',
      'argocd.argoproj.io/hook-delete-policy': 'HookSucceeded, HookFailed',
    };
    expect(hooksOf(annotated(argo), 'install')).toEqual([
      { tool: 'argo', phase: 'during', weight: 3, deletion: new Set(['succeeded', 'failed']) },
    ]);
  });

  it.each([
    [{ 'helm.sh/hook': 'pre-instal' }, 'pre-instal'],
    [{ 'argocd.argoproj.io/hook': 'presync' }, 'presync'],
    [{ 'helm.sh/hook': 'test' }, undefined],
    [{ 'argocd.argoproj.io/hook': 'Skip' }, undefined],
    [{}, undefined],
  ])('U28: a hook that is spelled wrongly is told: %j', (annotations, expected) => {
    const told = unknownHook(annotated(annotations));
    expect(told === undefined ? undefined : told.split(' ')[1]).toBe(expected);
  });
});

describe('U30: a hook without a name of its own', () => {
  it.each([
    [{ generateName: 'migrate-' }, 'migrate-'],
    [{ name: '', generateName: 'migrate-' }, 'migrate-'],
    [{ name: 'migrate', generateName: 'migrate-' }, undefined],
    [{ name: 'migrate' }, undefined],
  ])('%j', (metadata, expected) => {
    expect(generatedName({ apiVersion: 'batch/v1', kind: 'Job', metadata })).toBe(expected);
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
