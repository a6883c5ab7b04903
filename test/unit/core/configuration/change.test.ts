import { describe, expect, it } from 'vitest';
import { changedEnvironments } from '../../../../src/core/configuration/change.ts';
import type { Config, Gate } from '../../../../src/core/target/environment.ts';
import type { IgnoreRule } from '../../../../src/core/target/ignore-rules.ts';
import { configurationLines } from '../../../../src/report/github/configuration.ts';

function configOf(gate: Partial<Gate>, ignore: readonly IgnoreRule[] = []): Config {
  const rest = { freeze: [], onPlanChange: 'hold', nobody: [], updateBranch: 'ignored' } as const;
  const target = {
    id: 'production/shop',
    environment: 'production',
    engine: 'kubernetes',
    destination: 'prod-eu',
    path: 'prod',
    rules: { ignore, mask: [] },
    spec: { render: 'auto', prune: false },
  } as const;
  return {
    environments: [
      {
        name: 'production',
        gate: { approvals: 1, from: [], ...rest, ...gate },
        drift: { action: 'pull-request', after: '10m' },
        targets: [target],
      },
    ],
  };
}

/** What people read of a change. */
function told(before: Config, after: Config): string[] {
  return changedEnvironments(before, after).flatMap((change) => configurationLines(change).slice(1));
}

describe('what a change of the configuration says', () => {
  const rules = Array.from({ length: 40 }, (_none, index) => ({
    kind: `Kind${index}`,
    path: '/spec',
    because: 'its operator writes it',
  }));

  it('U2: a rule behind many others is said by itself', () => {
    const evil = { path: '/spec', because: 'x' };
    expect(told(configOf({}, rules), configOf({}, [...rules, evil]))).toEqual([
      '- `targets.production/shop.ignore: with {"because":"x","path":"/spec"}`',
    ]);
    expect(told(configOf({}, rules), configOf({}, rules.slice(1)))).toEqual([
      '- `targets.production/shop.ignore: without {"because":"its operator writes it","kind":"Kind0","path":"/spec"}`',
    ]);
  });

  it('U2: a long reason hides nothing of its rule', () => {
    const [line = ''] = told(
      configOf({}),
      configOf({}, [{ kind: 'Secret', path: '/data', because: 'x'.repeat(5000) }]),
    );
    expect(line).toContain('"kind":"Secret","path":"/data"');
  });

  it('U2: somebody who may approve is said by name, also one that was there already', () => {
    const from = (...names: string[]) => configOf({ from: names });
    expect(told(from('@acme/sre'), from('@acme/sre', '@mallory'))).toEqual(['- `gate.from: with @mallory`']);
    expect(told(from('@a', '@a'), from('@a'))).toEqual(['- `gate.from: without @a`']);
    expect(told(from('@a', '@b'), from('@b', '@a'))).toEqual([
      '- `gate.from: in another order: ["@b","@a"]`',
    ]);
  });
});
