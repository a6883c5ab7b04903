import { describe, expect, it } from 'vitest';
import { changedEnvironments } from '../../../../src/core/configuration/change.ts';
import { gatesFor, gatesOf } from '../../../../src/core/gate/gates.ts';
import type { Config, Environment, Gate } from '../../../../src/core/target/environment.ts';
import type { Target } from '../../../../src/core/target/target.ts';
import { configurationLines } from '../../../../src/report/github/configuration.ts';

const gate = (approvals: number): Gate => ({
  approvals,
  from: [],
  freeze: [],
  onPlanChange: 'hold',
  nobody: [],
  updateBranch: 'ignored',
});

function target(environment: string, name: string, destination: string): Target {
  return {
    id: `${environment}/${name}`,
    environment,
    engine: 'kubernetes',
    destination,
    path: name,
    rules: { ignore: [], mask: [] },
    spec: {},
  };
}

const environment = (name: string, approvals: number, targets: readonly Target[]): Environment => ({
  name,
  gate: gate(approvals),
  drift: { action: 'pull-request', after: '10m' },
  targets,
});

const PRODUCTION = environment('production', 2, [target('production', 'shop', 'prod-eu')]);
const IN_FORCE: Config = {
  environments: [environment('staging', 0, [target('staging', 'shop', 'test')]), PRODUCTION],
};

/** What judges the one change that a proposal of staging's targets makes. */
function judging(...targets: readonly Target[]) {
  const proposed = { environments: [environment('staging', 0, targets), PRODUCTION] };
  const [change] = changedEnvironments(IN_FORCE, proposed);
  if (change === undefined) throw new Error('It changes nothing.');
  const approvals = (gates: readonly Gate[]) => gates.map((each) => each.approvals);
  return {
    word: configurationLines(change)[0],
    tip: approvals(gatesOf(IN_FORCE, 'staging', change)),
    open: approvals(gatesFor({ inForce: IN_FORCE }, 'staging', { ...change, standing: 'due' })),
    merged: approvals(
      gatesFor({ inForce: proposed, atMerge: [IN_FORCE] }, 'staging', { ...change, standing: 'done' }),
    ),
  };
}

describe('which gates judge a change of the configuration', () => {
  it('U2: a lax environment does not open the cluster of a strict one', () => {
    const shop = target('staging', 'shop', 'test');
    for (const told of [
      judging(shop, target('staging', 'door', 'prod-eu')),
      judging({ ...shop, destination: 'prod-eu' }),
      // A cluster may have two names.
      judging(shop, target('staging', 'door', 'prod-eu-by-another-name')),
    ]) {
      expect(told).toMatchObject({ tip: [0, 2], open: [0, 2], merged: [0, 2] });
      expect(told.word).toContain('comes to a cluster in which it had no target: every gate in force');
    }
  });

  it('U2: what stays in the clusters of its environment is judged by the gate of that alone', () => {
    const told = judging(target('staging', 'shop', 'test'), target('staging', 'blog', 'test'));
    expect(told).toMatchObject({ tip: [0], open: [0], merged: [0] });
    expect(told.word).toContain('the gate in force until then judges that');
  });
});
