import { describe, expect, it } from 'vitest';
import {
  type Contributor,
  WORKFLOW_ADDRESS,
  describeContributors,
  hasPart,
  howToName,
  pusherOf,
  unknownCoAuthors,
  unknownContributors,
} from '../../../../src/core/gate/contributors.ts';
import type { Gate } from '../../../../src/core/target/environment.ts';

const COMMIT = '1a2b3c4d'.repeat(5);
const RULES: Pick<Gate, 'nobody' | 'updateBranch'> = {
  nobody: ['Agent@Example.com'],
  updateBranch: 'ignored',
};

interface Row {
  readonly name: string;
  readonly contributor: Contributor;
  readonly updateBranch?: 'counts';
  readonly nobody?: readonly string[];
  /** Whether an approval of bob counts, and whether anybody's does. */
  readonly bob: 'counts' | 'has a part';
  readonly gate: 'open' | 'blocked';
}

const ROWS: readonly Row[] = [
  {
    name: 'a named author',
    contributor: { role: 'author', login: 'Bob', commit: COMMIT },
    bob: 'has a part',
    gate: 'open',
  },
  {
    name: 'a named co-author',
    contributor: { role: 'co-author', login: 'bob', address: '1+bob@users.noreply.github.com' },
    bob: 'has a part',
    gate: 'open',
  },
  {
    name: 'a co-author without an account',
    contributor: { role: 'co-author', address: 'noreply@agent.example', commit: COMMIT },
    bob: 'counts',
    gate: 'open',
  },
  {
    name: 'a co-author without an address',
    contributor: { role: 'co-author', address: '', commit: COMMIT },
    bob: 'counts',
    gate: 'open',
  },
  {
    name: 'an author without an account',
    contributor: { role: 'author', address: 'x@example.com', commit: COMMIT },
    bob: 'counts',
    gate: 'blocked',
  },
  {
    name: 'a committer without an account',
    contributor: { role: 'committer', address: 'x@example.com', commit: COMMIT },
    bob: 'counts',
    gate: 'blocked',
  },
  {
    name: 'a pusher whose account is gone',
    contributor: { role: 'pusher', commit: COMMIT },
    bob: 'counts',
    gate: 'blocked',
  },
  {
    name: 'a workflow, which anybody who may write can have push',
    contributor: pusherOf(COMMIT, 'github-actions[bot]'),
    bob: 'counts',
    gate: 'blocked',
  },
  {
    name: 'a workflow that the gate lists',
    contributor: pusherOf(COMMIT, 'github-actions[bot]'),
    nobody: [WORKFLOW_ADDRESS],
    bob: 'counts',
    gate: 'open',
  },
  {
    name: 'an author without an address is none of those listed',
    contributor: { role: 'author', address: '', commit: COMMIT },
    bob: 'counts',
    gate: 'blocked',
  },
  {
    name: 'an author whom the gate lists as nobody, in any spelling',
    contributor: { role: 'author', address: 'agent@example.COM', commit: COMMIT },
    bob: 'counts',
    gate: 'open',
  },
  {
    name: 'a pusher to a fork',
    contributor: { role: 'pusher', hidden: 'fork' },
    bob: 'counts',
    gate: 'blocked',
  },
  {
    name: 'commits that are not listed',
    contributor: { role: 'author', hidden: 'unlisted' },
    bob: 'counts',
    gate: 'blocked',
  },
  {
    name: 'whoever had GitHub merge',
    contributor: { role: 'author', login: 'bob', merge: true },
    bob: 'counts',
    gate: 'open',
  },
  {
    name: 'whoever had GitHub merge, where that counts',
    contributor: { role: 'author', login: 'bob', merge: true },
    updateBranch: 'counts',
    bob: 'has a part',
    gate: 'open',
  },
];

describe('a part in a pull request', () => {
  it.each(ROWS)('U47, U48: $name', ({ contributor, updateBranch, nobody, bob, gate }) => {
    const rules: typeof RULES = {
      ...RULES,
      ...(updateBranch && { updateBranch }),
      ...(nobody && { nobody }),
    };
    expect(hasPart([contributor], rules, 'bob')).toBe(bob === 'has a part');
    expect(unknownContributors([contributor], rules)).toHaveLength(gate === 'blocked' ? 1 : 0);
  });

  it('U47: who cannot be named is said by role, commit and address, with what helps', () => {
    const unknown: Contributor[] = [
      { role: 'author', address: 'x@example.com', commit: COMMIT },
      { role: 'committer', address: '', commit: COMMIT },
      { role: 'pusher', commit: COMMIT },
    ];
    expect(describeContributors(unknown)).toBe(
      'the author of 1a2b3c4 (x@example.com), the committer of 1a2b3c4 (no address), the pusher of 1a2b3c4',
    );
    expect(howToName(unknown)).toMatch(/"Emails".*gate\.nobody.*somebody else pushes/);
    const workflow = pusherOf(COMMIT, 'github-actions[bot]');
    expect(describeContributors([workflow])).toBe(`the pusher of 1a2b3c4 (${WORKFLOW_ADDRESS})`);
    expect(howToName([workflow])).toMatch(/^A workflow pushed.*their own account.*gate\.nobody/);
    expect(howToName([{ role: 'pusher', hidden: 'fork' }])).toBe(
      'Push the commits to a branch of this repository.',
    );
  });

  it('U47: many of them are a few, and a number; a long address is cut', () => {
    const many = Array.from({ length: 300 }, (_, i): Contributor => ({
      role: 'author',
      address: `${'x'.repeat(1000)}${i}@example.com`,
      commit: String(i + 1).padEnd(40, '0'),
    }));
    expect(describeContributors(many)).toMatch(/, and \d+ more$/);
    expect(describeContributors(many).length).toBeLessThan(1000);
  });

  it('U47: co-authors of no account are told apart', () => {
    const agent: Contributor = { role: 'co-author', address: 'noreply@agent.example', commit: COMMIT };
    expect(unknownCoAuthors([agent], RULES)).toEqual([agent]);
    expect(unknownCoAuthors([agent], { ...RULES, nobody: ['noreply@agent.example'] })).toEqual([]);
  });
});
