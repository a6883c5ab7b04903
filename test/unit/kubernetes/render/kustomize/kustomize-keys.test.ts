import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../../src/core/json/json.ts';
import {
  refuseFoldedFields,
  refuseUnknownFields,
} from '../../../../../src/kubernetes/render/kustomize/kustomize-keys.ts';

const refuse = (value: Json) => () => refuseUnknownFields('kustomization.yaml', value);

describe('U4: a field of a kustomization', () => {
  it.each<[string, string]>([
    ['reſources', 'resources'],
    ['Resources', 'resources'],
    ['RESOURCES', 'resources'],
    ['baſes', 'bases'],
    ['Components', 'components'],
    ['generatorS', 'generators'],
    ['tranſformers', 'transformers'],
    ['helmchart\u017F', 'helmCharts'],
    ['HelmCharts', 'helmCharts'],
    ['resourcs', 'resources'],
    ['helmChartInflationgenerator', 'helmChartInflationGenerator'],
  ])('%s is refused with the nearest one', (name, meant) => {
    expect(refuse({ [name]: [] })).toThrow(
      `kustomization.yaml: ${JSON.stringify(name)} is no field of a kustomization, spelt exactly. Write "${meant}".`,
    );
  });

  it('that is like none is refused without a guess', () => {
    expect(refuse({ somethingElseAltogether: 1 })).toThrow('spelt exactly. Remove it.');
  });

  it.each<[string, Json]>([
    ['patches', [{ Path: 'a' }]],
    ['configMapGenerator', [{ name: 'a', fileſ: ['b'] }]],
    ['secretGenerator', [{ ENVS: ['b'] }]],
    ['openapi', { PATH: 'a' }],
    ['replacements', [{ pAth: 'a' }]],
  ])('%s with another spelling of what names a file is refused', (name, value) => {
    expect(refuse({ [name]: value })).toThrow('is no field of a kustomization, spelt exactly');
  });

  it('whose keys are free is not asked', () => {
    const free: Json = {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      commonLabels: { Path: 'a' },
      labels: [{ pairs: { FILES: 'x' } }],
      commonAnnotations: { Env: 'y' },
      generatorOptions: { labels: { Path: 'a' } },
    };
    expect(refuse(free)).not.toThrow();
    expect(refuse('text')).not.toThrow();
  });

  it('of a plugin is asked only where it names files', () => {
    expect(() => refuseFoldedFields('a', { anything: 1, spec: { Path: 'x' } })).toThrow('Write "path".');
    expect(() => refuseFoldedFields('a', { anything: 1, Kind: 'x' })).not.toThrow();
  });
});
