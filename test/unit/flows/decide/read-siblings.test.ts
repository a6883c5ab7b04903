import { expect, it } from 'vitest';
import { readSiblings } from '../../../../src/flows/decide/read-siblings.ts';
import type { Comment } from '../../../../src/ports/conversation.ts';
import type { PullRequest } from '../../../../src/ports/pulls.ts';
import type { RecordedPreview } from '../../../../src/ports/records/preview-records.ts';
import { PULL } from './sample-pull.ts';

const COMMIT = {
  parents: [],
  author: { address: '' },
  committer: { address: '' },
  coAuthors: [],
  byGitHub: false,
};

const plan = (pull: number, head: string): RecordedPreview => ({
  id: 1,
  repository: 1,
  pull,
  head,
  base: 'base',
  environment: 'production',
  targets: [],
  madeAt: 0,
});

/** `second` was replaced before anything was planned on it here; `earlier` was pushed for a pull request of before. */
const PUSHED = ['third', 'second', 'first', 'earlier'];
const PLANS = [plan(7, 'first'), plan(7, 'third'), ...PUSHED.map((head) => plan(6, head))];

function comment(body: string): Comment {
  const author = { login: 'bob', type: 'User' as const };
  return { id: 1, author, body, createdAt: 0, updatedAt: 0 };
}

async function headsOf(body: string, pull: PullRequest = PULL): Promise<string[]> {
  const found = await readSiblings(
    {
      previews: { ofHeads: async (_repository, heads) => PLANS.filter(({ head }) => heads.includes(head)) },
      reviewers: {
        pushes: async () =>
          PUSHED.map((after, at) => ({ before: PUSHED[at + 1] ?? '', after, merge: false })),
        commits: async () => ({ listed: [{ ...COMMIT, sha: 'second' }], all: true }),
      },
    },
    pull,
    { previews: PLANS.filter(({ pull: number }) => number === 7), comments: [comment(body)] },
  );
  return found.map(({ pull: number, head }) => `#${number} ${head}`);
}

it('U3: other plans of a commit that was the head for a moment are read where a word names no plan', async () => {
  expect(await headsOf('/plumb approve')).toEqual(['#6 third', '#6 second', '#6 first']);
});

it.each(['/plumb approve production 01234567', 'Fine.'])('%s is of no such commit', async (body) => {
  expect(await headsOf(body)).toEqual(['#6 third', '#6 first']);
});

it('a fork shows no pushes: what it holds is looked at', async () => {
  const fork = { ...PULL, head: { ...PULL.head, fork: true } };
  expect(await headsOf('/plumb approve', fork)).toEqual(['#6 third', '#6 second', '#6 first']);
});
