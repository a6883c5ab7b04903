import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKustomizeRenderer } from '../../../src/kubernetes/render/kustomize/kustomize.ts';
import type { Source } from '../../../src/ports/source.ts';
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

/** A hundred million values out of 300 characters. */
const BOMB = ['a: &a [x, x, x, x, x, x, x, x, x, x]', ...'bcdefgh'.split('')]
  .map((name, i) => (i === 0 ? name : `${name}: &${name} [${`*${'abcdefgh'.charAt(i - 1)}, `.repeat(10)}]`))
  .join('\n');

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

  it('asks its source once for each folder, whatever that names', async () => {
    const { source, target } = requestOf(SHOP, prod);
    const asked: string[] = [];
    const counted: Source = {
      ...source,
      files: (folder, accept) => (asked.push(folder), source.files(folder, accept)),
      blob: (path) => (asked.push(path), source.blob(path)),
    };
    await createKustomizeRenderer({ path: '' }).reads({ source: counted, target });
    expect(asked).toEqual(['overlays/prod', 'base', 'parts/labels']);
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
    ['a base under a name in capitals', 'Resources: [https://example.com/a]', 'Write "resources"'],
    ['U4: a base under a name with another letter', 'reſources: [../../etc]', 'Write "resources"'],
    ['U4: a file under a name in capitals', 'patches: [{PATH: /etc/passwd}]', 'Write "path"'],
    ['U4: what is no field', 'resource: [a.yaml]', 'Write "resources"'],
    [
      'a base that is elsewhere in base64',
      'patches: [{path: !!binary aHR0cHM6Ly9leGFtcGxlLmNvbQ==}]',
      'a tag',
    ],
    ['a schema that is elsewhere', 'openapi: {path: http://example.com/schema.json}', 'elsewhere'],
    [
      'a generator whose file is elsewhere',
      'generators:\n- |-\n  apiVersion: builtin\n  kind: ConfigMapGenerator\n  metadata: {name: a}\n  files: [http://example.com/b]',
      'elsewhere',
    ],
    ['a way out of the repository by a transformer', 'transformers: [../../../etc]', 'leads out'],
    ['charts under a name in capitals', 'HelmCharts: [{name: nginx}]', 'Write "helmCharts"'],
    ['an alias that grows without end', BOMB, 'alias'],
    ['a way out of the repository', 'resources: [../../../etc]', 'leads out of the repository'],
    ['an absolute path', 'resources: [/etc]', 'leads out of the repository'],
    ['charts', 'helmCharts:\n- name: nginx', 'render: helm'],
    ['what is not there', 'resources: [nowhere.yaml]', 'not in the repository'],
    ['a file outside of its folder', 'resources: [../other.yaml]', 'lies outside of the folder'],
    ['a base without a kustomization', 'resources: [bare]', '"bare" has no kustomization.yaml'],
    ['broken YAML', 'resources: [', 'Correct the YAML'],
  ])('refuses %s before anything runs', async (_what, text, words) => {
    const files = { 'app/other.yaml': map('web'), 'app/shop/bare/web.yaml': map('web') };
    const ending = render({ ...files, 'app/shop/kustomization.yaml': text }, { path: 'app/shop' });
    await expect(ending).rejects.toMatchObject({ code: 'invalid-source' });
    await expect(ending).rejects.toThrow(words);
  });

  it('refuses a base that is elsewhere in the folder of a transformer, or in its file', async () => {
    const top = { 'app/kustomization.yaml': 'transformers: [labels]' };
    const remote = 'resources: [https://example.com/a]';
    const patch =
      'apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: a}\npath: https://example.com/a\n';
    await expect(
      render({ ...top, 'app/labels/kustomization.yaml': remote }, { path: 'app' }),
    ).rejects.toThrow('app/labels/kustomization.yaml: "https://example.com/a" is elsewhere');
    await expect(render({ ...top, 'app/labels': patch }, { path: 'app' })).rejects.toThrow(
      'app/labels: "https://example.com/a" is elsewhere',
    );
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

  it('A4: reads scalars otherwise than kubectl does, which is why the tool is part of what is approved', async () => {
    const texts = 'No off yes y n 0777 0o777 1_000 12:30:45 2001-01-01 9007199254740993'.split(' ');
    const map = `apiVersion: example.org/v1\nkind: Odd\nmetadata: {name: a}\nspec: [${texts.join(', ')}]\n`;
    const specOf = async (files: Files) => (await render(files)).declared[0]?.object['spec'];
    const big = 9007199254740993n;
    expect(await specOf({ 'kustomization.yaml': 'resources: [a.yaml]', 'a.yaml': map })).toEqual([
      'No',
      'off',
      'yes',
      'y',
      'n',
      511,
      511,
      1000,
      '12:30:45',
      '2001-01-01T00:00:00Z',
      big,
    ]);
    expect(await specOf({ 'a.yaml': map })).toEqual([
      false,
      false,
      true,
      true,
      false,
      511,
      511,
      1000,
      '12:30:45',
      '2001-01-01',
      big,
    ]);
  });

  it('A2b: merge keys are merged, as kubectl does', async () => {
    const map =
      'apiVersion: example.org/v1\nkind: Odd\nmetadata: {name: a}\nspec: {a: &a {x: 1}, b: {<<: *a, y: 2}}\n';
    const { declared } = await render({ 'kustomization.yaml': 'resources: [a.yaml]', 'a.yaml': map });
    expect(declared[0]?.object['spec']).toEqual({ a: { x: 1 }, b: { x: 1, y: 2 } });
  });

  it('A5: a duplicate key is an error', async () => {
    const twice = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "1", a: "2"}\n';
    await expect(render({ 'kustomization.yaml': 'resources: [a.yaml]', 'a.yaml': twice })).rejects.toThrow(
      'already defined',
    );
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

/** A program that says it is v5.0.0, and does as told otherwise. */
function fake(name: string, script: string): string {
  const version = 'if [ "$1" = version ]; then echo v5.0.0; exit 0; fi';
  const program = join(folderWith({ [name]: `#!/bin/sh\n${version}\n${script}\n` }), name);
  chmodSync(program, 0o700);
  return program;
}

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
    ['breaks off in the middle of a word', `${half}; printf meta`, 'invalid-source'],
    [
      'breaks off in the middle of a line that could be its last',
      `${half}; printf 'apiVersion: v1\\nkind: Pod\\nmetadata: {name: b}'`,
      'invalid-source',
    ],
    ['leaves something that is no object', `${half}; echo 'a: b'`, 'invalid-source'],
    ['breaks off in the middle of a value', `${half}; printf 'a: "b'`, 'invalid-source'],
  ])('and %s is an error, whatever it printed', async (_what, script, code) => {
    const broken = createKustomizeRenderer({ path: '', kustomize: fake('kustomize', script) });
    await expect(broken.render(requestOf(SHOP, prod))).rejects.toMatchObject({ code });
  });

  it('and does not tell its version is an error, since that is part of what is approved', async () => {
    const broken = createKustomizeRenderer({ path: '', kubectl: fake('kubectl', 'exit 0') });
    await expect(broken.render(requestOf(SHOP, prod))).rejects.toThrow('kubectl: "kubectl version');
  });

  it('and is not there is an error that says what to install', async () => {
    const missing = createKustomizeRenderer({ path: '/nowhere' });
    const ending = missing.render(requestOf(SHOP, prod));
    await expect(ending).rejects.toMatchObject({ code: 'tool-failed' });
    await expect(ending).rejects.toThrow('PLUMBLINE_KUSTOMIZE');
  });

  it.each(['kustomize', 'kubectl'])(
    'and is named as %s but not there is never replaced by another',
    async (name) => {
      const path = dirname(fake('kustomize', 'exit 0'));
      const missing = createKustomizeRenderer({ path, [name]: `/nowhere/${name}` });
      await expect(missing.render(requestOf(SHOP, prod))).rejects.toThrow(
        `/nowhere/${name}: it is not to be found. Correct PLUMBLINE_${name.toUpperCase()}`,
      );
    },
  );
});
