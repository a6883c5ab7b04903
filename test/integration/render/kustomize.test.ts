import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKustomizeRenderer } from '../../../src/render/kustomize.ts';
import { folderWith } from '../../support/temp-folder.ts';
import { type Files, inWords, render, renderer, requestOf } from './rendering.ts';

const map = (name: string, value = 'No') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {answer: "${value}"}\n`;

const SHOP: Files = {
  'base/kustomization.yaml': 'resources: [web.yaml]\nconfigMapGenerator:\n- name: made\n  literals: [a=1]\n',
  'base/web.yaml': map('web'),
  'base/notes.txt': 'not read',
  'parts/labels/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels:\n- pairs: {team: shop}\n',
  'overlays/prod/kustomization.yaml':
    'resources: [../../base, own.yaml]\ncomponents: [../../parts/labels]\nnamePrefix: prod-\npatches:\n- target: {kind: ConfigMap, name: web}\n  patch: |-\n    - {op: replace, path: /data/answer, value: "${NOT_SUBSTITUTED}"}\n',
  'overlays/prod/own.yaml': map('own'),
};

const prod = { path: 'overlays/prod' };

describe('a kustomization', () => {
  it('A4: is built by the real tool, whose version is told', async () => {
    const { renderer: name, declared, warnings } = await render(SHOP, prod);
    expect(name).toMatch(/^kustomize v5\.\d+\.\d+$/);
    expect(warnings).toEqual([]);
    expect(declared.map(inWords).toSorted()).toEqual([
      expect.stringMatching(/^ConfigMap\/prod-made-\w+ at base\/kustomization.yaml$/) as string,
      'ConfigMap/prod-own at overlays/prod/own.yaml',
      'ConfigMap/prod-web at base/web.yaml',
    ]);
  });

  it('A12: variables are never put in place of text', async () => {
    const { declared } = await render(SHOP, prod);
    const web = declared.find(({ origin }) => origin.file === 'base/web.yaml');
    expect(web?.object).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'prod-web', labels: { team: 'shop' } },
      data: { answer: '${NOT_SUBSTITUTED}' },
    });
  });

  it('keeps the annotations that its author asked for', async () => {
    const asked = 'buildMetadata: [originAnnotations]\nresources: [web.yaml]\n';
    const { declared } = await render({ 'kustomization.yaml': asked, 'web.yaml': map('web') });
    expect(declared[0]?.object['metadata']).toMatchObject({
      annotations: { 'config.kubernetes.io/origin': 'path: web.yaml\n' },
    });
  });

  it('reads its bases and components, so that a change of one of them is a change of it', async () => {
    const { source, target } = requestOf(SHOP, prod);
    expect(await renderer().reads({ source, target })).toEqual(['overlays/prod', 'base', 'parts/labels']);
  });

  it.each([
    ['a base that is elsewhere', 'resources: [https://example.com/shop?ref=v1]', 'elsewhere'],
    ['a base in another repository', 'resources: [git@example.com:acme/shop.git]', 'elsewhere'],
    ['a base on GitHub', 'resources: [github.com/acme/shop]', 'not in the repository'],
    ['a patch that is elsewhere', 'patches:\n- path: https://example.com/patch.yaml', 'elsewhere'],
    [
      'a file that is elsewhere',
      'configMapGenerator:\n- name: a\n  files: [b=http://example.com/b]',
      'elsewhere',
    ],
    ['a way out of the repository', 'resources: [../../../etc]', 'leads out of the repository'],
    ['an absolute path', 'resources: [/etc]', 'leads out of the repository'],
    ['charts', 'helmCharts:\n- name: nginx', 'render: helm'],
    ['what is not there', 'resources: [nowhere.yaml]', 'not in the repository'],
    ['broken YAML', 'resources: [', 'Correct it'],
  ])('refuses %s before anything runs', async (_what, text, words) => {
    const ending = render({ 'app/shop/kustomization.yaml': text }, { path: 'app/shop' });
    await expect(ending).rejects.toMatchObject({ code: 'invalid-source' });
    await expect(ending).rejects.toThrow(words);
  });

  it('never tells a password in an address', async () => {
    const ending = render({ 'kustomization.yaml': 'resources: [https://me:hunter2@example.com/a]' });
    await expect(ending).rejects.not.toThrow('hunter2');
  });

  it.each([
    [
      'a file outside of its folder',
      'configMapGenerator:\n- name: a\n  files: [../secret.txt]',
      'secret.txt',
    ],
    ['a plugin', 'generators: [plugin.yaml]', 'plugin'],
  ])('the tool itself refuses %s', async (_what, text, words) => {
    const files = {
      'app/kustomization.yaml': text,
      'secret.txt': 'a',
      'app/plugin.yaml':
        'apiVersion: example.org/v1\nkind: Exec\nmetadata:\n  name: a\n  annotations:\n    config.kubernetes.io/function: "exec: {path: /bin/ls}"\n',
    };
    const ending = render(files, { path: 'app' });
    await expect(ending).rejects.toMatchObject({ code: 'invalid-source' });
    await expect(ending).rejects.toThrow(words);
    await expect(ending).rejects.not.toThrow('plumbline-render');
  });

  it('A9: the same object twice is an error', async () => {
    const twice = {
      'kustomization.yaml': 'resources: [a.yaml, b.yaml]',
      'a.yaml': map('x'),
      'b.yaml': map('x'),
    };
    await expect(render(twice)).rejects.toThrow(/already registered/);
  });

  it('A1, A3: what it prints is read exactly', async () => {
    const odd =
      'apiVersion: example.org/v1\nkind: Odd\nmetadata: {name: a}\nspec: {big: 9007199254740993, text: "No", on: true}\n';
    const { declared } = await render({ 'kustomization.yaml': 'resources: [odd.yaml]', 'odd.yaml': odd });
    expect(declared[0]?.object['spec']).toEqual({ big: 9007199254740993n, text: 'No', on: true });
  });

  it('F1: that makes no object renders as none, which the engine refuses', async () => {
    const { declared } = await render({ 'kustomization.yaml': 'commonAnnotations: {a: b}\nresources: []' });
    expect(declared).toEqual([]);
  });
});

describe('A14: a tool that fails midway', () => {
  const half = "printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\n---\\n'";

  it.each([
    ['is killed', `${half}; kill -9 $$`, 'tool-failed'],
    ['says that it failed', `${half}; exit 1`, 'invalid-source'],
    [
      'breaks off in the middle of an object',
      `${half}; printf 'apiVersion: v1\\nkind: Conf'`,
      'invalid-source',
    ],
    ['breaks off in the middle of a value', `${half}; printf 'a: "b'`, 'invalid-source'],
  ])('and %s is an error, whatever it printed', async (_what, script, code) => {
    const version = 'if [ "$1" = version ]; then echo v5.0.0; exit 0; fi';
    const program = join(folderWith({ kustomize: `#!/bin/sh\n${version}\n${script}\n` }), 'kustomize');
    chmodSync(program, 0o700);
    const broken = createKustomizeRenderer({ path: '', kustomize: program });
    await expect(broken.render(requestOf(SHOP, prod))).rejects.toMatchObject({ code });
  });

  it('and is not there is an error that says what to install', async () => {
    const missing = createKustomizeRenderer({ path: '/nowhere' });
    const ending = missing.render(requestOf(SHOP, prod));
    await expect(ending).rejects.toMatchObject({ code: 'tool-failed' });
    await expect(ending).rejects.toThrow('PLUMBLINE_KUSTOMIZE');
  });
});
