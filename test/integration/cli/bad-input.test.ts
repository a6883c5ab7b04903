import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { workplace } from '../../support/plumb.ts';

const MAP = '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {a: "1"}}\n';

/** Of each: what is wrong, the files, the command, and the one line that is told. */
const CASES: readonly [string, Record<string, string>, (place: { folder: string }) => string[], RegExp][] = [
  [
    'broken YAML',
    { 'k8s/a.yaml': MAP, 'k8s/b.yaml': 'a: 1\nb: ]\n' },
    () => ['diff', 'k8s', '--context', inject('context')],
    /k8s\/b\.yaml:2:\d+: /,
  ],
  [
    'an unknown kind',
    { 'k8s/a.yaml': `\n${MAP.replace('ConfigMap', 'ConfigMop')}` },
    () => ['diff', 'k8s', '--context', inject('context')],
    /k8s\/a\.yaml:2: ConfigMop \S*x: the cluster knows no kind ConfigMop in v1\. Did you mean v1 ConfigMap\?/,
  ],
  [
    'a missing context',
    { 'k8s/a.yaml': MAP },
    () => ['diff', 'k8s', '--context', 'nowhere'],
    /context "nowhere": not in the kubeconfig \(.*\)\. Known contexts: /,
  ],
  [
    'U26: no context at all',
    { 'k8s/a.yaml': MAP },
    () => ['diff', 'k8s'],
    /^error: k8s: no configuration names its cluster\. Name the context of the kubeconfig: --context NAME\. The current one is "[^"]+": --context [^ ]+\.$/m,
  ],
  [
    'an unreachable cluster',
    { 'k8s/a.yaml': MAP, kubeconfig: unreachable() },
    ({ folder }) => ['diff', 'k8s', '--context', 'gone', '--kubeconfig', join(folder, 'kubeconfig')],
    /cluster "gone": https:\/\/127\.0\.0\.1:1 cannot be reached: nothing listens there \(ECONNREFUSED\)\. Start the cluster/,
  ],
  [
    'an invalid configuration',
    { 'k8s/a.yaml': MAP, '.github/plumbline.yml': 'version: 1\nenvironmentz: {}\n' },
    () => ['diff', 'k8s', '--context', inject('context')],
    /\.github\/plumbline\.yml:2:1: unknown key "environmentz" in the configuration\. Did you mean "environments"\?/,
  ],
  [
    'an empty directory',
    { 'k8s/README.md': 'nothing\n' },
    () => ['diff', 'k8s', '--context', inject('context')],
    /k8s: it declares no object\. Check the path/,
  ],
  [
    'a folder that is not there',
    { 'k8s/a.yaml': MAP },
    () => ['diff', 'k9s', '--context', inject('context')],
    /k9s: no such file or folder\. Check the path\./,
  ],
  [
    'a folder that another tool builds',
    { 'k8s/a.yaml': MAP, 'k8s/deep/kustomization.yaml': 'resources: []\n' },
    () => ['diff', 'k8s', '--context', inject('context')],
    /k8s\/deep\/kustomization\.yaml: the folder is built by kustomize/,
  ],
  [
    'an unknown revision',
    { 'k8s/a.yaml': MAP },
    () => ['preview', 'main...nowhere', '--path', 'k8s', '--context', inject('context')],
    /revision "nowhere": no such commit here/,
  ],
  [
    'a preview without a configuration',
    { 'k8s/a.yaml': MAP },
    () => ['preview', 'main...main'],
    /plumbline\.yml at main \(\w{7}\): there is none\. .*--path DIR --context NAME/,
  ],
];

describe('bad input gets one clear message, exit code 1, and nothing applied', () => {
  it.each(CASES)('%s', async (_what, files, args, message) => {
    const place = await workplace(files);
    const { code, out, err } = await place.plumb(args(place));
    expect(out + err).toMatch(message);
    expect(out + err).not.toMatch(/\n\s+at .*\.ts:/);
    expect(code).toBe(1);
    expect(await place.kubectl(['get', 'configmap', 'x', '--ignore-not-found'])).toBe('');
  });

  it('validate tells every problem with its place, and a valid file as valid', async () => {
    const place = await workplace({
      '.github/plumbline.yml': 'version: 1\nenvironments:\n  Prod: { target: {} }\n',
    });
    const bad = await place.plumb(['validate']);
    expect([
      bad.code,
      bad.err
        .split('\n')
        .filter(Boolean)
        .every((line) => /^\.github\/plumbline\.yml:3:\d+: /.test(line)),
    ]).toEqual([1, true]);
    const config =
      'version: 1\nenvironments: { prod: { targets: { a: { engine: kubernetes, cluster: c, path: .github } } } }\n';
    writeFileSync(join(place.folder, '.github/plumbline.yml'), config);
    expect(await place.plumb(['validate'])).toMatchObject({
      code: 0,
      out: '.github/plumbline.yml: valid. 1 environment, 1 target.\n',
    });
  });

  it('a tool that cannot render a target fails it', async () => {
    const place = await workplace({
      '.github/plumbline.yml': `version: 1
environments:
  prod:
    targets:
      app: { engine: kubernetes, cluster: ${inject('context')}, path: k8s, render: helm }
`,
      'k8s/a.yaml': MAP,
    });
    await place.commit({ 'k8s/a.yaml': `${MAP}#` }, 'feature');
    const { code, out } = await place.plumb(['preview', 'main...feature'], {
      PLUMBLINE_HELM: inject('helm') ?? 'helm',
    });
    expect(code).toBe(1);
    expect(out).toContain('k8s: it has no Chart.yaml');
  });

  it('help of every command has an example; colours only on a terminal', async () => {
    const place = await workplace({ 'k8s/a.yaml': MAP });
    for (const command of ['diff', 'preview', 'sync', 'status', 'validate']) {
      const { code, out } = await place.plumb([command, '--help']);
      expect([code, out]).toEqual([0, expect.stringMatching(new RegExp(`Examples?:\\n  plumb ${command}`))]);
    }
    const { out } = await place.plumb([
      'diff',
      'k8s',
      '--context',
      inject('context'),
      '--namespace',
      place.namespace,
    ]);
    expect(out).not.toContain('\u001b[');
  });
});

function unreachable(): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'gone', cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: 'gone', user: { token: 'not-a-real-token' } }],
    contexts: [{ name: 'gone', context: { cluster: 'gone', user: 'gone' } }],
  });
}
