import { describe, expect, it } from 'vitest';
import { type Loop, NAME, startLoop, until } from '../../support/loop.ts';
import {
  SHOP,
  answered,
  answers,
  approveByName,
  approved,
  deploy,
  deployed,
  deployment,
  heard,
  onShow,
  passes,
  reactions,
  review,
  say,
} from '../../support/shop.ts';

const QUOTA = ['create', 'quota', 'none', '--hard=count/configmaps=0'] as const;

async function propose(loop: Loop): Promise<number> {
  await loop.push('feature', SHOP);
  const pull = await loop.open('feature');
  await onShow(loop, pull);
  return pull;
}

/** Jobs of a queue that were done so far. */
async function done(loop: Loop, queue: string, outcome = 'done'): Promise<number> {
  const line = (await loop.app.process().metrics())
    .split('\n')
    .find(
      (text) =>
        text.startsWith('plumbline_jobs_total{') && text.includes(`queue="${queue}",outcome="${outcome}"`),
    );
  return Number(line?.split(' ').at(-1) ?? 0);
}

describe('/plumb', { timeout: 240_000 }, () => {
  it('helps, plans again, deploys, and says so where it does none of that', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', SHOP);
    await loop.push('feature', { 'k8s/web.yaml': deployment('web:2') });
    const pull = await loop.open('feature');
    await until('there is a comment', async () => (await loop.comments(pull))[0]?.includes('web:2'));

    expect(await heard(loop, pull, 'bob', '/plumb help')).toBe('+1');
    expect(await answered(loop, pull, /Environments: `production`/)).toContain('`/plumb retry`');
    expect(await heard(loop, pull, 'bob', '/plumb sync')).toBe('-1');
    await answered(loop, pull, /Nothing was applied: this pull request is not merged/);
    expect(await loop.kubectl('get', 'deployment/web', '-o', 'jsonpath={..image}')).toContain('web:1');

    await loop.kubectl('scale', 'deployment/web', '--replicas=2');
    expect(await heard(loop, pull, 'bob', '/plumb diff')).toBe('+1');
    await until('the plan is new', async () => (await loop.comments(pull))[0]?.includes('spec.replicas'));

    // Two plans of this commit were on show by now.
    await approveByName(loop, pull, 'bob');
    await passes(loop, pull);
    await loop.merge(pull);
    await deployed(loop, 2);
    expect(await loop.kubectl('get', 'deployment/web', '-o', 'jsonpath={.spec.replicas}')).toBe('1');
  });

  it('U57: what is no command is answered in one line, in one comment, and only to people who may write', async () => {
    const loop = await startLoop();
    const pull = await propose(loop);
    const quiet = [
      await say(loop, pull, 'mallory', '/plumb aprove'),
      await say(loop, pull, 'mallory', '/Plumb approve'),
      await say(loop, pull, 'mallory', '/plumb approve production please'),
      await say(loop, pull, 'bob', '> /plumb aprove\n\nWhat was that?'),
      await say(loop, pull, 'bob', '```\n/plumb approve\n```'),
    ];
    expect(await heard(loop, pull, 'mallory', '/plumb help')).toBe('-1');
    expect(await heard(loop, pull, 'mallory', '/plumb approve')).toBe('-1');
    expect(await answers(loop, pull)).toEqual([]);

    expect(await heard(loop, pull, 'bob', '/plumb aprove')).toBe('-1');
    await answered(loop, pull, /no command "aprove"\. Did you mean `\/plumb approve`/);
    expect(await heard(loop, pull, 'carol', '/Plumb approve')).toBe('-1');
    await answered(loop, pull, /"\/Plumb" is not .*Write `\/plumb approve` as a new comment/);
    expect(await heard(loop, pull, 'bob', '/plumb approve production please')).toBe('-1');
    await answered(loop, pull, /"please" is no id of a plan/);
    expect(await heard(loop, pull, 'bob', '/plumb approve production\n\nThank you!')).toBe('-1');
    const said = await answered(loop, pull, /there is more in this one.*Write `\/plumb approve production`/);

    expect(said.match(/^- .*$/gm)).toHaveLength(4);
    expect(said).not.toContain('mallory');
    expect(await answers(loop, pull)).toHaveLength(1);
    expect(await loop.comments(pull)).toHaveLength(2);
    for (const comment of quiet) expect(await reactions(loop, comment)).toEqual([]);
    expect((await loop.check(pull))?.summary).toContain('0 of 1 approvals');
  });

  it('U57: what is edited into a command is none, and that is said', async () => {
    const loop = await startLoop();
    const pull = await propose(loop);
    const comment_id = await say(loop, pull, 'bob', '/plumb aprove');
    await answered(loop, pull, /aprove/);
    const body = '/plumb approve';
    await loop.as('bob').rest.issues.updateComment({ ...NAME, comment_id, body });
    await answered(loop, pull, /The comment was edited.* Write a new one/);
    expect((await loop.check(pull))?.conclusion).toBeNull();
  });

  it('U57, U64: an approval that does not count gets no thumbs up, and it is said why', async () => {
    const loop = await startLoop();
    const pull = await propose(loop);
    expect(await heard(loop, pull, 'alice', '/plumb approve production')).toBe('-1');
    await answered(loop, pull, /alice opened the pull request: somebody else must approve it/);
    expect(await heard(loop, pull, 'bob', '/plumb approve production 01234567')).toBe('-1');
    await answered(
      loop,
      pull,
      /bob named a plan that was not on show then.*`\/plumb approve production [0-9a-f]{8}`/,
    );
    expect(await heard(loop, pull, 'bob', '/plumb approve 01234567')).toBe('-1');
    await answered(loop, pull, /no environment `01234567`.*id of a plan comes behind its environment/);
    expect((await loop.check(pull))?.conclusion).toBeNull();

    expect(await heard(loop, pull, 'bob', '/plumb approve production')).toBe('+1');
    await passes(loop, pull);
    expect(await heard(loop, pull, 'bob', '/plumb approve')).toBe('+1');
    await answered(loop, pull, /bob had approved this plan already/);
  });

  it('U57: an approval while the plan is being put on show is judged once that is known', async () => {
    const loop = await startLoop();
    const pull = await propose(loop);
    const update = { method: 'PATCH', path: '/issues/comments/' };
    loop.github.faults.failRequests(Infinity, { kind: 'status', status: 502 }, update);
    await loop.push('feature', { 'k8s/web.yaml': deployment('web:2') });
    await until('it is being put on show', async () =>
      /being put on show/.test((await loop.check(pull))?.title ?? ''),
    );
    const comment = await say(loop, pull, 'bob', '/plumb approve');
    await until('it is looked at', async () => (await done(loop, 'command', 'retried')) > 0);
    expect(await reactions(loop, comment)).toEqual([]);
    loop.github.faults.clear();
    await answered(loop, pull, /bob approved before the plan was on show/);
    expect(await reactions(loop, comment)).toEqual(['-1']);
    expect((await loop.comments(pull))[0]).toContain('web:2');
  });

  it('U64: where there is nothing to do it is said in one line, before and after the merge', async () => {
    const loop = await startLoop();
    const pull = await propose(loop);
    await approved(loop, pull);
    await loop.merge(pull);
    await deployed(loop, 1);
    const previews = await done(loop, 'preview');
    for (const [command, line] of [
      ['/plumb sync', /Nothing was begun\. `production` is deployed already/],
      ['/plumb sync production', /Nothing was begun\. `production` is deployed already/],
      ['/plumb retry', /Nothing has failed, so nothing was tried again/],
      ['/plumb diff', /this pull request is merged, and `\/plumb diff` is of what is not/],
      ['/plumb approve', /What was approved is deployed already/],
      ['/plumb ok 1a2b3c4', /Nothing waits to be let in/],
    ] as const) {
      expect(await heard(loop, pull, 'bob', command)).toBe('-1');
      await answered(loop, pull, line);
    }
    expect(await done(loop, 'preview')).toBe(previews);
    expect(await loop.deployments()).toEqual(['success']);

    await loop.push('other', { 'k8s/web.yaml': deployment('web:2') });
    const other = await loop.open('other');
    await onShow(loop, other);
    await loop.as('alice').rest.pulls.update({ ...NAME, pull_number: other, state: 'closed' });
    expect(await heard(loop, other, 'bob', '/plumb diff')).toBe('-1');
    await answered(loop, other, /closed without being merged/);
  });

  it('U64: of what failed to deploy /plumb diff deploys nothing, nor does a remark; /plumb retry does', async () => {
    const loop = await startLoop();
    const pull = await propose(loop);
    await approved(loop, pull);
    await loop.kubectl(...QUOTA);
    const status = ['get', 'quota', 'none', '-o', 'jsonpath={.status.hard}'] as const;
    await until('the quota holds', async () => (await loop.kubectl(...status)) !== '');
    await loop.merge(pull);
    await until('it fails', async () => (await loop.deployments())[0] === 'failure');
    await loop.kubectl('delete', 'quota', 'none');

    const previews = await done(loop, 'preview');
    expect(await heard(loop, pull, 'bob', '/plumb diff')).toBe('-1');
    const deploys = await done(loop, 'deploy');
    const body = 'It did not work.';
    await loop.as('mallory').rest.pulls.createReview({ ...NAME, pull_number: pull, event: 'COMMENT', body });
    await until('it is decided about again', async () => (await done(loop, 'deploy')) > deploys);
    expect(await loop.deployments()).toEqual(['failure']);

    expect(await heard(loop, pull, 'bob', '/plumb retry')).toBe('+1');
    await deployed(loop, 2);
    expect(await done(loop, 'preview')).toBe(previews);
  });

  it('U64: what waits after the merge is planned again by /plumb retry, and /plumb sync says what it waits for', async () => {
    const loop = await startLoop();
    const pull = await propose(loop);
    await loop.merge(pull);
    await until('it is said', async () =>
      (await loop.comments(pull)).some((body) => body.includes('Nothing was applied')),
    );
    expect(await heard(loop, pull, 'bob', '/plumb sync')).toBe('-1');
    await answered(
      loop,
      pull,
      /`production` waits: 0 of 1 approvals.* Approve with `\/plumb approve production`/,
    );
    await loop.kubectl('create', 'configmap', 'banner', '--from-literal=text=summer');
    expect(await heard(loop, pull, 'bob', '/plumb retry')).toBe('+1');
    await until('the plan is new', async () => (await loop.comments(pull))[0]?.includes('summer'));
    await approveByName(loop, pull, 'bob');
    await deployed(loop, 1);
    await review(loop, pull, 'carol');
  });

  it('U64: without a configuration it is said what is missing', async () => {
    const loop = await startLoop({ configured: false, files: { 'README.md': 'A shop.' } });
    await loop.push('feature', SHOP);
    const pull = await loop.open('feature');
    expect(await heard(loop, pull, 'bob', '/plumb help')).toBe('-1');
    await answered(loop, pull, /no configuration is in force here/);
  });
});
