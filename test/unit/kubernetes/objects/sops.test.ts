import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { sopsProblem } from '../../../../src/kubernetes/objects/sops.ts';

const VALUE = 'ENC[AES256_GCM,data:p673w==,iv:YY=,tag:UQ=,type:str]';
const coded = Buffer.from(`${VALUE}\n`).toString('base64');
const sops = { age: [], lastmodified: '2026-01-01T00:00:00Z', mac: VALUE, version: '3.9.0' };
const object = (kind: string, rest: JsonObject, apiVersion = 'v1'): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: 'a' },
  ...rest,
});

describe('what SOPS encrypted', () => {
  it.each<[string, JsonObject]>([
    ['a Secret', object('Secret', { stringData: { a: VALUE }, sops })],
    ['a workload', object('Deployment', { spec: {}, sops }, 'apps/v1')],
    ['a Secret that kustomize made of an encrypted file', object('Secret', { data: { a: coded } })],
    ['a ConfigMap that kustomize made of an encrypted file', object('ConfigMap', { data: { a: VALUE } })],
  ])('H10: is not applied, and the next step is told: %s', (_what, given) => {
    expect(sopsProblem(given)).toMatch(/^it is encrypted with SOPS.* SealedSecret or an ExternalSecret/);
  });

  it.each<[string, JsonObject]>([
    ['a Secret in clear text', object('Secret', { stringData: { a: 'x' }, data: { b: 'eHg=' } })],
    ['an object that an operator decrypts', object('SopsSecret', { sops }, 'isindir.github.com/v1alpha3')],
    [
      'a whole file for a program that decrypts',
      object('ConfigMap', { data: { f: `a: ${VALUE}\nsops: {}` } }),
    ],
    ['a Secret without data', object('Secret', { data: null })],
  ])('H10: is not taken for it: %s', (_what, given) => {
    expect(sopsProblem(given)).toBeUndefined();
  });
});
