import { describe, expect, it } from 'vitest';
import { createAcceptance } from '../../../src/github/app/acceptance.ts';
import { readIdentity } from '../../../src/github/app/identity.ts';
import { createInstallations } from '../../../src/github/app/installations.ts';
import { EVENTS, PERMISSIONS } from '../../../src/github/app/permissions.ts';
import { createChecks } from '../../../src/github/checks.ts';
import { createConversation } from '../../../src/github/comments/conversation.ts';
import { createDeployments } from '../../../src/github/deployments.ts';
import { createPulls } from '../../../src/github/pulls/pulls.ts';
import { createReviewers } from '../../../src/github/pulls/reviewers.ts';
import { timeOf } from '../../../src/github/time.ts';
import { createWebhookDeliveries } from '../../../src/github/webhook-deliveries.ts';
import { createLog } from '../../../src/log.ts';
import { answering } from './answering.ts';

const REPOSITORY = { installation: 1, id: 42, name: 'acme/shop' };
const PULL = { repository: REPOSITORY, number: 7 };
const SHA = 'c'.repeat(40);
const bob = { login: 'bob', type: 'User' };

const DATA = {
  title: 'Release',
  html_url: 'https://github.example/acme/shop/pull/7',
  state: 'open',
  draft: false,
  updated_at: '2026-01-01T00:00:05Z',
  merged_at: null,
  merge_commit_sha: 'd'.repeat(40),
  user: bob,
  number: 7,
  head: { sha: SHA, ref: 'topic', repo: { id: 42 } },
  base: { sha: 'b'.repeat(40), ref: 'main' },
};

describe('a pull request as GitHub tells it', () => {
  it.each<[string, object, object]>([
    [
      'an open one has no merge commit, though GitHub tries one out',
      {},
      { state: 'open', mergeCommit: undefined },
    ],
    ['a closed one', { state: 'closed' }, { state: 'closed', mergeCommit: undefined }],
    [
      'a merged one',
      { state: 'closed', merged_at: '2026-01-01T00:00:04Z' },
      { state: 'merged', mergeCommit: 'd'.repeat(40), mergedAt: Date.UTC(2026, 0, 1, 0, 0, 4) },
    ],
    [
      'a fork’s',
      { head: { ...DATA.head, repo: { id: 43 } } },
      { head: { sha: SHA, branch: 'topic', fork: true } },
    ],
    [
      'one of a fork that is gone',
      { head: { ...DATA.head, repo: null } },
      { head: { sha: SHA, branch: 'topic', fork: true } },
    ],
    ['one of an account that is gone', { user: null }, { author: { login: 'ghost', type: 'Bot' } }],
    [
      'one of an organization’s',
      { user: { login: 'acme', type: 'Organization' } },
      { author: { login: 'acme', type: 'Bot' } },
    ],
  ])('%s', async (_name, more, told) => {
    const { app } = answering({ 'GET /repos/acme/shop/pulls/7': { ...DATA, ...more } });
    const pull = await createPulls(app).read(PULL);
    expect({ ...pull, mergeCommit: pull.mergeCommit }).toMatchObject(told);
  });

  it('lists those that were merged among the latest that were closed', async () => {
    const merged = { ...DATA, number: 8, state: 'closed', merged_at: '2026-01-01T00:00:04Z' };
    const { app, asked } = answering({
      'GET /repos/acme/shop/pulls?state=open&per_page=100': [DATA],
      'GET /repos/acme/shop/pulls?state=closed&sort=updated&direction=desc&per_page=50': [
        { ...DATA, number: 9, state: 'closed' },
        merged,
      ],
    });
    const { open, merged: done } = await createPulls(app).list(REPOSITORY);
    expect([open, done].map((list) => list.map(({ number }) => number))).toEqual([[7], [8]]);
    expect(asked).toHaveLength(2);
  });

  it('reads every page of a long list', async () => {
    const page = (number: number, next?: number) => ({
      items: Array.from({ length: 100 }, (_one, at) => ({ ...DATA, number: number + at })),
      ...(next !== undefined && {
        link: `<https://api.example/repos/acme/shop/pulls?page=${next}>; rel="next"`,
      }),
    });
    const { app } = answering({
      'GET /repos/acme/shop/pulls?state=open&per_page=100': page(100, 2),
      'GET /repos/acme/shop/pulls?page=2': page(200),
      'GET /repos/acme/shop/pulls?state=closed&sort=updated&direction=desc&per_page=50': [],
    });
    expect((await createPulls(app).list(REPOSITORY)).open).toHaveLength(200);
  });
});

describe('who may', () => {
  const PERMISSION = 'GET /repos/acme/shop/collaborators/bob/permission';
  const MEMBER = 'GET /orgs/acme/teams/sre/memberships/bob';

  it.each<[string, unknown, string]>([
    ['a role that GitHub names', { permission: 'maintain' }, 'maintain'],
    ['a role that nobody knows', { permission: 'emperor' }, 'unknown'],
    ['somebody whom GitHub does not know there', 404, 'none'],
    ['GitHub does not let us ask', 403, 'unknown'],
  ])('write: %s', async (_name, answer, told) => {
    const { app } = answering({ [PERMISSION]: answer });
    expect(await createReviewers(app).permission(REPOSITORY, 'bob')).toBe(told);
  });

  it.each<[string, unknown, boolean | 'unknown']>([
    ['a member', { state: 'active' }, true],
    ['one who was only invited', { state: 'pending' }, false],
    ['one who is none', 404, false],
    ['GitHub does not let us ask', 403, 'unknown'],
  ])('approve for a team: %s', async (_name, answer, told) => {
    const { app } = answering({ [MEMBER]: answer });
    expect(await createReviewers(app).isMember(REPOSITORY, 'acme/sre', 'bob')).toBe(told);
  });

  it.each([PERMISSION, MEMBER])('what may be known later is asked again: %s', async (route) => {
    const { app } = answering({ [route]: 502 });
    const reviewers = createReviewers(app);
    const ask =
      route === MEMBER
        ? reviewers.isMember(REPOSITORY, 'acme/sre', 'bob')
        : reviewers.permission(REPOSITORY, 'bob');
    await expect(ask).rejects.toMatchObject({ code: 'unreachable', retryable: true });
  });
});

describe('what people said', () => {
  const review = {
    id: 1,
    user: bob,
    state: 'APPROVED',
    commit_id: SHA,
    submitted_at: '2026-01-01T00:00:00Z',
  };

  it.each<[string, object, number]>([
    ['a review', {}, 1],
    ['one that is not submitted yet', { state: 'PENDING' }, 0],
    ['one without a commit', { commit_id: null }, 0],
    ['one without a time', { submitted_at: undefined }, 0],
  ])('%s', async (_name, more, count) => {
    const { app } = answering({
      'GET /repos/acme/shop/pulls/7/reviews?per_page=100': [{ ...review, ...more }],
    });
    expect(await createReviewers(app).reviews(PULL)).toHaveLength(count);
  });

  it.each<[string, object, string]>([
    ['a person', { user: bob }, 'User'],
    ['a person by an App', { user: bob, performed_via_github_app: { id: 5 } }, 'Bot'],
    ['an account that is gone', { user: null }, 'Bot'],
  ])('a comment by %s', async (_name, more, type) => {
    const comment = {
      id: 9,
      body: 'Well.',
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
    };
    const { app } = answering({ 'GET /repos/acme/shop/issues/comments/9': { ...comment, ...more } });
    expect((await createConversation(app).comment(PULL, 9))?.author.type).toBe(type);
  });

  it('more commits than GitHub lists are known to be more', async () => {
    const commit = {
      sha: SHA,
      parents: [],
      author: bob,
      committer: bob,
      commit: { message: '', author: null, committer: null },
    };
    const route = 'GET /repos/acme/shop/pulls/7/commits?per_page=100';
    const of = async (length: number) => {
      const { app } = answering({ [route]: Array.from({ length }, () => commit) });
      return (await createReviewers(app).commits(PULL)).all;
    };
    expect([await of(249), await of(250)]).toEqual([true, false]);
  });

  it.each<[string, object, boolean]>([
    ['GitHub’s own signature', { committer: { login: 'web-flow' }, verified: true }, true],
    ['its name without its signature', { committer: { login: 'web-flow' }, verified: false }, false],
    ['another’s signature', { committer: { login: 'bob' }, verified: true }, false],
  ])(
    'a commit is made by GitHub: %s',
    async (_name, { committer, verified }: { committer?: object; verified?: boolean }, made) => {
      const commit = { message: '', author: null, committer: null, verification: { verified } };
      const { app } = answering({
        [`GET /repos/acme/shop/commits/${SHA}`]: { sha: SHA, parents: [], author: bob, committer, commit },
      });
      expect((await createReviewers(app).signed(REPOSITORY, SHA)).byGitHub).toBe(made);
    },
  );
});

describe('a check that is there already', () => {
  const LIST = `GET /repos/acme/shop/commits/${SHA}/check-runs?check_name=c&app_id=5&filter=latest`;
  const run = {
    id: 3,
    name: 'c',
    status: 'completed',
    conclusion: 'success',
    external_id: null,
    output: { title: 't', summary: 's', text: null },
  };
  const check = { name: 'c', title: 't', summary: 's' } as const;
  const plan = (fingerprint: string, pull = 7) => ({ pull, fingerprint });

  it.each<[string, object, Parameters<ReturnType<typeof createChecks>['publish']>[2], string | undefined]>([
    ['says the same', {}, { ...check, conclusion: 'success' }, undefined],
    ['is updated', {}, { ...check, conclusion: 'failure' }, 'PATCH'],
    ['that has ended is not opened again: another one takes its place', {}, check, 'POST'],
    [
      'with the button of the same plan is updated',
      { external_id: JSON.stringify(plan('f')) },
      { ...check, conclusion: 'failure', reference: plan('f') },
      'PATCH',
    ],
    [
      'with the button of another plan is left to whoever reads it',
      { external_id: JSON.stringify(plan('f')) },
      { ...check, conclusion: 'failure', reference: plan('g') },
      'POST',
    ],
    [
      'with that of another pull request too',
      { external_id: JSON.stringify(plan('f', 8)) },
      { ...check, conclusion: 'failure', reference: plan('f') },
      'POST',
    ],
    [
      'with a reference that is none of ours is updated',
      { external_id: 'x' },
      { ...check, conclusion: 'success', reference: plan('f') },
      'PATCH',
    ],
  ])('%s', async (_name, more, report, method) => {
    const { app, asked } = answering({
      [LIST]: { check_runs: [{ ...run, ...more }] },
      'PATCH /repos/acme/shop/check-runs/3': {},
      'POST /repos/acme/shop/check-runs': {},
    });
    await createChecks(app).publish(REPOSITORY, SHA, report);
    expect(asked[1]?.split(' ')[0]).toBe(method);
  });
});

describe('what GitHub has no room for', () => {
  it('a description is cut', async () => {
    const route = 'POST /repos/acme/shop/deployments';
    const { app, bodies } = answering({ [route]: { id: 4 } });
    const deployment = { commit: SHA, environment: 'production', description: 'x'.repeat(200) };
    expect(await createDeployments(app, 'https://github.example').create(REPOSITORY, deployment)).toBe(4);
    expect(String(bodies[0]?.['description']).length).toBeLessThanOrEqual(140);
    expect(bodies[0]).toMatchObject({ auto_merge: false, required_contexts: [] });
  });

  it('a deployment that GitHub neither made nor refused is a bug', async () => {
    const { app } = answering({ 'POST /repos/acme/shop/deployments': { message: 'Auto-merged' } });
    const deployment = { commit: SHA, environment: 'production', description: '' };
    await expect(createDeployments(app, '').create(REPOSITORY, deployment)).rejects.toThrow(
      'made no deployment',
    );
  });
});

describe('the App itself', () => {
  it.each([401, 404])('whose key is of another App is told what to do: %s', async (status) => {
    const { app } = answering({ 'GET /app': status });
    await expect(readIdentity(app)).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('PLUMBLINE_PRIVATE_KEY_FILE') as string,
    });
  });

  it('that GitHub cannot tell of just now is not taken for an unknown one', async () => {
    const { app } = answering({ 'GET /app': 503 });
    await expect(readIdentity(app)).rejects.toMatchObject({ code: 'unreachable', retryable: true });
  });

  it('names the permissions that it lacks', async () => {
    const { app } = answering({
      'GET /app': { slug: 'plumbline', permissions: { ...PERMISSIONS, checks: 'read' } },
    });
    expect(await readIdentity(app)).toEqual({ slug: 'plumbline', lacking: ['checks: write'] });
  });

  const INSTALLATIONS = 'GET /app/installations?per_page=100';
  const installed = (more: object) => ({
    id: 1,
    account: { login: 'acme' },
    target_type: 'Organization',
    suspended_at: null,
    permissions: PERMISSIONS,
    events: EVENTS,
    ...more,
  });
  const { members: _members, ...withoutMembers } = PERMISSIONS;

  it.each<[string, object, readonly string[]]>([
    ['has all', {}, []],
    ['lacks one', { permissions: { ...PERMISSIONS, checks: 'read' } }, ['acme: checks: write']],
    ['is not sent an event', { events: EVENTS.filter((event) => event !== 'push') }, ['acme: push']],
    ['is a person’s, who has no members', { target_type: 'User', permissions: withoutMembers }, []],
    ['is an organization’s, and lacks its members', { permissions: withoutMembers }, ['acme: members: read']],
    ['is suspended', { suspended_at: '2026-01-01T00:00:00Z', permissions: {} }, []],
    [
      'is of an account that is gone',
      { account: null, events: [] },
      [`a deleted account: ${EVENTS.join(', ')}`],
    ],
  ])('an installation %s', async (_name, more, lacking) => {
    const { app } = answering({ [INSTALLATIONS]: [installed(more)] });
    const found = await createAcceptance(app).unaccepted();
    expect(
      found.map(
        ({ account, permissions, events }) => `${account}: ${[...permissions, ...events].join(', ')}`,
      ),
    ).toEqual(lacking);
  });

  it('an installation that does not answer hides none of the others', async () => {
    const { app } = answering({
      [INSTALLATIONS]: [installed({ id: 1 }), installed({ id: 2, suspended_at: 'then' })],
      'GET /installation/repositories?per_page=100': 403,
    });
    expect(await createInstallations(app, createLog('silent')).repositories()).toEqual([]);
    const other = answering({
      [INSTALLATIONS]: [installed({ id: 1 })],
      'GET /installation/repositories?per_page=100': {
        total_count: 2,
        repositories: [
          { id: 42, full_name: 'acme/shop', archived: false },
          { id: 43, full_name: 'acme/old', archived: true },
        ],
      },
    });
    expect(await createInstallations(other.app, createLog('silent')).repositories()).toEqual([REPOSITORY]);
  });
});

describe('deliveries that never arrived', () => {
  const NOW = Date.parse('2026-01-01T12:00:00Z');
  const clock = { now: () => NOW, sleep: async () => undefined };
  const attempt = (id: number, guid: string, status_code: number, at = '11:00:00') => ({
    id,
    guid,
    status_code,
    delivered_at: `2026-01-01T${at}Z`,
  });

  it.each<[string, readonly object[], readonly number[]]>([
    ['all arrived', [attempt(1, 'a', 202)], []],
    ['one did not', [attempt(2, 'b', 502), attempt(1, 'a', 202)], [2]],
    ['a later attempt arrived', [attempt(2, 'a', 202, '11:30:00'), attempt(1, 'a', 502)], []],
    [
      'of several attempts the last is sent again',
      [attempt(2, 'a', 0, '11:30:00'), attempt(1, 'a', 502)],
      [2],
    ],
    ['what is old was asked for often enough', [attempt(1, 'a', 502, '08:00:00')], []],
  ])('%s', async (_name, attempts, again) => {
    const routes = Object.fromEntries([1, 2].map((id) => [`POST /app/hook/deliveries/${id}/attempts`, {}]));
    const { app, asked } = answering({ 'GET /app/hook/deliveries?per_page=100': attempts, ...routes });
    await createWebhookDeliveries(app, clock).redeliverFailed();
    const sent = asked.filter((line) => line.startsWith('POST'));
    expect(sent).toEqual(again.map((id) => `POST /app/hook/deliveries/${id}/attempts`));
  });

  it('one that GitHub has dropped meanwhile is no failure', async () => {
    const { app } = answering({
      'GET /app/hook/deliveries?per_page=100': [attempt(1, 'a', 502)],
      'POST /app/hook/deliveries/1/attempts': 404,
    });
    await createWebhookDeliveries(app, clock).redeliverFailed();
  });
});

it('an answer without a time is refused: nobody could tell what was on show when', () => {
  expect(timeOf({ headers: { date: 'Thu, 01 Jan 2026 00:00:00 GMT' } })).toBe(Date.UTC(2026, 0, 1));
  expect(() => timeOf({ headers: {} })).toThrow('its answer has no "Date"');
  expect(() => timeOf({ headers: { date: 'soon' } })).toThrow('Let the proxy in between keep that header.');
});
