import { describe, expect, it } from 'vitest';
import { describeOrigin } from '../../../../src/core/change/subject.ts';
import { createPlainRenderer } from '../../../../src/kubernetes/render/plain.ts';
import { memorySource } from '../../../support/memory-source.ts';
import { targetIn } from '../../../support/targets.ts';

type Files = Readonly<Record<string, string>>;

const render = (files: Files, path = '.') =>
  createPlainRenderer().render({
    source: memorySource(files),
    target: targetIn('shop', { path }),
    capabilities: () => Promise.reject(new Error('not asked')),
  });
const named = (name: string, kind = 'ConfigMap') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}}\n`;

/** `kind/name at file:line` of each object, as rendered. */
async function rendered(files: Files, folder?: string): Promise<string[]> {
  const { declared } = await render(files, folder);
  return declared.map(({ object, origin }) => {
    const { kind, metadata } = object as { kind: string; metadata: { name: string } };
    return `${kind}/${metadata.name} at ${describeOrigin(origin)}`;
  });
}

describe('the plain renderer', () => {
  it('A4: has a name, which is part of what a plan is made from', async () => {
    expect((await render({ 'a.yaml': named('a') })).renderer).toBe('plain');
  });

  it('reads YAML and JSON below the folder in the order of paths', async () => {
    const files = {
      'b.yaml': named('outside'),
      'app/z.yml': named('z'),
      'app/a/x.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"}}',
      'app/b.yaml': named('b'),
      'app/readme.md': 'kind: x',
    };
    const expected = [
      'ConfigMap/x at app/a/x.json:1',
      'ConfigMap/b at app/b.yaml:1',
      'ConfigMap/z at app/z.yml:1',
    ];
    expect(await rendered(files, 'app')).toEqual(expected);
  });

  it('leaves out hidden folders, but not what is asked for by name', async () => {
    const files = { '.github/a.yaml': named('a'), 'x/.y/b.yaml': named('b'), '.deploy/c.yaml': named('c') };
    expect(await rendered(files)).toEqual([]);
    expect(await rendered(files, '.deploy')).toEqual(['ConfigMap/c at .deploy/c.yaml:1']);
  });

  it('A6: flattens a List, each item with its own line', async () => {
    const list =
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: a}\n-\n  apiVersion: v1\n  kind: Pod\n  metadata:\n    name: b\n';
    expect(await rendered({ 'l.yaml': list })).toEqual(['Secret/a at l.yaml:4', 'Pod/b at l.yaml:8']);
  });

  it('A6: flattens a typed list, whose items take its type, and a list in a list', async () => {
    const typed = 'apiVersion: v1\nkind: ConfigMapList\nitems: [{metadata: {name: a}}]\n';
    const nested = `apiVersion: v1\nkind: List\nitems:\n- ${typed.replaceAll('\n', '\n  ').replace('name: a', 'name: b')}\n`;
    expect(await rendered({ 'a.yaml': typed, 'b.yaml': nested })).toEqual([
      'ConfigMap/a at a.yaml:3',
      'ConfigMap/b at b.yaml:6',
    ]);
  });

  it('A6: takes a kind that only sounds like a list as the object it is', async () => {
    expect(await rendered({ 'a.yaml': named('a', 'AllowList') })).toEqual(['AllowList/a at a.yaml:1']);
  });

  it.each([
    ['apiVersion: v1\nkind: List\n', 'a.yaml:1: the list has no "items"'],
    ['apiVersion: v1\nkind: List\nitems:\n- x\n', "a.yaml:4: the list's item is no object"],
    [
      'apiVersion: v1\nkind: List\nitems:\n- metadata: {name: a}\n  kind: Pod\n',
      'a.yaml:4: apiVersion is missing',
    ],
  ])('A6: refuses a broken list', async (text, message) => {
    await expect(render({ 'a.yaml': text })).rejects.toThrow(message);
  });

  it('A7: renders empty files and comments to nothing', async () => {
    expect(await render({ 'a.yaml': '', 'b.yaml': '# c\n---\n', 'c.yaml': '\uFEFF\r\n---\r\n' })).toEqual({
      renderer: 'plain',
      declared: [],
      warnings: [],
    });
  });

  it('A8: skips a Helm values file and other YAML that is not for Kubernetes', async () => {
    const files = {
      'values.yaml': 'image: {tag: 1}\n',
      'playbook.yml': '- hosts: all\n  tasks: []\n',
      'mkdocs.yml': 'extensions: !!python/name:x y\n',
      'package.json': '{"name": "x"}',
    };
    expect(await render(files)).toEqual({ renderer: 'plain', declared: [], warnings: [] });
  });

  it.each([
    ['apiVersion: v1\nmetadata: {name: a}\n', 'a.yaml:1: kind is missing. Add it.'],
    ['kind: Pod\nmetadata: {name: a}\n', 'a.yaml:1: apiVersion is missing. Add it.'],
    ['apiVersion: 1\nkind: Pod\n', 'a.yaml:1: apiVersion is not text. Put it in quotes.'],
    ['apiVersion: v1\nkind: yes\n', 'a.yaml:2: kind is not text. Put it in quotes.'],
    ['apiVersion: a/b/c\nkind: Pod\n', 'a.yaml:1: apiVersion is not "version" or "group/version".'],
    ['apiVersion: v1\nkind: Pod\n', 'a.yaml:1: metadata.name is missing. Add it.'],
    [
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: 0123\n',
      'a.yaml:4: metadata.name is not text. Put it in quotes.',
    ],
    ['apiVersion: v1\nkind: Pod\nmetadata:\n  name: ""\n', 'a.yaml:4: metadata.name is empty.'],
    [
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: no\n',
      'a.yaml:5: metadata.namespace is not text.',
    ],
    ['- apiVersion: v1\n  kind: Pod\n', 'a.yaml:1: objects in a bare list are not read.'],
    ['version https://git-lfs.github.com/spec/v1\n', 'a.yaml:1: a bare text is no object.'],
    [`${named('a')}data: {x: !vault y}\n`, 'a.yaml:4:18: this tag means nothing to Kubernetes.'],
  ])('A8: refuses half an object: %j', async (text, message) => {
    await expect(render({ 'a.yaml': text })).rejects.toThrow(message);
  });

  it('A8: skips a kustomize file under another name, and says so', async () => {
    const text = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n';
    const { declared, warnings } = await render({ 'component.yaml': text });
    expect(declared).toEqual([]);
    expect(warnings).toEqual([
      'component.yaml:1: skipped: it is for kustomize, and this folder is read as plain manifests.',
    ]);
  });

  it("A8: keeps Flux's Kustomization, which is an object", async () => {
    const flux = named('apps', 'Kustomization').replace('v1', 'kustomize.toolkit.fluxcd.io/v1');
    expect(await rendered({ 'apps.yaml': flux })).toEqual(['Kustomization/apps at apps.yaml:1']);
  });

  it.each([
    ['kustomization.yaml', 'kustomize'],
    ['base/kustomization.yml', 'kustomize'],
    ['Kustomization', 'kustomize'],
    ['chart/Chart.yaml', 'helm'],
  ])('A8: refuses a folder that %s says is built by %s', async (file, tool) => {
    const rendering = render({ [file]: 'resources: []', 'a.yaml': named('a') });
    await expect(rendering).rejects.toMatchObject({ code: 'unsupported', subject: file });
    await expect(rendering).rejects.toThrow(`render: ${tool}`);
  });

  it('A9: refuses an object that is declared twice, naming both places', async () => {
    const deployment = (version: string) =>
      `apiVersion: apps/${version}\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n`;
    await expect(
      render({ 'a.yaml': deployment('v1'), 'b.yaml': `# c\n${deployment('v1beta1')}` }),
    ).rejects.toThrow(
      'b.yaml:2: apps/Deployment shop/web is declared twice: a.yaml:1 declares it already. Remove one of the two.',
    );
  });

  it('A9: tells objects apart by group, kind, namespace and name', async () => {
    const inShop = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n';
    const other = 'apiVersion: example.com/v1\nkind: ConfigMap\nmetadata: {name: a}\n';
    const all = [named('a'), named('b'), named('a', 'Secret'), inShop, other].join('---\n');
    expect(await rendered({ 'a.yaml': all })).toHaveLength(5);
  });

  it('A10: refuses generateName, with the reason', async () => {
    const text = 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  generateName: job-\n';
    await expect(render({ 'a.yaml': text })).rejects.toThrow(
      'a.yaml:4: generateName makes a new object with every sync, so it can never be in sync. Give it a name.',
    );
  });

  it('A11: strips what only the server may say', async () => {
    const text = `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
  labels: {}
  resourceVersion: "12"
  uid: 3f2a
  creationTimestamp: null
  generation: 4
  selfLink: /x
  managedFields: [{manager: kubectl}]
  annotations:
    keep: me
    deployment.kubernetes.io/revision: "3"
    kubectl.kubernetes.io/last-applied-configuration: "{}"
spec: {status: kept}
status: {loadBalancer: {}}
`;
    const { declared } = await render({ 'a.yaml': text });
    expect(declared.map(({ object }) => object)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace: 'shop', labels: {}, annotations: { keep: 'me' } },
        spec: { status: 'kept' },
      },
    ]);
  });

  it('A11: leaves no empty map where the last applied configuration was alone', async () => {
    const text = named('a').replace(
      '{name: a}',
      '{name: a, annotations: {kubectl.kubernetes.io/last-applied-configuration: x}}',
    );
    const { declared } = await render({ 'a.yaml': text });
    expect(declared[0]?.object['metadata']).toEqual({ name: 'a' });
  });

  it('lists every broken file in one error, each with its first problem', async () => {
    const files = { 'a.yaml': 'a: [\n', 'b.yaml': named('b'), 'c.yaml': 'x: 1\nx: 2\nx: 3\n' };
    await expect(render(files)).rejects.toThrow(
      /^the root folder: 2 problems in the source\.\n {2}a\.yaml:\d:\d: .*\n {2}c\.yaml:2:1: the map has this key already\..*$/,
    );
  });

  it('F1: renders a folder without objects to none, for the engine to judge', async () => {
    expect((await render({ 'app/readme.md': '' }, 'app')).declared).toEqual([]);
  });
});
