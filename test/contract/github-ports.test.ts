import { Octokit } from '@octokit/rest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startGitHub } from '../../sandbox/github/server/start.ts';
import type { PullRef, RepositoryRef } from '../../src/core/refs.ts';
import { createApp } from '../../src/github/app/app.ts';
import { EVENTS, PERMISSIONS } from '../../src/github/app/permissions.ts';
import { createChecks } from '../../src/github/checks.ts';
import { createConversation } from '../../src/github/comments/conversation.ts';
import { createDeployments } from '../../src/github/deployments.ts';
import { createDriftPulls } from '../../src/github/pulls/drift-pulls.ts';
import { createPulls } from '../../src/github/pulls/pulls.ts';
import { createReviewers } from '../../src/github/pulls/reviewers.ts';
import { createRepositories } from '../../src/github/repositories.ts';
import { createLog } from '../../src/log.ts';
import type { Checks } from '../../src/ports/checks.ts';
import type { Conversation } from '../../src/ports/conversation.ts';
import type { Deployments } from '../../src/ports/deployments.ts';
import type { DriftPulls } from '../../src/ports/drift-pulls.ts';
import type { Pulls, Repositories } from '../../src/ports/pulls.ts';
import type { Review, Reviewers } from '../../src/ports/reviewers.ts';
import { memoryGitHub } from '../fakes/memory-github.ts';
import { folderWith } from '../support/temp-folder.ts';

const FILES = { 'k8s/web.yaml': 'web' };
const MARKER = '<!-- plumbline:preview -->';
const NONE = 'f'.repeat(40);

interface Ports {
  readonly repositories: Repositories;
  readonly pulls: Pulls;
  readonly conversation: Conversation;
  readonly checks: Checks;
  readonly reviewers: Reviewers;
  readonly deployments: Deployments;
  readonly driftPulls: DriftPulls;
}

/** The repository `acme/shop`: `alice` and `bob` may write, `carol` administers, `mallory` reads; `bob` is in `acme/sre`. */
interface Site extends Ports {
  readonly repository: RepositoryRef;
  /** What people do. Each is a commit of one file, on top of the branch or of `main`. */
  readonly push: (branch: string, path: string, text: string) => Promise<string>;
  readonly open: (branch: string) => Promise<number>;
  readonly comment: (pull: number, body: string) => Promise<number>;
  readonly edit: (pull: number, comment: number, body: string) => Promise<void>;
  readonly review: (pull: number, state: Review['state']) => Promise<void>;
  readonly merge: (pull: number) => Promise<string>;
  readonly close: (pull: number) => Promise<void>;
}

const SITES: Readonly<Record<string, () => Promise<Site>>> = {
  'the fakes': async () => {
    const { ports, people, repository } = memoryGitHub(FILES);
    for (const [login, level] of Object.entries(ROLES)) ports.reviewers.permissions.set(login, level);
    ports.reviewers.teams.set('acme/sre', ['bob']);
    return {
      ...ports,
      repository,
      push: async (branch, path, text) => people.push(branch, { [path]: text }),
      open: async (branch) => people.open(branch),
      comment: async (pull, body) => people.comment(pull, body),
      edit: async (pull, comment, body) => people.edit(pull, comment, body),
      review: async (pull, state) => people.review(pull, state),
      merge: async (pull) => people.merge(pull),
      close: async (pull) => people.close(pull),
    };
  },
  GitHub: openSandbox,
};

const ROLES = { alice: 'write', bob: 'write', carol: 'admin', mallory: 'read' } as const;
const NAMED = { owner: 'acme', repo: 'shop' };

async function openSandbox(): Promise<Site> {
  const github = await startGitHub({ folder: folderWith({}) });
  onTestFinished(() => github.stop());
  const { admin } = github;
  const people = new Map<string, Octokit['rest']>();
  for (const login of Object.keys(ROLES)) {
    const { token } = await admin.createUser({ login, email: `${login}@example.com` });
    people.set(login, new Octokit({ auth: token, baseUrl: github.apiUrl }).rest);
  }
  await admin.createOrganization({
    login: 'acme',
    members: { alice: 'member', bob: 'member', carol: 'admin' },
    teams: { sre: ['bob'] },
  });
  const made = await admin.createRepository({ owner: 'acme', name: 'shop', files: FILES });
  for (const [login, level] of Object.entries(ROLES)) made.collaborators.set(login, level);
  const { app, privateKey } = await admin.createApp({
    name: 'Plumbline',
    owner: 'acme',
    webhookUrl: '',
    webhookSecret: 'a secret',
    permissions: PERMISSIONS,
    events: EVENTS,
  });
  const installation = await admin.install(app, made.owner, {});
  const log = createLog('silent');
  const ours = createApp({
    id: app.id,
    privateKey,
    secret: 'a secret',
    apiUrl: github.apiUrl,
    log,
    answered: () => undefined,
  });
  const by = (login: keyof typeof ROLES) => {
    const found = people.get(login);
    if (found === undefined) throw new Error(`There is no ${login}.`);
    return found;
  };
  return {
    repositories: createRepositories(ours, log),
    pulls: createPulls(ours),
    conversation: createConversation(ours),
    checks: createChecks(ours),
    reviewers: createReviewers(ours),
    deployments: createDeployments(ours, github.url),
    driftPulls: createDriftPulls(ours),
    repository: { installation: installation.id, id: made.id, name: 'acme/shop' },
    async push(branch, path, text) {
      const { git, repos } = by('alice');
      const tip = async (name: string) => (await repos.getBranch({ ...NAMED, branch: name })).data.commit.sha;
      const known = await tip(branch).catch(() => undefined);
      const sha = known ?? (await tip('main'));
      if (known === undefined) await git.createRef({ ...NAMED, ref: `refs/heads/${branch}`, sha });
      const content = Buffer.from(text).toString('base64');
      const old = await repos
        .getContent({ ...NAMED, path, ref: branch })
        .then(({ data }) => ({ sha: (data as { sha: string }).sha }))
        .catch(() => ({}));
      const file = { ...NAMED, path, branch, content, message: path, ...old };
      return (await repos.createOrUpdateFileContents(file)).data.commit.sha ?? '';
    },
    async open(head) {
      const pull = { ...NAMED, head, base: 'main', title: 'Change by alice' };
      return (await by('alice').pulls.create(pull)).data.number;
    },
    async comment(issue_number, body) {
      return (await by('bob').issues.createComment({ ...NAMED, issue_number, body })).data.id;
    },
    edit: async (_pull, comment_id, body) =>
      void (await by('carol').issues.updateComment({ ...NAMED, comment_id, body })),
    async review(pull_number, state) {
      const event = EVENT_OF[state];
      await by('bob').pulls.createReview({ ...NAMED, pull_number, event, body: 'A word.' });
    },
    merge: async (pull_number) => (await by('carol').pulls.merge({ ...NAMED, pull_number })).data.sha,
    close: async (pull_number) =>
      void (await by('alice').pulls.update({ ...NAMED, pull_number, state: 'closed' })),
  };
}

const EVENT_OF = {
  APPROVED: 'APPROVE',
  CHANGES_REQUESTED: 'REQUEST_CHANGES',
  COMMENTED: 'COMMENT',
  DISMISSED: 'COMMENT',
} as const;

describe.each(Object.entries(SITES))('the ports of %s', (_name, openSite) => {
  /** A pull request of `topic`. */
  async function proposed() {
    const site = await openSite();
    const head = await site.push('topic', 'k8s/new.yaml', 'new');
    const number = await site.open('topic');
    const pull: PullRef = { repository: site.repository, number };
    return { ...site, head, number, pull };
  }

  it('tell of the repository', async () => {
    const { repositories, repository } = await openSite();
    expect(await repositories.list()).toEqual([repository]);
    const { name, readAt } = await repositories.defaultBranch(repository);
    expect([name, readAt % 1000]).toEqual(['main', 0]);
    expect(await repositories.readOnly(repository)).toBeUndefined();
  });

  it('read a pull request as it is now', async () => {
    const { pulls, pull, head, push, repository, number } = await proposed();
    expect(await pulls.read(pull)).toMatchObject({
      number,
      title: 'Change by alice',
      author: { login: 'alice', type: 'User' },
      state: 'open',
      head: { sha: head, branch: 'topic', fork: false },
      base: { branch: 'main' },
    });
    const next = await push('topic', 'k8s/new.yaml', 'newer');
    const { head: moved, updatedAt, readAt } = await pulls.read(pull);
    expect([moved.sha, updatedAt <= readAt, readAt % 1000]).toEqual([next, true, 0]);
    expect(await pulls.ofHead(repository, next)).toEqual([number]);
    expect(await pulls.ofHead(repository, head)).toEqual([number]);
  });

  it('tell apart open, merged and closed ones', async () => {
    const { pulls, pull, merge, push, open, close, head, repository } = await proposed();
    await push('other', 'k8s/other.yaml', 'other');
    const other = await open('other');
    await close(other);
    await push('third', 'k8s/third.yaml', 'third');
    const third = await open('third');
    const commit = await merge(pull.number);
    const [merged, closed] = [await pulls.read(pull), await pulls.read({ repository, number: other })];
    expect(merged).toMatchObject({ state: 'merged', mergeCommit: commit, head: { sha: head } });
    expect(merged.mergedAt).toBeLessThanOrEqual(merged.readAt);
    expect(closed.state).toBe('closed');
    expect(closed).not.toHaveProperty('mergeCommit');
    const { open: left, merged: done } = await pulls.list(repository);
    expect([left, done].map((list) => list.map(({ number }) => number))).toEqual([[third], [pull.number]]);
    expect(await pulls.ofHead(repository, commit)).toEqual([pull.number]);
  });

  it('do not know a pull request that is not there, which GitHub may only be late with', async () => {
    const { pulls, repository } = await openSite();
    await expect(pulls.read({ repository, number: 99 })).rejects.toMatchObject({
      code: 'not-found',
      retryable: true,
    });
  });

  it('read comments, the oldest first, and see whether one was edited', async () => {
    const { conversation, pull, number, comment, edit } = await proposed();
    const first = await comment(number, '/plumb approve');
    const second = await comment(number, 'Well.');
    const all = await conversation.comments(pull);
    expect(all.map(({ id, body }) => [id, body])).toEqual([
      [first, '/plumb approve'],
      [second, 'Well.'],
    ]);
    expect(all[0]).toMatchObject({ author: { login: 'bob', type: 'User' } });
    expect(all[0]?.updatedAt).toBe(all[0]?.createdAt);
    await edit(number, first, '/plumb sync');
    expect((await conversation.comment(pull, first))?.body).toBe('/plumb sync');
    expect(await conversation.comment(pull, 999_999)).toBeUndefined();
    await conversation.react(pull, first, '+1');
  });

  it('keep one comment of each kind, and write none where none is to be', async () => {
    const { conversation, pull, number, comment } = await proposed();
    await comment(number, `${MARKER}\nof somebody else`);
    const keep = (words: string, ifThere = false) =>
      conversation.keep(pull, MARKER, `${MARKER}\n${words}`, { ifThere });
    expect(await keep('first', true)).toBeUndefined();
    expect((await keep('first')) ?? 1).toSatisfy((at: number) => at % 1000 === 0);
    await keep('second', true);
    await conversation.keep(pull, '<!-- plumbline:answers -->', '<!-- plumbline:answers -->\nanswers');
    const own = (await conversation.comments(pull)).filter(({ author }) => author.type === 'Bot');
    expect(own.map(({ body }) => /second|answers$|answers\n/.exec(body)?.[0].trim())).toEqual([
      'second',
      'answers',
    ]);
  });

  it('ask before each write, and only then: its refusal prevents it', async () => {
    const { conversation, pull } = await proposed();
    let asked = 0;
    const before = async () => void (asked += 1);
    const keep = (words: string, ask: () => Promise<void>) =>
      conversation.keep(pull, MARKER, `${MARKER}\n${words}`, { before: ask });
    const refuse = () => Promise.reject(new Error('it moved'));
    await expect(keep('first', refuse)).rejects.toThrow('it moved');
    expect(await conversation.comments(pull)).toEqual([]);
    await keep('first', before);
    await keep('first', before);
    expect(asked).toBe(1);
    await expect(keep('second', refuse)).rejects.toThrow('it moved');
  });

  it('leave a comment that somebody edited, and write a new one', async () => {
    const { conversation, pull, number, edit } = await proposed();
    await conversation.keep(pull, MARKER, `${MARKER}\nfirst`);
    const [first] = await conversation.comments(pull);
    await edit(number, first?.id ?? 0, `${first?.body}\nedited`);
    await conversation.keep(pull, MARKER, `${MARKER}\nsecond`);
    const all = await conversation.comments(pull);
    expect(all).toHaveLength(2);
    expect([all[0]?.body, all[1]?.body]).toEqual([
      expect.stringContaining('edited'),
      expect.stringContaining('second'),
    ]);
  });

  const CHECK = { name: 'plumbline / production', title: 'A title', summary: 'A summary' };

  it('keep one check of each name on a commit', async () => {
    const { checks, repository, head, number } = await proposed();
    const reference = { pull: number, environment: 'production' };
    const publish = (more: object, options?: object) =>
      checks.publish(repository, head, { ...CHECK, reference, ...more }, options);
    expect(await publish({}, { ifThere: true })).toBeUndefined();
    expect(await checks.list(repository, head)).toEqual([]);
    expect(((await publish({})) ?? 1) % 1000).toBe(0);
    expect(await checks.list(repository, head)).toEqual([{ name: CHECK.name, reference }]);
    expect(await publish({ conclusion: 'failure' }, { ifNone: true })).toBeUndefined();
    await publish({ conclusion: 'success' }, { ifThere: true });
    // The same once more is no other check.
    await publish({ conclusion: 'success' });
    await publish({ name: 'plumbline / configuration', conclusion: 'success' });
    expect(await checks.list(repository, head)).toEqual(
      expect.arrayContaining([
        { name: CHECK.name, conclusion: 'success', reference },
        { name: 'plumbline / configuration', conclusion: 'success', reference },
      ]),
    );
    expect(await checks.list(repository, head)).toHaveLength(2);
  });

  it('open a check again that had ended', async () => {
    const { checks, repository, head } = await proposed();
    await checks.publish(repository, head, { ...CHECK, conclusion: 'failure' });
    await checks.publish(repository, head, CHECK);
    expect(await checks.list(repository, head)).toEqual([{ name: CHECK.name }]);
  });

  it('name reviews with their commit, and those who may review', async () => {
    const { reviewers, pull, number, review, head, repository } = await proposed();
    await review(number, 'APPROVED');
    await review(number, 'CHANGES_REQUESTED');
    expect(await reviewers.reviews(pull)).toMatchObject([
      { state: 'APPROVED', commit: head, user: { login: 'bob', type: 'User' } },
      { state: 'CHANGES_REQUESTED', commit: head, user: { login: 'bob', type: 'User' } },
    ]);
    const may = ['alice', 'carol', 'mallory'].map((login) => reviewers.permission(repository, login));
    expect(await Promise.all(may)).toEqual(['write', 'admin', 'read']);
    expect(await reviewers.isMember(repository, 'acme/sre', 'bob')).toBe(true);
  });

  it('name those who brought the commits of a pull request', async () => {
    const { reviewers, pull, head, push, repository, pulls } = await proposed();
    const next = await push('topic', 'k8s/new.yaml', 'newer');
    const { listed, all } = await reviewers.commits(pull);
    expect([listed.map(({ sha, author }) => [sha, author.login]), all]).toEqual([
      [
        [head, 'alice'],
        [next, 'alice'],
      ],
      true,
    ]);
    expect((await reviewers.signed(repository, next)).parents).toEqual([head]);
    const { base } = await pulls.read(pull);
    expect(await reviewers.between(repository, base.sha, next)).toEqual([head, next]);
    expect(await reviewers.between(repository, 'main', next)).toEqual([head, next]);
    const [last] = await reviewers.pushes(repository, 'topic');
    expect(last).toMatchObject({ actor: 'alice', after: next, before: head, merge: false });
  });

  it('name the branch of a merged pull request, whose merge moved the base', async () => {
    const { reviewers, merge, number, repository, head } = await proposed();
    const commit = await merge(number);
    expect(await reviewers.mergedBranch(repository, commit)).toBe('topic');
    expect(await reviewers.mergedBranch(repository, head)).toBeUndefined();
    const [last] = await reviewers.pushes(repository, 'main');
    expect(last).toMatchObject({ actor: 'carol', after: commit, merge: true });
    expect((await reviewers.signed(repository, commit)).byGitHub).toBe(true);
  });

  it('show a deployment and what becomes of it', async () => {
    const { deployments, repository, head } = await proposed();
    const description = 'A change';
    const id = await deployments.create(repository, { commit: head, environment: 'production', description });
    await deployments.progress(repository, id, { state: 'queued', description });
    await deployments.progress(repository, id, { state: 'success', description, pull: 1 });
    const next = await deployments.create(repository, { commit: head, environment: 'staging', description });
    expect(next).not.toBe(id);
  });

  it('propose a commit of the App on a branch that only moves forwards', async () => {
    const { driftPulls, repository, pulls, push } = await openSite();
    const branch = 'plumbline/drift/production/shop';
    const tip = await push('main', 'k8s/more.yaml', 'more');
    expect(await driftPulls.head(repository, branch)).toBeUndefined();
    const commit = (parent: string, text: string) =>
      driftPulls.commit(repository, {
        base: tip,
        parents: [parent],
        file: { path: 'd', text },
        message: 'm',
      });
    const first = await commit(tip, 'one');
    await driftPulls.move(repository, branch, { commit: first, exists: false });
    expect(await driftPulls.head(repository, branch)).toBe(first);
    const words = { title: 'Revert', body: 'A drift' };
    const number = await driftPulls.open(repository, { branch, base: 'main', ...words });
    expect(await driftPulls.find(repository, branch)).toBe(number);
    const second = await commit(first, 'two');
    await driftPulls.move(repository, branch, { commit: second, exists: true });
    const beside = await commit(tip, 'three');
    await expect(driftPulls.move(repository, branch, { commit: beside, exists: true })).rejects.toMatchObject(
      {
        code: 'invalid',
      },
    );
    expect((await pulls.read({ repository, number })).head.sha).toBe(second);
    await driftPulls.edit({ repository, number }, { title: 'Other' });
    expect(await driftPulls.read({ repository, number })).toEqual({
      state: 'open',
      head: second,
      ...words,
      title: 'Other',
    });
  });

  it('close what the App proposed, once, and remove its branch', async () => {
    const { driftPulls, repository, number, pull } = await proposed();
    await driftPulls.close(pull, 'It is gone.');
    await driftPulls.close(pull, 'It is gone.');
    expect(await driftPulls.read(pull)).toMatchObject({ state: 'closed' });
    expect((await driftPulls.read(pull))?.closedAt).toBeGreaterThan(0);
    expect(await driftPulls.find(repository, 'topic')).toBeUndefined();
    await driftPulls.removeBranch(repository, 'topic');
    await driftPulls.removeBranch(repository, 'topic');
    expect(await driftPulls.head(repository, 'topic')).toBeUndefined();
    expect(await driftPulls.read({ repository, number: number + 100 })).toBeUndefined();
  });

  it('do not know the difference to a commit that is lost', async () => {
    const { reviewers, repository, head } = await proposed();
    expect(await reviewers.between(repository, NONE, head)).toBeUndefined();
  });
});
