import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { type Workplace, workplace } from '../../support/plumb.ts';

const map = (name: string, value = '1') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { a: "${value}" }\n`;

interface PlanJson {
  targets: {
    target: string;
    fingerprint: string;
    changes: { action: string; id: { kind: string; name: string } }[];
  }[];
}

/** What a command plans, in short. */
const planned = (out: string) =>
  (JSON.parse(out) as PlanJson).targets.flatMap(({ changes }) =>
    changes.map(({ action, id }) => `${action} ${id.kind} ${id.name}`),
  );
const on = ({ namespace }: Workplace) => ['--context', inject('context'), '-n', namespace];

describe('U26: the command line has what its users type', () => {
  it('a file as PATH, as -f, and the standard input is planned alone', async () => {
    const place = await workplace({ 'k8s/a.yaml': map('a'), 'k8s/b.yaml': map('b') });
    writeFileSync(join(place.folder, 'named-otherwise.txt'), map('c'));
    const json = [...on(place), '-o', 'json'];
    const ways: [string[], string | undefined, string[]][] = [
      [['k8s/a.yaml'], undefined, ['create ConfigMap a']],
      [['-f', 'k8s/b.yaml'], undefined, ['create ConfigMap b']],
      [['-f', 'named-otherwise.txt'], undefined, ['create ConfigMap c']],
      [['-f', 'k8s'], undefined, ['create ConfigMap a', 'create ConfigMap b']],
      [['-f', '-'], `${map('v')}---\n${map('w')}`, ['create ConfigMap v', 'create ConfigMap w']],
    ];
    for (const [args, input, expected] of ways) {
      const { code, out, err } = await place.plumb(['diff', ...args, ...json], {}, input);
      expect([args, code, err]).toEqual([args, 2, '']);
      expect(planned(out)).toEqual(expected);
    }
  });

  it('a sync of the standard input needs a name, asks nobody, and applies what is approved', async () => {
    const place = await workplace({ 'README.md': '' });
    const sync = (...more: string[]) =>
      place.plumb(['sync', '-f', '-', ...on(place), ...more], {}, map('piped'));
    expect(await sync('--yes')).toMatchObject({
      code: 1,
      err: 'error: stdin: what is applied from the standard input is kept together under a name, and none is given. Add --name NAME.\n',
    });
    const name = `piped-${place.namespace}`;
    expect(await sync('--name', name)).toMatchObject({ code: 2, out: '' });
    expect((await sync('--name', name, '--yes')).code).toBe(0);
    expect(await place.kubectl(['get', 'configmap/piped', '-o', 'jsonpath={.data.a}'])).toBe('1');
  });

  it('--prune, --ignore, --replace and --confirm-delete mean what the configuration means by them', async () => {
    const job = (image: string) =>
      `apiVersion: batch/v1\nkind: Job\nmetadata: { name: j }\nspec: { suspend: true, template: { spec: { restartPolicy: Never, containers: [{ name: j, image: "${image}" }] } } }\n`;
    const place = await workplace({
      'k8s/a.yaml': map('a'),
      'k8s/b.yaml': map('b'),
      'k8s/job.yaml': job('i:1'),
    });
    const args = ['k8s', ...on(place), '--name', `own-${place.namespace}`];
    expect((await place.plumb(['sync', ...args, '--yes'])).code).toBe(0);
    await place.commit({ 'k8s/b.yaml': undefined, 'k8s/job.yaml': job('i:2') });
    await place.kubectl(['patch', 'configmap/a', '-p', '{"data":{"a":"live"}}']);
    const diff = async (...more: string[]) => {
      const { code, out } = await place.plumb(['diff', ...args, ...more, '-o', 'json']);
      return [code, planned(out)];
    };
    const ignored = ['--ignore', `ConfigMap ${place.namespace}/a:/data/a`];
    expect(await diff()).toEqual([1, ['update ConfigMap a', 'replace Job j', 'keep ConfigMap b']]);
    expect(await diff('--replace', 'Job j')).toEqual([
      2,
      ['update ConfigMap a', 'replace Job j', 'keep ConfigMap b'],
    ]);
    expect(await diff('--replace', 'Job j', '--prune', ...ignored)).toEqual([
      2,
      ['replace Job j', 'delete ConfigMap b'],
    ]);
    await place.commit({ 'k8s/ns.yaml': namespace(`${place.namespace}-x`) });
    expect((await place.plumb(['sync', ...args, '--replace', 'Job j', '--prune', '--yes'])).code).toBe(0);
    await place.commit({ 'k8s/ns.yaml': undefined });
    expect(await diff('--prune', ...ignored)).toEqual([0, [`keep Namespace ${place.namespace}-x`]]);
    expect(await diff('--prune', ...ignored, '--confirm-delete', `Namespace ${place.namespace}-x`)).toEqual([
      2,
      [`delete Namespace ${place.namespace}-x`],
    ]);
    await place.kubectl(['delete', 'namespace', `${place.namespace}-x`, '--wait=false']);
  });

  it('--set is what helm makes of it, over values files', async () => {
    const place = await workplace({
      'chart/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
      'chart/values.yaml': 'a: one\nb: two\n',
      'chart/templates/a.yaml': map('from-chart', '{{ .Values.a }}-{{ .Values.b }}'),
      'over.yaml': 'a: over\nb: over\n',
    });
    const { code, out } = await place.plumb(
      ['diff', 'chart', ...on(place), '--values', 'over.yaml', '--set', 'b=set', '--set', 'c=1'],
      { PLUMBLINE_HELM: inject('helm') ?? 'helm' },
    );
    expect(code).toBe(2);
    expect(out).toContain('over-set');
  });

  it('what a chart would be told is refused where there is none', async () => {
    const place = await workplace({ 'k8s/a.yaml': map('a') });
    const { code, out } = await place.plumb(['diff', 'k8s', ...on(place), '--set', 'b=set']);
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/k8s: it is no chart, so that "helm" of target k8s/),
    ]);
  });

  it('--as plans as another user, who may do less', async () => {
    const place = await workplace({ 'k8s/a.yaml': map('a') });
    const { code, out } = await place.plumb(['diff', 'k8s', ...on(place), '--as', 'nobody-at-all']);
    expect(code).toBe(1);
    expect(out).toMatch(/User "nobody-at-all" cannot|nobody-at-all/);
  });
});

describe('U26: plumb status', () => {
  const config = (name: string, cluster = inject('context')) =>
    `version: 1\nenvironments: { production: { targets: { ${name}: { engine: kubernetes, cluster: ${cluster}, path: k8s, namespace: NAMESPACE } } } }\n`;

  it('tells of each target its state, last sync, health and how fresh that is', async () => {
    const web = `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  replicas: 1\n  selector: { matchLabels: { app: web } }\n  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: "web:1" }] } }\n`;
    const place = await workplace({ '.github/plumbline.yml': config('NAMESPACE'), 'k8s/web.yaml': web });
    const id = `production/${place.namespace}`;
    const before = await place.plumb(['status']);
    expect([before.code, before.out]).toEqual([2, expect.stringContaining('1 to create')]);
    expect(before.out).toContain('last sync  none under this name');
    expect((await place.plumb(['sync', 'k8s', '--yes'])).code).toBe(0);

    const after = await place.plumb(['status', place.namespace]);
    expect(after.code).toBe(0);
    expect(after.out).toMatch(
      new RegExp(
        `^${id} in cluster .*\\n  state      in sync, 1 object\\n  last sync  last changed something [\\dTZ:-]+ \\(\\d+ seconds? ago\\), from .*#k8s\\n  health     1 of 1 object healthy\\n\\nAs of [\\dTZ:-]+, compared with: working folder\\.\\n$`,
      ),
    );
    await place.kubectl(['delete', 'deployment/web']);
    const gone = await place.plumb(['status', id, '-o', 'json']);
    expect(gone.code).toBe(2);
    expect(JSON.parse(gone.out)).toMatchObject({
      kind: 'status',
      targets: [
        {
          target: id,
          state: 'different',
          counts: { create: 1 },
          live: { objects: [{ health: { status: 'failed', reason: 'it is not there any more' } }] },
        },
      ],
    });
    const wrong = await place.plumb(['status', 'shoop']);
    expect([wrong.code, wrong.err]).toEqual([
      1,
      `error: shoop: no target and no path is called so (known targets: ${id}). Correct the name.\n`,
    ]);
    await place.kubectl(['delete', 'configmap', `production.${place.namespace}`, '-n', 'plumbline-system']);
  });

  it('U68: a cluster that is no context is told with the contexts and the cure, which each command knows', async () => {
    const place = await workplace({
      '.github/plumbline.yml': config('NAMESPACE', 'prod-eu'),
      'k8s/a.yaml': map('a'),
    });
    await place.commit({ 'k8s/a.yaml': map('a', '2') }, 'feature');
    const commands = [
      ['diff', 'k8s'],
      ['sync', 'k8s', '--plan', 'x'],
      ['status'],
      ['preview', 'main...feature'],
    ];
    for (const command of commands) {
      const { out, err } = await place.plumb(command);
      expect(out + err).toMatch(
        /context "prod-eu": not in the kubeconfig \(.*\)\. Known contexts: .*sandbox.*\. Say which of them it is: --cluster prod-eu=CONTEXT\./,
      );
      const cured = await place.plumb([...command, '--cluster', `prod-eu=${inject('context')}`]);
      expect([command, cured.code]).toEqual([command, 2]);
    }
    expect((await place.plumb(['preview', 'main...feature', '--context', inject('context')])).code).toBe(2);
  });

  it('what a configured target is, and what is a part of one, is not said otherwise', async () => {
    const place = await workplace({ '.github/plumbline.yml': config('NAMESPACE'), 'k8s/a.yaml': map('a') });
    const cases: [string[], RegExp][] = [
      [
        ['diff', 'k8s', '--prune', '--replace', 'Job j'],
        /--prune and --replace: target production\/\S+ is configured/,
      ],
      [
        ['diff', 'k8s/a.yaml'],
        /k8s\/a\.yaml: it is a part of target production\/\S+, which is planned as a whole/,
      ],
      [['diff', 'k8s', '--environment', 'prod'], /environment "prod": .*Known environments: production/],
      [['preview', '--prune'], /--prune: the targets are configured/],
      [['status', '-n', 'x'], /--namespace: the targets are configured/],
    ];
    for (const [args, message] of cases) {
      const { code, err } = await place.plumb(args);
      expect([args.join(' '), code]).toEqual([args.join(' '), 1]);
      expect(err).toMatch(message);
    }
  });
});

describe('U69: one truth', () => {
  it('a plan that nobody approved ends with 2, whether nobody was there or somebody said no', async () => {
    const place = await workplace({ 'k8s/a.yaml': map('a') });
    const { code, err } = await place.plumb(['sync', 'k8s', ...on(place)]);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('nobody is there to approve it, so nothing was applied'),
    ]);
    expect(await place.kubectl(['get', 'configmap', 'a', '--ignore-not-found'])).toBe('');
  });

  it('validate tells of paths that are not there, with their place', async () => {
    const place = await workplace({
      '.github/plumbline.yml': `version: 1
environments:
  prod:
    targets:
      a: { engine: kubernetes, cluster: c, path: k9s }
      b: { engine: kubernetes, cluster: c, path: k8s, helm: { values: [nothing.yaml] } }
      c: { engine: kubernetes, cluster: c, path: ./k8s/a.yaml }
      d: { engine: kubernetes, cluster: c, path: gone, allow-empty: true }
`,
      'k8s/a.yaml': map('a'),
    });
    const { code, err } = await place.plumb(['validate']);
    expect(code).toBe(1);
    expect(err.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^\.github\/plumbline\.yml:5:50: k9s: no such folder/),
      expect.stringMatching(/^\.github\/plumbline\.yml:6:\d+: nothing\.yaml: no such file/),
      expect.stringMatching(/^\.github\/plumbline\.yml:7:50: k8s\/a\.yaml: /),
    ]);
  });
});

function namespace(name: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`;
}
