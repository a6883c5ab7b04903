import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { createListener } from '../../../src/flows/listener.ts';
import type { App } from '../../../src/github/app.ts';
import { press, rerun } from '../../../src/github/check-events.ts';
import type { CheckReference } from '../../../src/ports/checks.ts';

const REPOSITORY = { installation: 1, id: 2, name: 'acme/shop' };
const app = { id: 7 } as App;
const HEAD = 'a'.repeat(40);

function heard() {
  const pressed: [string, string, CheckReference][] = [];
  const rerunOf: string[] = [];
  const nothing = async () => undefined;
  const listener = createListener({
    jobs: { enqueue: nothing },
    deliveries: { claim: async () => true },
    approvals: { save: nothing, ofPull: async () => [] },
    syncs: { allSynced: async () => [] },
    clock: { now: () => 0, sleep: nothing },
    knows: () => true,
    ignored: () => undefined,
  });
  return {
    pressed,
    rerunOf,
    listener: {
      ...listener,
      pressed: async (_: unknown, button: string, by: string, reference: CheckReference) =>
        void pressed.push([button, by, reference]),
      rerun: async (_: unknown, commit: string) => void rerunOf.push(commit),
    },
  };
}

const bob = { login: 'bob', type: 'User' };
const run = (external_id: unknown, id = 7) => ({ check_run: { external_id, app: { id } }, sender: bob });

describe('a press on our check run', () => {
  it('U58: is told with what the run carries', async () => {
    const { listener, pressed } = heard();
    const reference = { pull: 3, environment: 'production', fingerprint: 'f', shownAt: 5 };
    const payload = { ...run(JSON.stringify(reference)), requested_action: { identifier: 'approve' } };
    await press(app, listener, REPOSITORY, payload);
    expect(pressed).toEqual([['approve', 'bob', reference]]);
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
  ])('U58: that carries %j is malformed, and would not get better by being read again', async (text) => {
    const { listener, pressed } = heard();
    await expect(press(app, listener, REPOSITORY, run(text))).rejects.toBeInstanceOf(ZodError);
    expect(pressed).toEqual([]);
  });

  it.each([
    ['of another App', run('{"pull":3}', 8)],
    ['that is about no pull request', run('')],
    ['that never had a reference', run(null)],
    ['by a bot', { ...run('{"pull":3}'), sender: { login: 'x[bot]', type: 'Bot' } }],
  ])('U58: %s is none of ours', async (_what, payload) => {
    const { listener, pressed } = heard();
    await press(app, listener, REPOSITORY, payload);
    expect(pressed).toEqual([]);
  });
});

describe('"Re-run all checks"', () => {
  const suite = (id: number, sender = bob) => ({ check_suite: { head_sha: HEAD, app: { id } }, sender });

  it('U51: is told of our own suite, when a person pressed it', async () => {
    const { listener, rerunOf } = heard();
    await rerun(app, listener, REPOSITORY, suite(7));
    await rerun(app, listener, REPOSITORY, suite(8));
    await rerun(app, listener, REPOSITORY, suite(7, { login: 'x[bot]', type: 'Bot' }));
    expect(rerunOf).toEqual([HEAD]);
  });

  it('U58: of no commit is malformed', async () => {
    const { listener } = heard();
    const payload = { check_suite: { head_sha: 'main', app: { id: 7 } }, sender: bob };
    await expect(rerun(app, listener, REPOSITORY, payload)).rejects.toBeInstanceOf(ZodError);
  });
});
