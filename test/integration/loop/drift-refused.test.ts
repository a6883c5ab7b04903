import { describe, expect, it } from 'vitest';
import { type Loop, NAME, startLoop, until } from '../../support/loop.ts';
import { SHOP, deploy, driftPull, driftedObjects } from '../../support/shop.ts';

const PATIENCE = 120;

async function refused(loop: Loop): Promise<number | undefined> {
  const lines = (await loop.app.process().metrics()).split('\n');
  const line = lines.find((text) => text.startsWith('plumbline_drift_refused{'));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

async function checkOnTip(loop: Loop) {
  const check_name = `plumbline / drift of ${loop.target}`;
  const { data } = await loop.as('carol').rest.checks.listForRef({ ...NAME, ref: 'main', check_name });
  return data.check_runs[0];
}

async function deployed(): Promise<Loop> {
  const loop = await startLoop();
  await deploy(loop, 'first', SHOP);
  await until('nothing differs', async () => (await driftedObjects(loop)) === 0, PATIENCE);
  return loop;
}

describe('a drift branch that GitHub refuses', { timeout: 480_000 }, () => {
  it("U53: a ruleset's words and what to change are said on the tip, and counted, until it lets us", async () => {
    const loop = await deployed();
    const message =
      'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n';
    const rule = { method: 'POST', path: '/git/refs' };
    loop.github.faults.failRequests(Infinity, { kind: 'status', status: 422, message }, rule);
    await loop.kubectl('scale', 'deployment/web', '--replicas=2');
    await until('it is counted', async () => (await refused(loop)) === 1, PATIENCE);
    const check = await until('it is said', () => checkOnTip(loop), PATIENCE);
    expect(check.conclusion).toBe('failure');
    expect(check.output.summary).toContain('Cannot create ref due to creations being restricted');
    expect(check.output.summary).toContain('let the Plumbline App bypass it');
    expect(await driftedObjects(loop)).toBe(1);
    loop.github.faults.clear();
    await loop.kubectl('scale', 'deployment/web', '--replicas=3');
    await until('it is proposed', () => driftPull(loop), PATIENCE);
    await until('it is taken back', async () => (await checkOnTip(loop))?.conclusion === 'success', PATIENCE);
    expect(await refused(loop)).toBe(0);
  });

  it('U53: an archived repository is left alone, and that is said once', async () => {
    const loop = await deployed();
    const repository = loop.github.world.repository('acme/shop');
    if (repository === undefined) throw new Error('There is no such repository.');
    repository.archived = true;
    const message = 'Repository was archived so is read-only.';
    for (const method of ['POST', 'PATCH', 'DELETE'])
      loop.github.faults.failRequests(
        Infinity,
        { kind: 'status', status: 403, message },
        { method, path: '/repos/' },
      );
    await loop.kubectl('scale', 'deployment/web', '--replicas=2');
    await until('it is counted', async () => (await refused(loop)) === 1, PATIENCE);
    await loop.kubectl('delete', 'configmap', 'banner');
    await until('it is looked at again', async () => (await driftedObjects(loop)) === 2, PATIENCE);
    await loop.kubectl('delete', 'service', 'web');
    await until('and again', async () => (await driftedObjects(loop)) === 3, PATIENCE);
    const output = loop.app.process().output();
    expect(output.split('drift is left alone').length - 1).toBe(1);
    expect(output).toContain('the repository is archived');
    expect(await checkOnTip(loop)).toBeUndefined();
  });
});
