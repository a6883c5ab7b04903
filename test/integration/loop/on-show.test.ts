import { describe, expect, it } from 'vitest';
import { type Login, type Loop, NAME, startLoop, until } from '../../support/loop.ts';
import {
  SHOP,
  approveByName,
  approved,
  deployment,
  onShow,
  passes,
  planOnShow,
  press,
  pressRun,
  pressed,
  review,
  say,
} from '../../support/shop.ts';

const pending = (loop: Loop, pull: number, says: RegExp) =>
  until(`it is pending: ${String(says)}`, async () => {
    const found = await loop.check(pull);
    return found?.conclusion === null && says.test(`${found.title}\n${found.summary}`) && found;
  });

async function propose(loop: Loop): Promise<number> {
  await loop.push('feature', SHOP);
  return loop.open('feature');
}

/** Somebody changes what is live, so that the same commit is planned otherwise. */
async function planOtherwise(loop: Loop, pull: number): Promise<string> {
  const before = await planOnShow(loop, pull);
  await loop.kubectl('create', 'configmap', 'banner', `--from-literal=text=${before}`);
  await say(loop, pull, 'carol', '/plumb diff');
  return until('another plan is on show', async () => {
    const id = await planOnShow(loop, pull);
    return id !== before && id;
  });
}

async function comment(loop: Loop, pull: number, by: Login, body: string): Promise<number> {
  return (await loop.as(by).rest.issues.createComment({ ...NAME, issue_number: pull, body })).data.id;
}

describe('an approval is of what was on show', { timeout: 300_000 }, () => {
  it('U10: one of the very second in which the plan came to be shown does not count', async () => {
    const loop = await startLoop();
    const { clock } = loop.github;
    const now = clock.now.bind(clock);
    const stopped = now();
    clock.now = () => stopped;
    const pull = await propose(loop);
    await onShow(loop, pull);
    await review(loop, pull, 'bob');
    await pending(loop, pull, /bob.*before the plan was on show/);
    clock.now = now;
    await approved(loop, pull);
  });

  it.each([
    ['behind', 20_000],
    ['ahead', -20_000],
  ])(
    'U10, U42: with a server whose clock is 20 s %s nothing counts that was written before the plan',
    async (_where, offset) => {
      const loop = await startLoop();
      loop.github.clock.offset = offset;
      await loop.push('feature', SHOP);
      loop.github.faults.failRequests(
        1,
        { kind: 'delay', delay: 3000 },
        { method: 'GET', path: /commits\/\w+\/pulls$/ },
      );
      const pull = await loop.open('feature');
      await say(loop, pull, 'bob', '/plumb approve production');
      await pending(loop, pull, /bob.*before the plan was on show/);
      await approved(loop, pull);
    },
  );

  it('U10: after two plans on one head a review does not tell which one was read; a name or the button does', async () => {
    const loop = await startLoop();
    const pull = await propose(loop);
    const second = await planOtherwise(loop, pull);
    await review(loop, pull, 'bob');
    const asked = await pending(loop, pull, /bob.*more than one plan had been on show/);
    expect(asked.summary).toContain(`/plumb approve production ${second}`);
    await approveByName(loop, pull, 'bob');
    await passes(loop, pull);
  });

  it('U10: the name of a plan that is not on show any more approves that one', async () => {
    const loop = await startLoop();
    const pull = await propose(loop);
    const first = await planOnShow(loop, pull);
    await planOtherwise(loop, pull);
    await say(loop, pull, 'bob', `/plumb approve production ${first}`);
    await pending(loop, pull, /bob.*approved another plan/);
  });

  it('U10: a page that is still open has the button of the plan that it shows', async () => {
    const loop = await startLoop();
    const pull = await propose(loop);
    const { id } = await onShow(loop, pull);
    await planOtherwise(loop, pull);
    expect((await loop.check(pull))?.id).not.toBe(id);
    expect(await pressRun(loop, id, 'bob')).toBe(200);
    await pending(loop, pull, /bob.*approved another plan/);
    expect(await pressed(loop, pull, 'bob')).toBe(200);
    await passes(loop, pull);
  });

  it('U10: a dismissed review takes older approvals of the same person with it', async () => {
    const loop = await startLoop();
    const pull = await propose(loop);
    await onShow(loop, pull);
    await say(loop, pull, 'bob', '/plumb approve production');
    await passes(loop, pull);
    const parameters = { ...NAME, pull_number: pull };
    const { data } = await loop.as('bob').rest.pulls.createReview({ ...parameters, event: 'APPROVE' });
    const dismissal = { ...parameters, review_id: data.id, message: 'Not yet.' };
    await loop.as('carol').rest.pulls.dismissReview(dismissal);
    await pending(loop, pull, /bob.*dismissed/);
    await until('the second is over', async () => loop.github.clock.now() % 1000 < 200);
    await approveByName(loop, pull, 'bob');
    await passes(loop, pull);
  });

  it('U41: while the comment cannot be updated nothing can be approved, and what was approved then does not count', async () => {
    const loop = await startLoop();
    const pull = await propose(loop);
    await approved(loop, pull);
    const update = { method: 'PATCH', path: '/issues/comments/' };
    loop.github.faults.failRequests(Infinity, { kind: 'status', status: 502 }, update);
    await loop.push('feature', { 'k8s/web.yaml': deployment('web:2') });
    const check = await pending(loop, pull, /being put on show/);
    expect(check.text).toContain('web:2');
    expect(await press(loop, pull, 'bob', 'approve')).toBe(404);
    await review(loop, pull, 'bob');
    await say(loop, pull, 'bob', '/plumb approve production');
    loop.github.faults.clear();
    await pending(loop, pull, /bob.*before the plan was on show/);
    expect((await loop.comments(pull))[0]).toContain('web:2');
    await approved(loop, pull);
  });

  it('U41: what GitHub took, and the answer to which was lost, is on show once it is known', async () => {
    const loop = await startLoop();
    const lost = { kind: 'lost' } as const;
    loop.github.faults.failRequests(1, lost, { method: 'POST', path: /issues\/\d+\/comments$/ });
    loop.github.faults.failRequests(1, lost, { method: 'POST', path: /check-runs$/ });
    const pull = await propose(loop);
    await approved(loop, pull);
    expect(await loop.comments(pull)).toHaveLength(1);
  });

  it('U43: in a locked conversation the check stands for the comment, and what it shows can be approved', async () => {
    const loop = await startLoop();
    const { git, pulls, issues } = loop.as('carol').rest;
    const { data } = await git.getRef({ ...NAME, ref: 'heads/main' });
    await git.createRef({ ...NAME, ref: 'refs/heads/release', sha: data.object.sha });
    await loop.push('feature', SHOP);
    const parameters = { ...NAME, head: 'feature', base: 'release', title: 'Locked' };
    const pull = (await loop.as('alice').rest.pulls.create(parameters)).data.number;
    await issues.lock({ ...NAME, issue_number: pull });
    loop.github.faults.failRequests(
      Infinity,
      { kind: 'status', status: 403, message: 'Unable to create comment because issue is locked.' },
      { method: 'POST', path: `/issues/${pull}/comments` },
    );
    await pulls.update({ ...NAME, pull_number: pull, base: 'main' });
    const check = await onShow(loop, pull);
    expect(check.summary).toMatch(/comment could not be written, so this check stands for it/);
    expect(check.text).toContain('web:1');
    expect(await loop.comments(pull)).toEqual([]);
    await approved(loop, pull);
    await loop.merge(pull);
    await until('it is deployed', async () => (await loop.deployments())[0] === 'success');
  });

  it.each([
    [
      'deleted',
      (loop: Loop, comment_id: number) => loop.as('bob').rest.issues.deleteComment({ ...NAME, comment_id }),
    ],
    [
      'edited',
      (loop: Loop, comment_id: number) =>
        loop.as('bob').rest.issues.updateComment({ ...NAME, comment_id, body: '/plumb approve' }),
    ],
  ])('U50: an approval by a comment that is %s is none any more', async (_how, change) => {
    const loop = await startLoop();
    const pull = await propose(loop);
    await onShow(loop, pull);
    const id = await comment(loop, pull, 'bob', '/plumb approve production');
    await passes(loop, pull);
    await onShow(loop, pull);
    await change(loop, id);
    await pending(loop, pull, /0 of 1 approvals/);
  });
});
