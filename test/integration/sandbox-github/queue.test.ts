import { describe, expect, it } from 'vitest';
import { dequeue } from '../../../sandbox/github/queue/enter.ts';
import { type Site, startSite } from './site.ts';

const SHOP = '/repos/acme/shop';
const PERMISSIONS = { checks: 'write', contents: 'write', pull_requests: 'write' } as const;
const ENQUEUE =
  'mutation ($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id }) { mergeQueueEntry { position state } } }';
const DEQUEUE = 'mutation ($id: ID!) { dequeuePullRequest(input: { id: $id }) { clientMutationId } }';

interface Group {
  readonly head_sha: string;
  readonly head_ref: string;
  readonly base_sha: string;
}

/** A queue into `main` that waits for the App's check `plan`, and pull requests of a file each that pass it. */
async function startQueue(pulls: number, granted: object = { merge_queues: 'read' }): Promise<Site> {
  const permissions = { ...PERMISSIONS, ...granted };
  const site = await startSite({ permissions, events: ['merge_group', 'pull_request'] });
  const { admin } = site.github;
  admin.protectBranch(site.repository, 'main', {
    requiredChecks: [{ context: 'plan', appId: site.app.app.id }],
    strict: false,
    requiredApprovals: 0,
    dismissStale: false,
    enforceAdmins: true,
  });
  admin.queueMerges(site.repository, 'main');
  for (let number = 1; number <= pulls; number += 1) await propose(site, number, `${number}.txt`);
  return site;
}

async function propose(site: Site, number: number, path: string): Promise<void> {
  const { api, tokens } = site;
  const branch = `b${number}`;
  const main = (await api(tokens.ada, `GET ${SHOP}/git/ref/heads/main`)).body.object.sha as string;
  await api(tokens.ada, `POST ${SHOP}/git/refs`, { ref: `refs/heads/${branch}`, sha: main });
  const content = Buffer.from(`${number}`).toString('base64');
  await api(tokens.ada, `PUT ${SHOP}/contents/${path}`, { message: branch, content, branch });
  const pull = { title: branch, head: branch, base: 'main' };
  const { body } = await api(tokens.ada, `POST ${SHOP}/pulls`, pull);
  await check(site, body.head.sha as string, 'success');
}

async function check(site: Site, head_sha: string, conclusion: string): Promise<void> {
  const run = { name: 'plan', head_sha, conclusion };
  const { status } = await site.api(await site.installationToken(), `POST ${SHOP}/check-runs`, run);
  expect(status).toBe(201);
}

async function mutate(site: Site, number: number, query: string) {
  const { node_id: id } = (await site.api(site.tokens.grace, `GET ${SHOP}/pulls/${number}`)).body;
  return (await site.api(site.tokens.grace, 'POST /graphql', { query, variables: { id } })).body;
}

async function groups(site: Site, action = 'checks_requested'): Promise<readonly Group[]> {
  await site.github.settled();
  const told = site.receiver.received.filter(({ event }) => event === 'merge_group');
  return told
    .filter(({ payload }) => payload.action === action)
    .map(({ payload }) => payload.merge_group as Group);
}

async function left(site: Site): Promise<readonly string[]> {
  await site.github.settled();
  return site.receiver.received
    .filter(({ payload }) => payload.action === 'dequeued')
    .map(({ payload }) => `${payload.number} ${payload.reason}`);
}

const tip = (site: Site) => site.github.world.git(site.repository).resolve('refs/heads/main');

describe('U59, U44: a merge queue', () => {
  it('builds its entries on one another, and merges each once the checks of its group passed', async () => {
    const site = await startQueue(2);
    const main = await tip(site);
    const direct = await site.api(site.tokens.grace, `PUT ${SHOP}/pulls/1/merge`);
    expect([direct.status, direct.body.message]).toEqual([
      405,
      'Changes must be made through the merge queue',
    ]);
    expect((await mutate(site, 1, ENQUEUE)).data.enqueuePullRequest.mergeQueueEntry).toEqual({
      position: 1,
      state: 'AWAITING_CHECKS',
    });
    await mutate(site, 2, ENQUEUE);
    const [first, second] = await groups(site);
    expect(first).toMatchObject({
      base_sha: main,
      head_ref: `refs/heads/gh-readonly-queue/main/pr-1-${main}`,
    });
    expect(second?.base_sha).toBe(first?.head_sha);

    await check(site, second?.head_sha ?? '', 'success');
    expect(await tip(site)).toBe(main);
    await check(site, first?.head_sha ?? '', 'success');
    expect(await tip(site)).toBe(second?.head_sha);
    const { body } = await site.api(site.tokens.ada, `GET ${SHOP}/pulls/2`);
    expect(body).toMatchObject({ merged: true, merge_commit_sha: second?.head_sha });
    expect(await left(site)).toEqual(['1 MERGE', '2 MERGE']);
    expect((await groups(site, 'destroyed')).length).toBe(2);
    const { body: branches } = await site.api(site.tokens.ada, `GET ${SHOP}/branches?per_page=100`);
    expect(JSON.stringify(branches)).not.toContain('gh-readonly-queue');
  });

  it('ejects what fails, and builds the rest anew', async () => {
    const site = await startQueue(2);
    await mutate(site, 1, ENQUEUE);
    await mutate(site, 2, ENQUEUE);
    const [first] = await groups(site);
    await check(site, first?.head_sha ?? '', 'failure');
    expect(await left(site)).toEqual(['1 CI_FAILURE']);
    const rebuilt = (await groups(site)).at(-1);
    expect(rebuilt?.base_sha).toBe(await tip(site));
    await check(site, rebuilt?.head_sha ?? '', 'success');
    expect(await tip(site)).toBe(rebuilt?.head_sha);
  });

  it('lets go what is taken out, pushed to, in conflict with what is before it, or late', async () => {
    const site = await startQueue(4);
    await propose(site, 5, '1.txt');
    for (const number of [1, 2, 3, 4, 5]) await mutate(site, number, ENQUEUE);
    expect(await left(site)).toEqual(['5 MERGE_CONFLICT']);
    await mutate(site, 2, DEQUEUE);
    const content = Buffer.from('more').toString('base64');
    await site.api(site.tokens.ada, `PUT ${SHOP}/contents/m.txt`, { message: 'm', content, branch: 'b3' });
    const late = site.repository.issues.get(4);
    if (late?.pull === undefined) throw new Error('There is no pull request 4.');
    const issue = { ...late, pull: late.pull };
    const queued = site.repository.queues.get('main')?.entries.find((entry) => entry.issue.number === 4);
    await dequeue(site.github.world, site.repository, queued?.issue ?? issue, undefined, 'CI_TIMEOUT');
    expect(await left(site)).toEqual([
      '5 MERGE_CONFLICT',
      '2 MANUAL',
      '3 UNKNOWN_REMOVAL_REASON',
      '4 CI_TIMEOUT',
    ]);
    expect(site.repository.queues.get('main')?.entries.map((entry) => entry.issue.number)).toEqual([1]);
  });

  it('takes nothing that could not be merged by itself', async () => {
    const site = await startQueue(1);
    const head = site.repository.issues.get(1)?.pull?.head.sha ?? '';
    await check(site, head, 'failure');
    expect((await mutate(site, 1, ENQUEUE)).errors[0].message).toContain('is failing');
  });

  it('is not told to an installation that has not accepted its permission', async () => {
    const site = await startQueue(1, {});
    await mutate(site, 1, ENQUEUE);
    expect(await groups(site)).toEqual([]);
    const { admin } = site.github;
    const more = { ...PERMISSIONS, merge_queues: 'read' } as const;
    admin.requestPermissions(site.app.app, more, ['merge_group', 'pull_request']);
    expect((await site.api(await site.jwt(), `GET ${SHOP}/installation`)).body.permissions).toEqual(
      PERMISSIONS,
    );
    admin.acceptPermissions(site.installation);
    await mutate(site, 1, DEQUEUE);
    await mutate(site, 1, ENQUEUE);
    expect((await groups(site)).length).toBe(1);
  });
});
