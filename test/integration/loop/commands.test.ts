import { describe, expect, it } from 'vitest';
import { type Loop, startLoop, until } from '../../support/loop.ts';
import { SHOP, approveByName, deploy, deployed, deployment, say } from '../../support/shop.ts';

describe('/plumb', { timeout: 240_000 }, () => {
  it('helps, plans again, deploys, and says so where it does none of that', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', SHOP);
    await loop.push('feature', { 'k8s/web.yaml': deployment('web:2') });
    const pull = await loop.open('feature');
    await until('there is a comment', async () => (await loop.comments(pull))[0]?.includes('web:2'));

    await say(loop, pull, 'mallory', '/plumb help');
    await answered(loop, pull, /Environments: `production`[\s\S]*\/plumb retry/);
    await say(loop, pull, 'mallory', '/plumb diff');
    await answered(loop, pull, /`mallory` may not write to this repository, so nothing was done/);
    await say(loop, pull, 'bob', '/plumb deploy');
    await answered(loop, pull, /`\/plumb deploy` is no command, so nothing was done/);
    await say(loop, pull, 'bob', '/plumb sync');
    await answered(loop, pull, /Nothing was applied: this pull request is not merged/);
    expect(await loop.kubectl('get', 'deployment/web', '-o', 'jsonpath={..image}')).toContain('web:1');

    await loop.kubectl('scale', 'deployment/web', '--replicas=2');
    await say(loop, pull, 'bob', '/plumb diff');
    await until('the plan is new', async () => (await loop.comments(pull))[0]?.includes('spec.replicas'));

    // Two plans of this commit were on show by now.
    await approveByName(loop, pull, 'bob');
    await until('the gate lets it pass', async () => (await loop.check(pull))?.conclusion === 'success');
    await loop.merge(pull);
    await deployed(loop, 2);
    await say(loop, pull, 'bob', '/plumb sync production');
    await until('it was heard', async () => loop.github.world.deliveries.at(-1)?.event === 'issue_comment');
    expect(await loop.deployments()).toHaveLength(2);
    expect(await loop.kubectl('get', 'deployment/web', '-o', 'jsonpath={.spec.replicas}')).toBe('1');
  });
});

async function answered(loop: Loop, pull: number, answer: RegExp): Promise<void> {
  await until(`${answer} is answered`, async () =>
    (await loop.comments(pull)).some((body) => answer.test(body)),
  );
}
