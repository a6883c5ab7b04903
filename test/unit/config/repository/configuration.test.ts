import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configJsonSchema } from '../../../../src/config/known-keys.ts';
import { describeProblem } from '../../../../src/config/problem.ts';
import { KUBERNETES_FORMAT } from '../../../../src/kubernetes/config/format.ts';
import { parseConfig } from '../../../support/configuration.ts';

const problems = (text: string) => {
  const result = parseConfig(text, 'plumbline.yml');
  return result.status === 'ok' ? [] : result.problems.map(describeProblem);
};
const environment = (body: string) => `version: 1\nenvironments:\n  p:\n${body}`;
const TARGET = '    targets: { a: { engine: kubernetes, cluster: c, path: x } }\n';

describe('a configuration', () => {
  it('is read with every default', () => {
    const result = parseConfig(environment(TARGET), 'f');
    expect(result).toMatchObject({
      status: 'ok',
      config: {
        environments: [
          {
            name: 'p',
            gate: { approvals: 1, onPlanChange: 'hold' },
            drift: { action: 'pull-request', after: '10m' },
            targets: [
              {
                id: 'p/a',
                destination: 'c',
                path: 'x',
                spec: { prune: false, allowEmpty: false, render: 'auto' },
              },
            ],
          },
        ],
      },
    });
  });

  it('takes the keys of every section', () => {
    const text =
      environment(`    gate: { approvals: 2, from: ["@acme/sre", "@ana"], freeze: [], on-plan-change: hold }
    drift: { action: pull-request, after: 2h }
    targets:
      shop: { engine: kubernetes, cluster: c, path: ./clusters/shop/, render: kustomize, namespace: shop, prune: true, allow-empty: true }
      chart: { engine: kubernetes, cluster: c, path: chart, render: helm, helm: { release: r, values: [./a/b.yaml] } }
    ignore: [{ kind: Deployment, path: /spec/replicas, because: owned by the HPA }]
    mask: [{ kind: ConfigMap, path: /data/license }, { path: "/spec/users/[name=ana]/pin" }]
`);
    const result = parseConfig(text, 'f');
    expect(result.status === 'ok' && result.config.environments[0]?.targets.map(({ path }) => path)).toEqual([
      'clusters/shop',
      'chart',
    ]);
  });

  it('H8: gives each target the rules of its environment: what is ignored, and what is masked', () => {
    const rules = `    ignore: [{ path: /spec/replicas, because: x }]
    mask: [{ kind: ConfigMap, name: a, namespace: b, path: /data/c }, { path: /spec/pin }]
`;
    const result = parseConfig(environment(`${TARGET}${rules}`), 'f');
    expect(result.status === 'ok' && result.config.environments[0]?.targets).toMatchObject([
      {
        rules: {
          ignore: [{ path: '/spec/replicas', because: 'x' }],
          mask: [{ kind: 'ConfigMap', name: 'a', namespace: 'b', path: '/data/c' }, { path: '/spec/pin' }],
        },
      },
    ]);
  });

  it.each([
    ['nothing at all', '', ['plumbline.yml:1:1: it is empty. Start with "version: 1".']],
    ['broken YAML', 'a: [', ['plumbline.yml:1:5: no valid YAML (bad_indent)']],
    ['a key twice', 'version: 1\nversion: 1\n', ['plumbline.yml:2:1: no valid YAML (duplicate_key)']],
    ['a list', '- a', ['plumbline.yml:1:1: the configuration must be a map.']],
    [
      'several documents',
      '---\nversion: 1\n---\nversion: 1\n',
      ['plumbline.yml:3:1: it holds several documents. Keep one.'],
    ],
    ['another version', `version: 2\nenvironments: {}`, ['plumbline.yml:1:10: version must be 1.']],
    ['no version', 'environments: {}', ['plumbline.yml:1:1: the configuration needs the key "version".']],
    [
      'an unknown key near a known one',
      environment(`    gate: { aproval: 2 }\n${TARGET}`),
      ['plumbline.yml:4:13: unknown key "aproval" in environments.p.gate. Did you mean "approvals"?'],
    ],
    [
      'an unknown key near none',
      environment(`    zzzzzz: 1\n${TARGET}`),
      [
        'plumbline.yml:4:5: unknown key "zzzzzz" in environments.p. Known keys: gate, drift, targets, ignore, mask.',
      ],
    ],
    [
      'an unknown key of a target',
      environment('    targets: { a: { engine: kubernetes, cluster: c, path: x, prunes: true } }\n'),
      ['plumbline.yml:4:62: unknown key "prunes" in environments.p.targets.a. Did you mean "prune"?'],
    ],
    [
      'an unknown engine',
      environment('    targets: { a: { engine: kubernets, path: x } }\n'),
      ['plumbline.yml:4:29: environments.p.targets.a.engine must be "kubernetes".'],
    ],
    [
      'U69: a Terraform target, which is not built yet',
      environment('    targets: { a: { engine: terraform, path: infra, workspace: prod } }\n'),
      [
        'plumbline.yml:4:29: environments.p.targets.a.engine must be "kubernetes": terraform is not built yet. Remove the target until it is.',
      ],
    ],
    [
      'U69: an Ansible target, which is not built yet',
      environment('    targets: { a: { engine: ansible, playbook: site.yml, inventory: prod } }\n'),
      [
        'plumbline.yml:4:29: environments.p.targets.a.engine must be "kubernetes": ansible is not built yet. Remove the target until it is.',
      ],
    ],
    [
      'a missing key',
      environment('    targets: { a: { engine: kubernetes, path: x } }\n'),
      ['plumbline.yml:4:19: environments.p.targets.a needs the key "cluster".'],
    ],
    [
      'a path out of the repository',
      environment('    targets: { a: { engine: kubernetes, cluster: c, path: ../x } }\n'),
      [
        'plumbline.yml:4:59: environments.p.targets.a.path must be a path inside the repository, with "/" and without "..".',
      ],
    ],
    [
      'a mask of nothing',
      environment(`    mask: [{ kind: ConfigMap }]\n${TARGET}`),
      ['plumbline.yml:4:12: environments.p.mask.0 needs the key "path".'],
    ],
    [
      'a mask that is no JSON pointer',
      environment(`    mask: [{ path: spec.password }]\n${TARGET}`),
      ['plumbline.yml:4:20: environments.p.mask.0.path must be a JSON pointer such as /spec/password.'],
    ],
    [
      'an environment without targets',
      environment('    targets: {}\n'),
      ['plumbline.yml:4:14: an environment needs a target.'],
    ],
    [
      'two targets of one destination',
      environment(
        '    targets:\n      a: { engine: kubernetes, cluster: c, path: x }\n      b: { engine: kubernetes, cluster: c, path: x }\n',
      ),
      ['plumbline.yml:6:10: target p/b applies the same folder to the same place as p/a.'],
    ],
    [
      'U69: a freeze, which is not built yet',
      environment(`    gate: { freeze: ["Fri 16:00 - Mon 08:00 Europe/London"] }\n${TARGET}`),
      ['plumbline.yml:4:21: "freeze" is not built yet. Remove it from the gate.'],
    ],
    [
      'U69: a plan change that is to be applied, which is not built yet',
      environment(`    gate: { on-plan-change: apply }\n${TARGET}`),
      ['plumbline.yml:4:29: "on-plan-change: apply" is not built yet. Remove it from the gate.'],
    ],
    ...['alert', 'revert'].map((action): [string, string, string[]] => [
      `U61: an action for drift that is not built yet: ${action}`,
      environment(`    drift: { action: ${action} }\n${TARGET}`),
      [
        `plumbline.yml:4:22: environments.p.drift.action cannot be "${action}": that is not built yet. Write "pull-request", or leave the key out: drift is also counted in the metrics, where an alert can watch it.`,
      ],
    ]),
    [
      'an action for drift that there is not',
      environment(`    drift: { action: explode }\n${TARGET}`),
      ['plumbline.yml:4:22: environments.p.drift.action must be "pull-request".'],
    ],
    [
      'U47: an address of nobody that is none',
      environment(`    gate: { nobody: ["Agent <agent@example.com>"] }\n${TARGET}`),
      [
        'plumbline.yml:4:22: environments.p.gate.nobody.0 must be an address as commits have it, such as agent@example.com.',
      ],
    ],
    [
      'U48: another way to count "Update branch"',
      environment(`    gate: { update-branch: maybe }\n${TARGET}`),
      ['plumbline.yml:4:28: environments.p.gate.update-branch must be "ignored" or "counts".'],
    ],
    [
      'U46: a time that is none',
      environment(`    drift: { again: tomorrow }\n${TARGET}`),
      ['plumbline.yml:4:21: environments.p.drift.again must be a duration such as 30s, 10m, 2h or 1d.'],
    ],
  ])('with %s is told so, with its place', (_what, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('tells every problem, in the order of the file', () => {
    const text = environment(
      '    drift: { after: soon, action: explode }\n    targets: { a: { engine: kubernetes, cluster: 1, path: x, prune: "yes" } }\n',
    );
    expect(
      problems(text).map((line) => line.replace(/^plumbline\.yml:(\d+).*environments\.p\.(\S+).*/, '$1 $2')),
    ).toEqual(['4 drift.after', '4 drift.action', '5 targets.a.cluster', '5 targets.a.prune']);
  });

  it('is refused quickly when its aliases expand without end', () => {
    const bomb =
      'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]';
    expect(problems(bomb)).toEqual(['plumbline.yml:1:1: its aliases expand too far. Write it out.']);
  });
});

describe('the published JSON Schema', () => {
  const published = readFileSync(
    new URL('../../../../src/config/repository/plumbline.schema.json', import.meta.url),
    'utf8',
  );

  it('is the one that is checked (npm run schema writes it)', () => {
    expect(JSON.parse(published)).toEqual(configJsonSchema([KUBERNETES_FORMAT]));
  });

  it('refuses unknown keys everywhere', () => {
    const maps = published.match(/"properties": /g)?.length;
    expect(published.match(/"additionalProperties": false/g)?.length).toBe(maps);
  });
});

describe('U60: what a target depends on', () => {
  const chain = (of: Readonly<Record<string, readonly string[]>>) =>
    environment(
      `    targets:\n${Object.entries(of)
        .map(
          ([name, others]) =>
            `      ${name}: { engine: kubernetes, cluster: c, path: ${name}, depends-on: [${others.join(', ')}] }\n`,
        )
        .join('')}`,
    );

  it('is other targets of its environment, by their ids', () => {
    const result = parseConfig(chain({ base: [], shop: ['base'] }), 'f');
    const targets = result.status === 'ok' ? result.config.environments[0]?.targets : [];
    expect(targets?.map(({ dependsOn }) => dependsOn)).toEqual([undefined, ['p/base']]);
  });

  it.each([
    [
      'a name that is none',
      { base: [], shop: ['bas'] },
      /:6:.*must name another target of the same environment: it has base\./,
    ],
    ['the only one', { shop: ['base'] }, /it has no other/],
    ['itself', { shop: ['shop'] }, /goes round in a circle: shop → shop/],
    ['a circle of three', { a: ['c'], b: ['a'], c: ['b'] }, /goes round in a circle: a → c → b → a/],
    [
      'a circle that another one waits for',
      { x: ['a'], a: ['b'], b: ['a'] },
      /^[^\n]*goes round in a circle: a → b → a\. [^\n]*$/,
    ],
  ])('is refused where it is %s', (_what, of, words) => {
    expect(problems(chain(of)).join('\n')).toMatch(words);
  });

  it('is of no other environment', () => {
    const text = `${chain({ shop: ['base'] })}  q:\n${TARGET.replace('a:', 'base:')}`;
    expect(problems(text).join('\n')).toMatch(/must name another target of the same environment/);
  });
});
