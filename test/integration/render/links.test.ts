import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCommitSource } from '../../../src/git/source/commit-source.ts';
import { createFolderSource } from '../../../src/git/source/folder-source.ts';
import type { Source } from '../../../src/ports/source.ts';
import { testRepository } from '../../support/git.ts';
import { inWords, renderer, requestOf } from './rendering.ts';

const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

const FILES = {
  'vendor/image.yaml': map('image'),
  'vendor/lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 1.0.0\n',
  'vendor/lib/templates/lib.yaml': map('lib'),
  'vendor/base/kustomization.yaml': 'resources: [base.yaml]\n',
  'vendor/base/base.yaml': map('base'),
  'vendor/up/kustomization.yaml': 'resources: [../base]\n',
  'plain/own.yaml': map('own'),
  'built/kustomization.yaml': 'resources: [linked, image.yaml]\n',
  'over/kustomization.yaml': 'resources: [up]\n',
  'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'chart/templates/own.yaml': map('own'),
};

const LINKS = {
  'plain/image.yaml': '../vendor/image.yaml',
  'built/linked': '../vendor/base',
  'built/image.yaml': '../vendor/image.yaml',
  'over/up': '../vendor/up',
  'chart/charts/lib': '../../vendor/lib',
  'chart/values.yaml': '../values/common.yaml',
  'values/prod.yaml': 'common.yaml',
};

async function sources(): Promise<Readonly<Record<string, Source>>> {
  const repository = await testRepository({ ...FILES, 'values/common.yaml': 'a: b\n' });
  for (const [path, to] of Object.entries(LINKS)) {
    mkdirSync(dirname(join(repository.path, path)), { recursive: true });
    symlinkSync(to, join(repository.path, path));
  }
  const commit = await repository.commit('links');
  const options = { description: 'main', repository: 'example.com/x', standing: 'proposed' } as const;
  return {
    commit: await createCommitSource(repository.path, commit, options),
    folder: createFolderSource(repository.path),
  };
}

describe.each(['commit', 'folder'])('U31: links of a %s', (which) => {
  it.each([
    [
      'plain',
      ['ConfigMap/image at plain/image.yaml:1', 'ConfigMap/own at plain/own.yaml:1'],
      ['vendor/image.yaml'],
    ],
    [
      'built',
      ['ConfigMap/base at built/linked/base.yaml', 'ConfigMap/image at built/image.yaml'],
      ['vendor/base', 'vendor/image.yaml'],
    ],
    [
      'chart',
      ['ConfigMap/lib at chart/charts/lib/templates/lib.yaml', 'ConfigMap/own at chart/templates/own.yaml'],
      ['vendor/lib', 'values/common.yaml'],
    ],
  ])('are followed by %s, and what they lead to is read', async (path, objects, reads) => {
    const source = (await sources())[which] as Source;
    const request = { ...requestOf({}, { path }), source };
    const { declared } = await renderer().render(request);
    expect(declared.map(inWords).toSorted()).toEqual(objects);
    expect(await renderer().reads(request)).toEqual(expect.arrayContaining([path, ...reads]) as string[]);
  });

  it('are followed to a values file', async () => {
    const source = (await sources())[which] as Source;
    const target = { path: 'chart', helm: { values: ['values/prod.yaml'] } };
    const request = { ...requestOf({}, target), source };
    expect((await renderer().render(request)).declared).toHaveLength(2);
    expect(await renderer().reads(request)).toContain('values/common.yaml');
  });

  it('to a base that leads above itself are refused, where kustomize would go elsewhere', async () => {
    const source = (await sources())[which] as Source;
    const ending = renderer().render({ ...requestOf({}, { path: 'over' }), source });
    await expect(ending).rejects.toThrow(
      'over/up/kustomization.yaml: a symbolic link leads here, and "../base" would be two places. Name vendor/up itself.',
    );
  });
});
