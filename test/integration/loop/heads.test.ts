import { describe, expect, it } from 'vitest';
import { type Login, type Loop, NAME, startLoop, until } from '../../support/loop.ts';
import {
  SHOP,
  approveByName,
  approved,
  deployment,
  heard,
  onShow,
  passes,
  review,
} from '../../support/shop.ts';

async function open(loop: Loop, head: string, base: string, by: Login = 'alice'): Promise<number> {
  const { data } = await loop
    .as(by)
    .rest.pulls.create({ ...NAME, head, base, title: `${head} into ${base}` });
  return data.number;
}

async function branch(loop: Loop, name: string, from = 'main'): Promise<void> {
  const { git } = loop.as('alice').rest;
  const { data } = await git.getRef({ ...NAME, ref: `heads/${from}` });
  await git.createRef({ ...NAME, ref: `refs/heads/${name}`, sha: data.object.sha });
}

const update = (loop: Loop, pull: number, change: { base?: string; state?: 'open' | 'closed' }) =>
  loop.as('carol').rest.pulls.update({ ...NAME, pull_number: pull, ...change });

/** Everything of before has been looked at: the App has answered to a command. */
async function lookedAt(loop: Loop, pull: number): Promise<void> {
  await heard(loop, pull, 'bob', '/plumb help');
}

const pending = (loop: Loop, pull: number, says: RegExp) =>
  until(`it is pending: ${String(says)}`, async () => {
    const found = await loop.check(pull);
    return found?.conclusion === null && says.test(`${found.title}\n${found.summary}`) && found;
  });

const GONE = /No open pull request into main has this commit/;

describe('the check of a commit', { timeout: 300_000 }, () => {
  it('U3: a pull request of the same head into another branch turns nothing green', async () => {
    const loop = await startLoop();
    await branch(loop, 'release');
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await onShow(loop, pull);
    const other = await open(loop, 'feature', 'release', 'bob');
    await lookedAt(loop, other);
    await review(loop, other, 'carol');
    await review(loop, pull, 'mallory');
    const check = await pending(loop, pull, /mallory.*may not write/);
    expect(check.summary).not.toContain('carol');
    await approved(loop, pull);
  });

  it('U3, U40: a pull request into another branch gets no check at all; retargeted and merged at once it is not deployed', async () => {
    const loop = await startLoop();
    await branch(loop, 'release');
    await loop.push('feature', SHOP);
    const pull = await open(loop, 'feature', 'release');
    await lookedAt(loop, pull);
    await review(loop, pull, 'bob');
    await lookedAt(loop, pull);
    expect(await loop.check(pull)).toBeUndefined();
    await update(loop, pull, { base: 'main' });
    await loop.merge(pull);
    await pending(loop, pull, /before the plan was on show/);
    expect(await loop.deployments()).toEqual([]);
    await approveByName(loop, pull, 'bob');
    await until('it is deployed', async () => (await loop.deployments())[0] === 'success');
  });

  it('U3: what left the default branch leaves no success, and has it again when it is back', async () => {
    const loop = await startLoop();
    await branch(loop, 'release');
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await approved(loop, pull);
    await update(loop, pull, { base: 'release' });
    await pending(loop, pull, GONE);
    await until(
      'the comment tells of nothing',
      async () => (await loop.comments(pull))[0]?.includes('create') === false,
    );
    await update(loop, pull, { base: 'main' });
    await passes(loop, pull);
    await update(loop, pull, { state: 'closed' });
    await pending(loop, pull, GONE);
    await update(loop, pull, { state: 'open' });
    await passes(loop, pull);
  });

  it('U3: of two into the default branch the strictest verdict is shown, until both may pass', async () => {
    const loop = await startLoop();
    const head = await loop.push('feature', SHOP);
    const first = await loop.open('feature');
    await approved(loop, first, 'bob');
    await branch(loop, 'twin', 'feature');
    const second = await open(loop, 'twin', 'main', 'bob');
    await pending(loop, second, /Waiting for approval/);
    expect((await loop.check(first))?.id).toBe((await loop.check(second))?.id);
    await approveByName(loop, second, 'carol');
    expect((await passes(loop, second)).conclusion).toBe('success');

    await loop.as('carol').rest.pulls.createReview({
      ...NAME,
      pull_number: second,
      commit_id: head,
      event: 'REQUEST_CHANGES',
      body: 'No.',
    });
    await until('one is blocked', async () => (await loop.check(first))?.conclusion === 'failure');
    await update(loop, second, { state: 'closed' });
    await passes(loop, first);
  });

  it('U3: a commit that is no head any more keeps no success, should a branch be put back to it', async () => {
    const loop = await startLoop();
    const before = await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    await approved(loop, pull);
    await loop.push('feature', { 'k8s/web.yaml': deployment('web:2') });
    await onShow(loop, pull);
    await until(
      'it is taken back',
      async () => (await loop.checkAt(before, 'plumbline / production'))?.conclusion === null,
    );
    await loop.as('alice').rest.git.updateRef({ ...NAME, ref: 'heads/feature', sha: before, force: true });
    await passes(loop, pull);
  });
});
