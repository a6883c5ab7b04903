import { describe, expect, it } from 'vitest';
import type { Button } from '../../../src/core/button.ts';
import { TIP } from '../../../src/core/gate/tip.ts';
import { type ListenerDeps, createListener } from '../../../src/flows/listener.ts';

const REPOSITORY = { installation: 1, id: 1, name: 'acme/shop' };

/** The jobs that a press of a button makes. */
async function jobsOf(button: Button, pull: number): Promise<string[]> {
  const made: string[] = [];
  const deps: ListenerDeps = {
    jobs: { enqueue: async (queue, data) => void made.push(`${queue} ${JSON.stringify(data)}`) },
    deliveries: { claim: async () => true },
    approvals: { save: async () => undefined, ofPull: async () => [] },
    syncs: { allSynced: async () => [] },
    clock: { now: () => 0, sleep: async () => undefined },
    knows: () => true,
    ignored: () => undefined,
  };
  await createListener(deps).pressed(REPOSITORY, button, 'ada', { pull });
  return made.map((job) => job.replace(JSON.stringify(REPOSITORY), '…'));
}

describe('what a button of a check leads to', () => {
  it('U51: "Re-run" of the check on the branch looks at the configuration again: it is of no pull request', async () => {
    expect(await jobsOf('plan', TIP.pull)).toEqual(['configuration {"repository":…}']);
  });

  it('"Re-run" of a pull request’s check plans it again', async () => {
    expect(await jobsOf('plan', 7)).toEqual([
      'preview {"repository":…,"number":7}',
      'queue {"repository":…}',
    ]);
  });
});
