import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { describe, expect, inject, it } from 'vitest';
import type { RenderPrograms } from '../../../src/kubernetes/render/choose.ts';
import type { Source, Standing } from '../../../src/ports/source.ts';
import { exec } from '../../../src/process/exec.ts';
import type { Settings } from '../../support/targets.ts';
import { folderWith } from '../../support/temp-folder.ts';
import { WITHOUT, refusing } from './isolation.ts';
import { type Files, inWords, render, renderer, requestOf } from './rendering.ts';

const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

const KUSTOMIZATION: Files = { 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': map('a') };
const CHART_YAML = 'apiVersion: v2\nname: site\nversion: 1.0.0\n';
const CHART: Files = { 'Chart.yaml': CHART_YAML, 'templates/a.yaml': map('a') };
const PLAIN: Files = { 'a.yaml': map('a') };

/** As if a server rendered them: of a pull request, or merged. */
function renderAs(
  standing: Standing,
  files: Files,
  programs: Partial<RenderPrograms>,
  target: Settings = {},
) {
  const request = requestOf(files, target);
  return renderer(programs).render({ ...request, source: { ...request.source, standing } });
}

describe.each([
  ['is not there', () => WITHOUT, /bwrap is not to be found.*apt-get install bubblewrap/],
  [
    'is refused by the kernel',
    refusing,
    /the kernel refuses bwrap \(No permissions to create new namespace.*in a container .*in a pod/,
  ],
])('U5: where what isolates tools %s', (_what, programs, reason) => {
  it.each<[string, Files]>([
    ['kustomize', KUSTOMIZATION],
    ['helm', CHART],
  ])('%s renders nothing that is not merged, and says what is missing', async (tool, files) => {
    const ending = renderAs('proposed', files, programs());
    await expect(ending).rejects.toThrow(
      `the root folder: it is not merged, so ${tool} may render it only where it is isolated`,
    );
    await expect(ending).rejects.toThrow(reason);
    await expect(ending).rejects.toMatchObject({ code: 'tool-failed' });
  });

  it.each<[string, Files]>([
    ['kustomize', KUSTOMIZATION],
    ['helm', CHART],
  ])('%s renders what is merged, and what is one’s own, with a warning', async (tool, files) => {
    for (const standing of ['merged', 'own'] as const) {
      const { declared, warnings } = await renderAs(standing, files, programs());
      expect(declared).toHaveLength(1);
      expect(warnings).toEqual([expect.stringContaining(`nothing isolates ${tool} here`) as string]);
      expect(warnings[0]).toMatch(reason);
    }
  });

  it('plain manifests need no tool', async () => {
    const { declared, warnings } = await renderAs('proposed', PLAIN, programs());
    expect(declared).toHaveLength(1);
    expect(warnings).toEqual([]);
  });
});

it('U5: where tools are isolated, nothing is said of it', async () => {
  for (const files of [KUSTOMIZATION, CHART])
    expect((await renderAs('proposed', files, {})).warnings).toEqual([]);
});

describe('U12: what would take all there is', () => {
  it('a template of one line ends at the bound of memory, and says so', async () => {
    const bomb =
      '{{ $x := "0123456789abcdef" }}{{ range until 40 }}{{ $x = print $x $x }}{{ end }}{{ len $x }}';
    const ending = render({ 'Chart.yaml': CHART_YAML, 'templates/a.yaml': bomb });
    await expect(ending).rejects.toMatchObject({ code: 'tool-failed' });
    await expect(ending).rejects.toThrow(/^helm: needed more than 1024 MiB of memory/);
  }, 180_000);

  it('a kustomization whose bases double with each level is refused before anything runs', async () => {
    const levels = Array.from({ length: 12 }, (_, i) => [
      [`l${i}/kustomization.yaml`, 'resources: [p, q]'],
      [`l${i}/p/kustomization.yaml`, `resources: [../../l${i + 1}]\nnamePrefix: p-`],
      [`l${i}/q/kustomization.yaml`, `resources: [../../l${i + 1}]\nnamePrefix: q-`],
    ]);
    const files = {
      ...Object.fromEntries(levels.flat()),
      'l12/kustomization.yaml': 'resources: [a.yaml]',
      'l12/a.yaml': map('a'),
    } as Files;
    const ending = render(files, { path: 'l0' });
    await expect(ending).rejects.toThrow('more than 1000 bases would be built');
  });

  it('600 nested kustomizations are refused before anything runs', async () => {
    const nested = Array.from({ length: 600 }, (_, i) => [
      `n/${i}/kustomization.yaml`,
      `resources: [../${i + 1}]`,
    ]);
    const files = { ...Object.fromEntries(nested), 'n/600/kustomization.yaml': 'resources: []' } as Files;
    const ending = render(files, { path: 'n/0' });
    await expect(ending).rejects.toMatchObject({ code: 'invalid-source' });
    await expect(ending).rejects.toThrow('bases of bases more than 30 deep');
  });

  it('as many bases as people have are no problem', async () => {
    const names = Array.from({ length: 100 }, (_, i) => `b${i}`);
    const bases = names.flatMap((name) => [
      [`${name}/kustomization.yaml`, 'resources: [a.yaml]'],
      [`${name}/a.yaml`, map(name)],
    ]);
    const top = { 'top/kustomization.yaml': `resources: [${names.map((name) => `../${name}`).join(', ')}]` };
    expect(
      (await render({ ...Object.fromEntries(bases), ...top } as Files, { path: 'top' })).declared,
    ).toHaveLength(100);
  });
});

/** A packed chart, as `helm package` makes it. */
async function packed(name: string, files: Files): Promise<Buffer> {
  const entries = Object.entries(files).map(([path, body]) => ({
    header: { name: `${name}/${path}`, size: Buffer.byteLength(body) },
    body,
  }));
  return gzipSync(await packTar(entries));
}

async function renderWith(files: Files, blobs: Readonly<Record<string, Buffer>>) {
  const request = requestOf(files);
  const source: Source = {
    ...request.source,
    blobs: async (folder, accept) => [
      ...(await request.source.blobs(folder, accept)),
      ...Object.entries(blobs).map(([path, bytes]) => ({ path, bytes, id: path })),
    ],
  };
  return renderer().render({ ...request, source });
}

describe('U13: values.schema.json', () => {
  const SCHEMA = '{"properties": {"a": {"$ref": "file:///etc/passwd"}}}';

  it('that leads to a file is refused in the chart, a subchart and a packed one, by its name', async () => {
    await expect(render({ ...CHART, 'values.schema.json': SCHEMA })).rejects.toThrow(
      'values.schema.json: the reference',
    );
    const sub = { 'charts/sub/Chart.yaml': CHART_YAML, 'charts/sub/values.schema.json': SCHEMA };
    await expect(render({ ...CHART, ...sub })).rejects.toThrow(
      'charts/sub/values.schema.json: the reference',
    );
    const inner = await packed('inner', { 'Chart.yaml': CHART_YAML, 'values.schema.json': SCHEMA });
    await expect(renderWith(CHART, { 'charts/inner-1.0.0.tgz': inner })).rejects.toThrow(
      'charts/inner-1.0.0.tgz/values.schema.json: the reference "file:///etc/passwd" leads out',
    );
  });

  it('an archive that is none is refused', async () => {
    await expect(renderWith(CHART, { 'charts/x-1.0.0.tgz': Buffer.from('no') })).rejects.toThrow(
      'charts/x-1.0.0.tgz: it is no packed chart',
    );
  });

  it('of one’s own is checked as ever', async () => {
    const own = {
      ...CHART,
      'values.yaml': 'a: x\n',
      'values.schema.json':
        '{"properties": {"a": {"$ref": "#/$defs/n"}}, "$defs": {"n": {"type": "integer"}}}',
    };
    await expect(render(own)).rejects.toThrow('helm template');
    expect((await render({ ...own, 'values.yaml': 'a: 1\n' })).declared).toHaveLength(1);
  });
});

describe('U33: a dependency that is not in charts/', () => {
  const chart = (dependency: string, values = '') => ({
    ...CHART,
    'Chart.yaml': `${CHART_YAML}dependencies:\n- {name: redis, version: "^17.0.0", repository: "https://example.com"${dependency}}\n`,
    'values.yaml': values,
  });

  it.each<[string, string, string]>([
    ['its condition', ', condition: redis.enabled', 'redis: {enabled: false}\n'],
    ['its tags', ', tags: [cache]', 'tags: {cache: false}\n'],
    [
      'the condition of its other name',
      ', alias: cache, condition: cache.enabled',
      'cache: {enabled: false}\n',
    ],
  ])('does not block a chart when %s turns it off', async (_what, dependency, values) => {
    expect((await render(chart(dependency, values))).declared.map(inWords)).toEqual([
      'ConfigMap/a at templates/a.yaml',
    ]);
  });

  it.each<[string, string, string, string]>([
    ['always', '', '', 'redis ^17.0.0'],
    ['by its condition', ', condition: redis.enabled', 'redis: {enabled: true}\n', 'redis ^17.0.0'],
    ['under another name', ', alias: cache, condition: cache.enabled', '', 'redis ^17.0.0 (as cache)'],
  ])('is named with the command when it is on %s', async (_what, dependency, values, named) => {
    const ending = render(chart(dependency, values));
    await expect(ending).rejects.toMatchObject({ code: 'invalid-source' });
    await expect(ending).rejects.toThrow(
      `Chart.yaml: its dependency ${named} is on, and not in charts/. Run "helm dependency build ." and commit charts/`,
    );
  });

  it('is judged with the values of the target, too', async () => {
    const files = {
      ...chart(', condition: redis.enabled', 'redis: {enabled: false}\n'),
      'on.yaml': 'redis: {enabled: true}\n',
    };
    await expect(render(files, { helm: { values: ['on.yaml'] } })).rejects.toThrow('redis ^17.0.0 is on');
  });

  it('that is there, as a folder or packed, is rendered or left out as Helm does', async () => {
    const there = {
      'charts/any/Chart.yaml': 'apiVersion: v2\nname: redis\nversion: 17.1.0\n',
      'charts/any/templates/b.yaml': map('b'),
    };
    expect((await render({ ...chart(''), ...there })).declared).toHaveLength(2);
    const off = chart(', condition: redis.enabled', 'redis: {enabled: false}\n');
    expect((await render({ ...off, ...there })).declared).toHaveLength(1);
    const tgz = await packed('redis', {
      'Chart.yaml': there['charts/any/Chart.yaml'],
      'templates/b.yaml': map('b'),
    });
    expect((await renderWith(chart(''), { 'charts/redis-17.1.0.tgz': tgz })).declared).toHaveLength(2);
  });

  it('real helm stops at one, on or off', async () => {
    const cwd = folderWith(chart(', condition: redis.enabled', 'redis: {enabled: false}\n'));
    const { code, stderr } = await exec(inject('helm') ?? 'helm', ['template', 'r', '.'], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '' },
    });
    expect(code).not.toBe(0);
    expect(stderr).toContain('missing in charts/ directory: redis');
  });
});
