import { describe, expect, it } from 'vitest';
import { closureOf } from '../../../../../src/kubernetes/render/kustomize/kustomize-closure.ts';
import { memorySource } from '../../../../support/memory-source.ts';

/** Levels of bases, each of which names two that both name the next level. */
const doubling = (levels: number) =>
  Object.fromEntries([
    ...Array.from({ length: levels }, (_, i) => [
      [`l${i}/kustomization.yaml`, 'resources: [p, q]'],
      [`l${i}/p/kustomization.yaml`, `resources: [../../l${i + 1}]`],
      [`l${i}/q/kustomization.yaml`, `resources: [../../l${i + 1}]`],
    ]).flat(),
    [`l${levels}/kustomization.yaml`, 'resources: []'],
  ]) as Record<string, string>;

const nested = (depth: number) =>
  Object.fromEntries([
    ...Array.from({ length: depth }, (_, i) => [`n/${i}/kustomization.yaml`, `resources: [../${i + 1}]`]),
    [`n/${depth}/kustomization.yaml`, 'resources: []'],
  ]) as Record<string, string>;

describe('U12: the bases that a kustomization leads to', () => {
  it('are refused when they would be built too often', async () => {
    await expect(closureOf(memorySource(doubling(12)), 'l0')).rejects.toThrow(
      'more than 1000 bases would be built',
    );
    expect(await closureOf(memorySource(doubling(7)), 'l0')).toHaveLength(22);
  });

  it('are refused when they lie too deep, and are not all asked for', async () => {
    const source = memorySource(nested(600));
    let asked = 0;
    const counted = {
      ...source,
      files: (...args: Parameters<typeof source.files>) => (asked++, source.files(...args)),
    };
    await expect(closureOf(counted, 'n/0')).rejects.toThrow('bases of bases more than 30 deep');
    expect(asked).toBeLessThan(40);
    expect(await closureOf(memorySource(nested(30)), 'n/0')).toHaveLength(31);
  });

  it('may lead back to themselves, which kustomize refuses', async () => {
    const round = {
      'a/kustomization.yaml': 'resources: [../b]',
      'b/kustomization.yaml': 'resources: [../a]',
    };
    expect(await closureOf(memorySource(round), 'a')).toHaveLength(2);
  });
});
