import { describe, expect, it } from 'vitest';
import { startLoop, until } from '../../support/loop.ts';
import {
  SHOP,
  approveByName,
  approved,
  deploy,
  deployment,
  onShow,
  pressed,
  review,
  say,
} from '../../support/shop.ts';

describe('the gate', { timeout: 240_000 }, () => {
  it('S12, S13: a stranger, the author and a bot do not count, and the check says why', async () => {
    const loop = await startLoop();
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await onShow(loop, pull);
    await review(loop, pull, 'mallory');
    await say(loop, pull, 'alice', '/plumb approve production');
    const check = await until('both are judged', async () => {
      const found = await loop.check(pull);
      return found?.summary.includes('mallory') === true && found.summary.includes('alice')
        ? found
        : undefined;
    });
    expect(check.conclusion).toBeNull();
    expect(check.summary).toMatch(/mallory.*may not write/);
    expect(check.summary).toMatch(/alice.*opened the pull request/);
    expect(check.summary).toContain('0 of 1 approvals');
  });

  it('S15, I6: an approval does not count for what is pushed after it', async () => {
    const loop = await startLoop();
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await approved(loop, pull);
    await loop.push('feature', { 'k8s/web.yaml': deployment('web:other') });
    const check = await until('it is pending again', async () => {
      const found = await loop.check(pull);
      return found?.conclusion === null && found.summary.includes('bob') ? found : undefined;
    });
    expect(check.summary).toMatch(/bob.*approved another plan.*Approve again/);
  });

  it('an approval by command counts', async () => {
    const loop = await startLoop();
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await onShow(loop, pull);
    await say(loop, pull, 'bob', '/plumb approve production');
    await until('the gate lets it pass', async () => (await loop.check(pull))?.conclusion === 'success');
    expect((await loop.check(pull))?.summary).toMatch(/bob.*approved this plan/);
  });

  it("the check's button approves the plan that it is on, and only for whoever may write", async () => {
    const loop = await startLoop();
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await onShow(loop, pull);
    expect(await pressed(loop, pull, 'mallory')).toBe(403);
    expect(await pressed(loop, pull, 'bob')).toBe(200);
    await until('the gate lets it pass', async () => (await loop.check(pull))?.conclusion === 'success');
    expect((await loop.check(pull))?.summary).toMatch(/bob.*approved this plan/);
  });

  it('I7: live that changed after the approval stops the sync: nothing is applied, and it is said what differs', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', SHOP);
    await loop.push('feature', { 'k8s/web.yaml': deployment('web:2'), 'k8s/banner.yaml': undefined });
    const pull = await loop.open('feature');
    await approved(loop, pull);
    await loop.kubectl('set', 'image', 'deployment/web', 'web=registry.example.com/web:hotfix');
    await loop.merge(pull);
    const said = await until(
      'it is said that nothing was applied',
      async () => (await loop.comments(pull)).find((body) => body.includes('stale')),
      60,
    );
    expect(said).toContain('nothing was applied');
    expect(said).toMatch(/changed since the approval.*image/);
    expect(await loop.kubectl('get', 'deployment/web', '-o', 'jsonpath={..image}')).toContain('web:hotfix');
    expect(await loop.kubectl('get', 'configmap/banner', '-o', 'name')).toBe('configmap/banner');
    expect((await loop.deployments())[0]).toBe('failure');

    await until('it is planned again', async () => (await loop.check(pull))?.conclusion === null);
    await approveByName(loop, pull, 'bob');
    await until('it is deployed', async () => (await loop.deployments())[0] === 'success', 60);
    expect(await loop.kubectl('get', 'deployment/web', '-o', 'jsonpath={..image}')).toContain('web:2');
  });

  it('what is merged without its approvals is not applied until it has them', async () => {
    const loop = await startLoop();
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await onShow(loop, pull);
    await loop.merge(pull);
    await until('it is said', async () =>
      (await loop.comments(pull)).some((body) => body.includes('Nothing was applied')),
    );
    expect(await loop.deployments()).toEqual([]);
    await review(loop, pull, 'bob');
    await until('it is deployed', async () => (await loop.deployments())[0] === 'success', 60);
  });

  it('a merge that the API is late with is not forgotten, and does not read as "no changes"', async () => {
    const loop = await startLoop();
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await onShow(loop, pull);
    const late = { method: 'GET', path: new RegExp(`/pulls/${pull}$`) };
    loop.github.faults.failRequests(2, { kind: 'stale' }, late);
    await loop.merge(pull);
    await say(loop, pull, 'bob', '/plumb diff');
    await until(
      'it is said',
      async () => (await loop.comments(pull)).some((body) => body.includes('Nothing was applied')),
      60,
    );
    expect((await loop.comments(pull))[0]).toContain('web:1');
    expect((await loop.check(pull))?.conclusion).toBeNull();
  });
});
