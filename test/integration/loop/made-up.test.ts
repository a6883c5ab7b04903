import { describe, expect, it } from 'vitest';
import { type Check, type Loop, CHECK, CONFIG, NAME, startLoop, until } from '../../support/loop.ts';
import { CI, enqueue, entryOf, passCi, startQueue, verdict } from '../../support/queue.ts';
import {
  SHOP,
  approved,
  deploy,
  deployment,
  driftedObjects,
  onShow,
  passes,
  planOnShow,
  pressed,
  review,
} from '../../support/shop.ts';

/** As long as a job is tried: two minutes and more. */
const PATIENCE = 240;
const TIP = 'plumbline / configuration';

/** GitHub refuses what the App would write. `401`: as for a moment, and for good to whoever does not ask again. */
function refuse(loop: Loop, status: 401 | 502, ...paths: readonly RegExp[]): void {
  for (const path of paths)
    for (const method of ['POST', 'PATCH'])
      loop.github.faults.failRequests(Infinity, { kind: 'status', status }, { method, path });
}

const CHECKS = /\/check-runs(\/\d+)?$/;
const COMMENTS = /\/comments(\/\d+)?$/;
const STATUSES = /\/deployments\/\d+\/statuses$/;

async function jobs(loop: Loop, queue: string, outcome: string): Promise<number> {
  const name = `plumbline_jobs_total{queue="${queue}",outcome="${outcome}"}`;
  const line = (await loop.app.process().metrics()).split('\n').find((text) => text.startsWith(name));
  return Number(line?.split(' ').at(-1) ?? 0);
}

/** Waits until no job has ended for ten seconds. */
async function quiet(loop: Loop): Promise<void> {
  let [last, since] = ['', Date.now()];
  await until('all is quiet', async () => {
    const lines = (await loop.app.process().metrics()).split('\n');
    const ended = lines.filter((line) => line.startsWith('plumbline_jobs_total')).join('\n');
    if (ended !== last) [last, since] = [ended, Date.now()];
    return Date.now() - since > 10_000;
  });
}

async function died(loop: Loop, ...queues: readonly string[]): Promise<void> {
  for (const queue of queues)
    await until(`${queue} is given up`, async () => (await jobs(loop, queue, 'dead')) > 0, PATIENCE);
}

/** GitHub takes everything again, but what it still refuses, and what was missed is looked for. */
async function lookAgain(loop: Loop, still: () => void = () => undefined): Promise<void> {
  loop.github.faults.clear();
  still();
  await loop.app.stop('SIGTERM');
  await loop.app.start();
}

async function propose(
  loop: Loop,
  branch = 'feature',
  files: Readonly<Record<string, string>> = SHOP,
): Promise<number> {
  await loop.push(branch, files);
  return loop.open(branch);
}

const says = (what: string, ask: () => Promise<Check | undefined>, words: RegExp) =>
  until(`${what} says ${String(words)}`, async () => {
    const found = await ask();
    return found !== undefined && words.test(`${found.title}\n${found.summary}`) && found;
  });

const LEFT = /No open pull request into main has this commit/;

interface Later {
  readonly name: string;
  /** What happens, and GitHub does not take what follows from it. */
  readonly act: (loop: Loop, pull: number) => Promise<unknown>;
  /** Which jobs are given up; none: the webhook is lost. */
  readonly dead: readonly string[];
  readonly right: (loop: Loop, pull: number, before: string) => Promise<unknown>;
}

const LATER: readonly Later[] = [
  {
    name: 'an approval',
    act: (loop, pull) => review(loop, pull, 'bob'),
    dead: ['decide-commit'],
    right: (loop, pull) => passes(loop, pull),
  },
  {
    name: 'an approval by the button',
    act: (loop, pull) => pressed(loop, pull, 'bob'),
    dead: ['decide-commit'],
    right: (loop, pull) => passes(loop, pull),
  },
  {
    name: 'an approval of which no webhook tells',
    act: async (loop, pull) => {
      loop.github.faults.dropDeliveries(Infinity);
      await review(loop, pull, 'bob');
      await loop.github.settled();
    },
    dead: [],
    right: (loop, pull) => passes(loop, pull),
  },
  {
    name: 'that it is closed',
    act: (loop, pull) => loop.as('alice').rest.pulls.update({ ...NAME, pull_number: pull, state: 'closed' }),
    dead: ['decide-commit'],
    right: (loop, pull) => says('the check', () => loop.check(pull), LEFT),
  },
  {
    name: 'that it goes to another branch',
    act: async (loop, pull) => {
      const { git, pulls } = loop.as('carol').rest;
      const { data } = await git.getRef({ ...NAME, ref: 'heads/main' });
      await git.createRef({ ...NAME, ref: 'refs/heads/release', sha: data.object.sha });
      await pulls.update({ ...NAME, pull_number: pull, base: 'release' });
    },
    dead: ['decide-commit'],
    right: (loop, pull) => says('the check', () => loop.check(pull), LEFT),
  },
  {
    name: 'another head, and that the one before is none any more',
    act: (loop) => loop.push('feature', { 'k8s/web.yaml': deployment('web:2') }),
    dead: ['decide-commit'],
    right: async (loop, pull, before) => {
      await onShow(loop, pull);
      await approved(loop, pull);
      await says('the check of before', () => loop.checkAt(before, CHECK), LEFT);
    },
  },
];

describe('U52: what should be on show and is not', { timeout: 600_000 }, () => {
  it('U52: a check that GitHub refuses for minutes is made up for, also where nothing is touched', async () => {
    const loop = await startLoop();
    refuse(loop, 502, CHECKS);
    const pull = await propose(loop);
    const other = await propose(loop, 'other', { 'README.md': 'Nothing of this is deployed.\n' });
    await until('both are given up', async () => (await jobs(loop, 'decide-commit', 'dead')) === 2, PATIENCE);
    expect([await loop.check(pull), await loop.check(other)]).toEqual([undefined, undefined]);
    await lookAgain(loop);
    await approved(loop, pull);
    expect((await passes(loop, other)).title).toBe('No target of this environment is touched');
  });

  it.each(LATER)('U52: $name is made up for in the check', async ({ act, dead, right }) => {
    const loop = await startLoop();
    const pull = await propose(loop);
    await planOnShow(loop, pull);
    const { head } = (await loop.as('carol').rest.pulls.get({ ...NAME, pull_number: pull })).data;
    if (dead.length > 0) refuse(loop, 401, CHECKS);
    await act(loop, pull);
    await died(loop, ...dead);
    await lookAgain(loop);
    await right(loop, pull, head.sha);
  });

  it('U52: a comment that was refused for a moment is made up for, and nobody is told that the check stands for it', async () => {
    const loop = await startLoop();
    refuse(loop, 401, COMMENTS);
    const pull = await propose(loop);
    await died(loop, 'decide-commit');
    expect((await loop.check(pull))?.title).toBe('The plan is being put on show');
    await lookAgain(loop);
    await planOnShow(loop, pull);
    refuse(loop, 401, COMMENTS);
    await review(loop, pull, 'bob');
    await died(loop, 'decide-commit');
    await lookAgain(loop);
    const check = await passes(loop, pull);
    expect(check.summary).not.toContain('could not be written');
    expect((await loop.comments(pull))[0]).toContain('1 of 1 approvals');
  });

  it('U52: a comment that a lock kept away is written once it is unlocked, and stops no sync', async () => {
    const loop = await startLoop();
    const { issues } = loop.as('carol').rest;
    const pull = await propose(loop);
    await planOnShow(loop, pull);
    await issues.lock({ ...NAME, issue_number: pull });
    await loop.push('feature', { 'k8s/web.yaml': deployment('web:2') });
    await says('the check', () => loop.check(pull), /this check stands for it/);
    await issues.unlock({ ...NAME, issue_number: pull });
    await until('the comment is written', async () => (await loop.comments(pull))[0]?.includes('web:2'));
    await approved(loop, pull);
    expect((await passes(loop, pull)).summary).not.toContain('stands for it');
    await issues.lock({ ...NAME, issue_number: pull });
    await loop.merge(pull);
    await until('it is deployed', async () => (await loop.deployments())[0] === 'success');
    // The job goes on where the comment is refused.
    await until('nothing differs', async () => (await driftedObjects(loop)) === 0);
    expect(await jobs(loop, 'sync', 'dead')).toBe(0);
  });

  it('U52, U57: what became of a sync is made up for in the comment and the deployment', async () => {
    const loop = await startLoop();
    const slow = { ...SHOP, 'k8s/web.yaml': deployment('web:1', 10) };
    const pull = await propose(loop, 'feature', slow);
    await approved(loop, pull);
    await loop.merge(pull);
    await until('it has begun', async () => (await loop.deployments())[0] === 'in_progress');
    refuse(loop, 401, COMMENTS, STATUSES);
    await died(loop, 'tell');
    expect(await loop.deployments()).toEqual(['in_progress']);
    expect(await loop.comments(pull)).not.toContainEqual(expect.stringContaining('Plumbline: deployed'));
    await lookAgain(loop);
    await until('the comment says it', async () =>
      (await loop.comments(pull)).some((body) => body.includes('Plumbline: deployed')),
    );
    await until('the deployment says it', async () => (await loop.deployments())[0] === 'success');
    const { repos } = loop.as('carol').rest;
    const [made] = (await repos.listDeployments({ ...NAME, environment: 'production' })).data;
    const statuses = await repos.listDeploymentStatuses({ ...NAME, deployment_id: made?.id ?? 0 });
    // U57: whoever comes from the deployment finds what it was.
    const page = `${loop.github.url}/acme/shop/pull/${pull}`;
    expect(new Set(statuses.data.map(({ log_url }) => log_url))).toEqual(new Set([page]));
  });

  it('U52: what stands on the entry of a merge queue is made up for', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', SHOP);
    startQueue(loop, [CHECK, CI]);
    const pull = await propose(loop, 'second', { 'k8s/web.yaml': deployment('web:2') });
    await approved(loop, pull);
    const { head } = (await loop.as('carol').rest.pulls.get({ ...NAME, pull_number: pull })).data;
    await passCi(loop, head.sha);
    refuse(loop, 401, CHECKS);
    await enqueue(loop, pull);
    const entry = await entryOf(loop, pull);
    await died(loop, 'queue');
    await lookAgain(loop);
    await verdict(loop, entry, 'success');
  });

  it('U52: that GitHub refuses a drift branch is made up for, where that could not be said', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', SHOP);
    const message = 'Cannot create ref due to creations being restricted.';
    const refuseBranch = () =>
      loop.github.faults.failRequests(
        Infinity,
        { kind: 'status', status: 422, message },
        { method: 'POST', path: /\/git\/refs$/ },
      );
    refuseBranch();
    refuse(loop, 401, CHECKS);
    await loop.kubectl('scale', 'deployment/web', '--replicas=2');
    const isTold = async () => loop.app.process().output().includes('could not be done');
    await until('that could not be said', isTold, PATIENCE);
    const name = `plumbline / drift of ${loop.target}`;
    expect(await loop.checkAt('main', name)).toBeUndefined();
    await lookAgain(loop, refuseBranch);
    await says('the tip', () => loop.checkAt('main', name), /creations being restricted/);
  });

  it('U52: that a configuration came past the gate is made up for, with its button', async () => {
    const loop = await startLoop();
    await until('it is looked at', async () => (await jobs(loop, 'configuration', 'done')) > 0);
    refuse(loop, 401, CHECKS);
    const tip = await loop.push('main', {
      '.github/plumbline.yml': CONFIG.replace('approvals: 1', 'approvals: 0'),
    });
    await died(loop, 'configuration');
    await lookAgain(loop);
    await says('the tip', () => loop.checkAt(tip, TIP), /came past the gate/);
  });

  it('U52: what is as it should be is left alone', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', SHOP);
    const pull = await propose(loop, 'second', { 'k8s/web.yaml': deployment('web:2') });
    const untouched = await propose(loop, 'third', { 'README.md': 'Hello\n' });
    const tip = await loop.push('main', {
      '.github/plumbline.yml': CONFIG.replace('approvals: 1', 'approvals: 0'),
    });
    await says('the tip', () => loop.checkAt(tip, TIP), /came past the gate/);
    await planOnShow(loop, pull);
    await passes(loop, untouched);
    // A comment is written after its pull request was read: where nothing else came since, that is looked at once more.
    await lookAgain(loop);
    await quiet(loop);
    refuse(loop, 502, CHECKS, COMMENTS, STATUSES);
    await loop.app.stop('SIGTERM');
    await loop.app.start();
    for (const queue of ['reconcile', 'configuration', 'queue', 'detect-drift'])
      await until(`${queue} is done`, async () => (await jobs(loop, queue, 'done')) > 0);
    // What was enqueued before it is done before it.
    loop.github.faults.clear();
    await review(loop, pull, 'bob');
    await passes(loop, pull);
    expect(await jobs(loop, 'preview', 'done')).toBe(0);
    for (const queue of ['decide', 'decide-commit', 'configuration', 'queue', 'detect-drift'])
      expect([queue, await jobs(loop, queue, 'retried')]).toEqual([queue, 0]);
    expect(await jobs(loop, 'decide-commit', 'done')).toBe(1);
  });
});

async function edit(loop: Loop, pull: number, change: (body: string) => string): Promise<void> {
  const { issues } = loop.as('carol').rest;
  const { data } = await issues.listComments({ ...NAME, issue_number: pull });
  const last = data.findLast(({ user }) => user?.type === 'Bot');
  if (last?.body === undefined) throw new Error('There is no comment.');
  await issues.updateComment({ ...NAME, comment_id: last.id, body: change(last.body) });
}

const OLD = '**This is old.** Somebody edited this comment';

describe('U57: a comment of ours that somebody edits', { timeout: 300_000 }, () => {
  it.each([
    ['a word of it', (body: string) => body.replace('3 changes', 'nothing to see here')],
    [
      'also what it is known by',
      (body: string) => body.replace(/^.*\n/, '').replace('3 changes', 'nothing to see here'),
    ],
  ])('U57: stays as they wrote it, as old, beside one of ours that goes on: %s', async (_what, change) => {
    const loop = await startLoop();
    const pull = await propose(loop);
    await planOnShow(loop, pull);
    await edit(loop, pull, change);
    const [old = ''] = await until('it is marked, and there is a new one', async () => {
      const all = await loop.comments(pull);
      return all.length === 2 && all;
    });
    expect(old).toContain(OLD);
    expect(old).toContain('nothing to see here');
    await loop.push('feature', { 'k8s/web.yaml': deployment('web:2') });
    const all = await until('the new one goes on', async () => {
      const found = await loop.comments(pull);
      return found[1]?.includes('web:2') === true && found;
    });
    expect(all).toHaveLength(2);
    expect(all[0]).toBe(old);
    await approved(loop, pull);
  });

  it('U57: again and again, it is left, and the check stands for it', async () => {
    const loop = await startLoop();
    const pull = await propose(loop);
    await planOnShow(loop, pull);
    for (let count = 2; count <= 10; count += 1) {
      await edit(loop, pull, (body) => `${body}\nEdited.`);
      await until(`there are ${count}`, async () => (await loop.comments(pull)).length === count);
    }
    await edit(loop, pull, () => 'Nothing of it is left.');
    await says('the check', () => loop.check(pull), /edited again and again.*so no further one is written/);
    expect(await loop.comments(pull)).toHaveLength(10);
    await loop.push('feature', { 'k8s/web.yaml': deployment('web:2') });
    const check = await until('the check shows the next plan', async () => {
      const found = await onShow(loop, pull);
      return found.text.includes('web:2') && found;
    });
    expect(check.summary).toContain('this check stands for it');
    expect(await loop.comments(pull)).toHaveLength(10);
    await approved(loop, pull);
  });
});
