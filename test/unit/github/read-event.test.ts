import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src/github/read-event.ts';
import type { RepositoryEvent } from '../../../src/ports/webhook-event.ts';

const APP = 7;
const HEAD = 'a'.repeat(40);
const OF = { installation: { id: 1 }, repository: { id: 2, full_name: 'acme/shop', default_branch: 'main' } };
const REPOSITORY = { installation: 1, id: 2, name: 'acme/shop' };
const bob = { login: 'bob', type: 'User' };
const bot = { login: 'x[bot]', type: 'Bot' };

const pull = (more: object = {}) => ({ pull_request: { number: 3, merged: false }, ...more });
const comment = (user: object | null, issue: object = { pull_request: {} }) => ({
  issue: { number: 3, ...issue },
  comment: { id: 9, user },
});
const run = (external_id: unknown, id = APP) => ({ check_run: { external_id, app: { id } }, sender: bob });
const suite = (id: number, sender = bob) => ({ check_suite: { head_sha: HEAD, app: { id } }, sender });
const queued = 'refs/heads/gh-readonly-queue/main/pr-3-x';

/** Name, action, payload, and the events that are read of it. */
const CASES: readonly (readonly [event: string, payload: object, read: readonly RepositoryEvent[]])[] = [
  ['pull_request.opened', pull(), [{ type: 'proposed', pull: 3 }]],
  ['pull_request.synchronize', pull(), [{ type: 'proposed', pull: 3 }]],
  ['pull_request.edited', pull({ changes: { base: {} } }), [{ type: 'proposed', pull: 3 }]],
  ['pull_request.edited', pull({ changes: { title: {} } }), []],
  ['pull_request.closed', pull(), [{ type: 'left', pull: 3 }]],
  ['pull_request.closed', { pull_request: { number: 3, merged: true } }, [{ type: 'merged', pull: 3 }]],
  ['pull_request.unlocked', pull(), [{ type: 'reviewed', pull: 3 }]],
  ['pull_request_review.dismissed', pull(), [{ type: 'reviewed', pull: 3 }]],
  ['issue_comment.created', comment(bob), [{ type: 'commented', pull: 3, comment: 9 }]],
  ['issue_comment.created', comment(bob, {}), []],
  ['issue_comment.edited', comment(bob), [{ type: 'edited', pull: 3, comment: 9 }]],
  ['issue_comment.edited', comment(bot), [{ type: 'reviewed', pull: 3 }]],
  ['issue_comment.edited', comment(null), [{ type: 'edited', pull: 3, comment: 9 }]],
  ['issue_comment.deleted', comment(bob), [{ type: 'reviewed', pull: 3 }]],
  ['push', { ref: 'refs/heads/main' }, [{ type: 'pushed' }]],
  ['push', { ref: 'refs/heads/other' }, []],
  ['push', { ref: queued }, [{ type: 'queued' }]],
  ['push', { ref: queued, deleted: true }, []],
  ['merge_group.checks_requested', {}, [{ type: 'queued' }]],
  ['check_suite.rerequested', suite(APP), [{ type: 'rerun', commit: HEAD }]],
  ['check_suite.rerequested', suite(8), []],
  ['check_suite.rerequested', suite(APP, bot), []],
];

function read(event: string, payload: object) {
  const [name = '', action] = event.split('.');
  return readEvent(APP, name, { ...OF, ...payload, ...(action !== undefined && { action }) });
}

describe('an event of a repository', () => {
  it.each(CASES)('U51, U58: %s %j', (event, payload, events) => {
    expect(read(event, payload)).toEqual({ repository: REPOSITORY, events });
  });

  it.each([
    'installation.created',
    'installation.new_permissions_accepted',
    'installation_repositories.added',
  ])('%s is of an installation', (event) => {
    expect(read(event, {})).toEqual({ installed: true });
  });

  it.each(['star.created', 'pull_request.labeled', 'ping'])('%s leads to nothing', (event) => {
    expect(read(event, pull())).toEqual({ ignored: 'other' });
  });

  it.each([
    undefined,
    null,
    {},
    { repository: { id: '2' } },
    { ...OF, repository: { id: 2, full_name: 'shop' } },
  ])('U58: that names no repository is malformed: %j', (payload) => {
    expect(readEvent(APP, 'push', payload)).toEqual({ ignored: 'malformed' });
  });

  it.each([
    ['pull_request.opened', { pull_request: { number: '3' } }],
    ['issue_comment.created', { issue: {} }],
    ['check_suite.rerequested', { check_suite: { head_sha: 'main', app: { id: APP } }, sender: bob }],
  ])('U58: %s of another form is malformed, in a repository that is known', (event, payload) => {
    expect(read(event, payload)).toEqual({ repository: REPOSITORY, events: 'malformed' });
  });
});

describe('a press on our check run', () => {
  it('U58: is told with what the run carries', () => {
    const reference = { pull: 3, environment: 'production', fingerprint: 'f', shownAt: 5 };
    const payload = { ...run(JSON.stringify(reference)), requested_action: { identifier: 'approve' } };
    const event = { type: 'pressed', button: 'approve', by: 'bob', reference };
    expect(read('check_run.requested_action', payload)).toEqual({ repository: REPOSITORY, events: [event] });
    const again = { ...event, button: 'plan' };
    expect(read('check_run.rerequested', run(JSON.stringify(reference)))).toMatchObject({ events: [again] });
  });

  it.each([
    'nonsense',
    '{',
    '[]',
    'null',
    '"text"',
    '7',
    '{}',
    '{"pull":"3"}',
    '{"pull":1.5}',
    '{"pull":3,"shownAt":"x"}',
  ])('U58: that carries %j is malformed, and would not get better by being read again', (text) => {
    expect(read('check_run.requested_action', run(text))).toMatchObject({ events: 'malformed' });
  });

  it.each([
    ['of another App', run('{"pull":3}', 8)],
    ['that is about no pull request', run('')],
    ['that never had a reference', run(null)],
    ['by a bot', { ...run('{"pull":3}'), sender: bot }],
  ])('U58: %s is none of ours', (_what, payload) => {
    expect(read('check_run.requested_action', payload)).toMatchObject({ events: [] });
  });
});
