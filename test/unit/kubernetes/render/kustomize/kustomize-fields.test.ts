import { describe, expect, it } from 'vitest';
import { filesIn, pathsIn } from '../../../../../src/kubernetes/render/kustomize/kustomize-fields.ts';

describe('what a kustomization names', () => {
  it('are resources, bases and components', () => {
    const { resources } = pathsIn({ resources: ['a'], bases: ['b'], components: ['c'], other: ['d'] });
    expect(resources).toEqual(['a', 'b', 'c']);
  });

  it('are the configurations of generators, transformers and validators', () => {
    expect(pathsIn({ generators: ['a'], transformers: ['b'], validators: ['c'] }).plugins).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('are files of patches, generators, replacements and the schema', () => {
    const { files } = pathsIn({
      crds: ['a'],
      patchesStrategicMerge: ['b', 'kind: Inline\n'],
      patches: [{ path: 'c' }, { patch: 'path: not-this' }],
      configMapGenerator: [{ files: ['d', 'key=e'], envs: ['f'], env: 'g', literals: ['path=not-this'] }],
      replacements: [{ path: 'h', source: { fieldPath: 'not.this' } }],
      openapi: { path: 'i' },
    });
    expect(new Set(files)).toEqual(new Set(['a', 'b', 'c', 'd', 'key=e', 'e', 'f', 'g', 'h', 'i']));
  });

  it('are none in what is no mapping', () => {
    expect(pathsIn('text')).toEqual({ resources: [], plugins: [], files: [] });
    expect(pathsIn([{ resources: ['a'] }]).resources).toEqual([]);
  });

  it('is the field that makes it run Helm, as it is written', () => {
    expect(pathsIn({ helmCharts: [] }).helm).toBe('helmCharts');
    expect(pathsIn({ resources: [] }).helm).toBeUndefined();
  });

  it('an address with "=" in it is told whole as well', () => {
    expect(filesIn({ files: ['https://example.com/a?b=c'] })).toEqual(['https://example.com/a?b=c', 'c']);
  });
});
