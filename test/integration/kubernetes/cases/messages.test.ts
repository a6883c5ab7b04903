import { expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { type Live, live, summary } from '../../../support/live.ts';
import { until } from '../../../support/loop.ts';

const map = (metadata: JsonObject = {}, rest: JsonObject = {}) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', ...metadata }, ...rest });
const claim = (mode: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { accessModes: [mode], resources: { requests: { storage: '1Gi' } } },
  });
const definition = (name: string) =>
  JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${name}s.example.com` },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: name.toUpperCase(), plural: `${name}s` },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: { type: 'object', properties: { a: { type: 'integer', format: 'odd' } } },
          },
        },
      ],
    },
  });

/** What is said of a manifest: why it cannot be told, else what is warned of. */
async function said({ tryPlan, namespace }: Live, manifest: string): Promise<string> {
  const answer = await tryPlan(manifest);
  const texts =
    answer.status === 'failed'
      ? [answer.message]
      : [...answer.plan.unknown.map(({ message }) => message), ...answer.plan.warnings];
  return texts.join('\n').replaceAll(namespace, 'shop');
}

it.each([
  [
    'a number as a label',
    map({ labels: { version: 1.1 } }),
    'all.yaml:1: ConfigMap shop/a: dry-run refused (Invalid): metadata.labels.version: it must be text, and is a number. Put it in quotes.',
  ],
  [
    'a truth value as an annotation',
    map({ annotations: { a: true } }),
    'all.yaml:1: ConfigMap shop/a: dry-run refused (Invalid): metadata.annotations.a: it must be text, and is true or false. Put it in quotes.',
  ],
  [
    'labels that are a list',
    map({ labels: ['a'] }),
    'all.yaml:1: ConfigMap shop/a: dry-run refused (Invalid): metadata.labels: it must be a map, and is a list. Write a map there.',
  ],
  [
    'a number as data',
    map({}, { data: { a: 12 } }),
    'all.yaml:1: ConfigMap shop/a: dry-run refused (Invalid): data.a: it must be text, and is a number. Put it in quotes.',
  ],
  [
    'a directive',
    `%YAML 1.2\n---\n${map()}`,
    'all.yaml:1: a directive (%YAML, %TAG), which kubectl does not take either. Remove the line.',
  ],
  [
    'a deprecated kind',
    '{apiVersion: v1, kind: Endpoints, metadata: {name: a}}',
    'all.yaml:1: Endpoints shop/a: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  ],
  [
    'one warning of two objects',
    `${definition('x')}\n---\n${definition('y')}`,
    'unrecognized format "odd" (2 objects: all.yaml:1: apiextensions.k8s.io/CustomResourceDefinition xs.example.com; all.yaml:3: apiextensions.k8s.io/CustomResourceDefinition ys.example.com)',
  ],
  [
    'no object at all',
    '',
    'the root folder: it declares no object. Check the path; where everything is meant to be deleted, set "allow-empty: true" for its target.',
  ],
])('U25: %s is told with object, cause and next step', async (_what, manifest, message) => {
  expect(await said(await live(), manifest)).toBe(message);
});

it('U25: what is immutable is told without what the server prints of it in Go', async () => {
  const at = await live();
  await at.kubectl(['apply', '-f', '-'], claim('ReadWriteOnce'));
  const message = await said(at, claim('ReadWriteMany'));
  expect(message).toMatch(
    /PersistentVolumeClaim shop\/data: spec: Forbidden: spec is immutable after creation.*\. To have it deleted/,
  );
  expect(message).not.toMatch(/core\.|\{|\\u000a|\n/);
});

it('U25: a quota, a policy of pods and a namespace that goes are told as such', async () => {
  const at = await live();
  const { kubectl, namespace } = at;
  await kubectl(['label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted']);
  const pod = '{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: a}]}}';
  expect(await said(at, pod)).toMatch(
    /^all\.yaml:1: Pod shop\/a: .*violates PodSecurity.*\. Set what the Pod Security Standard asks for/,
  );
  await kubectl(['create', 'quota', 'small', '--hard=configmaps=1']);
  await until('the quota is counted', async () => (await said(at, map())).includes('exceeded quota'));
  expect(await said(at, map())).toMatch(
    /^all\.yaml:1: ConfigMap shop\/a: .*\. Raise the ResourceQuota small of the namespace, or ask for less\.$/,
  );
  await kubectl(['delete', 'quota', 'small']);
  await kubectl(['create', 'configmap', 'hold']);
  const hold = (finalizers: string) =>
    kubectl([
      'patch',
      'configmap',
      'hold',
      '--type=merge',
      '-p',
      `{"metadata":{"finalizers":${finalizers}}}`,
    ]);
  await hold('["example.com/hold"]');
  await kubectl(['delete', 'namespace', namespace, '--wait=false']);
  await until('it is told', async () => (await said(at, map())).includes('The namespace is being deleted'));
  expect(await said(at, map())).toMatch(
    /^all\.yaml:1: ConfigMap shop\/a: .*wait until it is gone \(see its finalizers and conditions\), then plan again\.$/,
  );
  await hold('null');
});

it('U25: a stream of JSON in one file is taken as kubectl takes it', async () => {
  const { plan, kubectl } = await live();
  const stream = `${map({}, { data: { a: '}{ "' } })}\n${map({ name: 'b' })}${map({ name: 'c' })}`;
  const taken = await kubectl(['create', '--dry-run=client', '-o', 'name', '-f', '-'], stream);
  expect(taken.trim().split('\n')).toEqual(['configmap/a', 'configmap/b', 'configmap/c']);
  expect(summary(await plan({ 'all.json': stream }))).toEqual([
    'create ConfigMap a',
    'create ConfigMap b',
    'create ConfigMap c',
  ]);
  expect(summary(await plan({ 'all.yaml': stream }))).toHaveLength(3);
});
