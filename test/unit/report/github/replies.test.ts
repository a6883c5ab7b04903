import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, parseCommand } from '../../../../src/core/command.ts';
import { type AnswerView, answersComment } from '../../../../src/report/github/answers.ts';
import * as replies from '../../../../src/report/github/replies.ts';
import { PENDING } from '../gate-samples.ts';
import { expectGolden } from '../golden.ts';

const URL = 'https://github.com/acme/shop/pull/7';
const deployed = { environment: 'staging', state: 'deployed' as const, decision: PENDING };
const waits = { environment: 'production', state: 'waits' as const, decision: PENDING };

const REPLIES = {
  help: replies.helpReply(['staging', 'production']),
  'help-without-environments': replies.helpReply([]),
  'near-miss': replies.nearMissReply('There is no command "aprove". Did you mean `/plumb approve`?'),
  edited: replies.editedReply(),
  unconfigured: replies.unconfiguredReply(),
  'unknown-environment': replies.unknownEnvironmentReply('prod', ['staging', 'production']),
  'plan-without-environment': replies.unknownEnvironmentReply('1a2b3c4d', ['production'], true),
  'too-early': replies.tooEarlyReply('b'.repeat(40)),
  'not-held': replies.notHeldReply(),
  held: replies.heldReply('b'.repeat(40)),
  'merge-first': replies.mergeFirstReply(),
  closed: replies.closedReply(),
  elsewhere: replies.elsewhereReply('main'),
  'merged-diff': replies.mergedDiffReply(),
  'nothing-to-deploy': replies.nothingToDeployReply([deployed, waits]),
  'nothing-failed': replies.nothingFailedReply([deployed]),
  'planned-late': replies.plannedLateReply(),
  remarks: replies.remarksReply([
    { environment: 'staging', reason: 'The plan of this commit is being made.' },
    { environment: 'production', reason: '@ada opened the pull request: somebody else must approve it.' },
  ]),
  problem: replies.problemReport(
    'plumbline.yml: both .github/plumbline.yml and plumbline.yml are there. Remove one of them.',
  ).comment,
};

const view = (more: Partial<AnswerView> = {}): AnswerView => ({
  comment: 42,
  author: 'bob',
  said: '/plumb sync',
  answer: REPLIES['merge-first'],
  ...more,
});

describe('the replies', () => {
  it.each(Object.entries(REPLIES))('%s is as blessed (UPDATE_GOLDEN=1 blesses it anew)', (name, reply) => {
    expectGolden(`reply-${name}.md`, `${reply}\n`);
  });

  it('none is a command, so none is followed as one', () => {
    for (const reply of Object.values(REPLIES)) expect(parseCommand(reply)).toBeUndefined();
  });

  it('an answer is one line', () => {
    const { problem: _comment, ...lines } = REPLIES;
    for (const line of Object.values(lines)) expect(line).toMatch(/^[^\n]+[.?]$/);
  });

  it('U64: the table has every command that there is', () => {
    expect(Object.keys(replies.COMMANDS)).toEqual(COMMAND_NAMES);
    for (const name of COMMAND_NAMES) {
      const argument = name === 'ok' ? ' 1a2b3c4' : '';
      expect(parseCommand(`/plumb ${name}${argument}`)?.name).toBe(name);
      expect(replies.commandTable()).toContain(`| \`/plumb ${name}`);
    }
  });
});

describe('the comment that answers', () => {
  it('is as blessed', () => {
    const near = view({ comment: 41, author: 'carol', said: '/plumb aprove', answer: REPLIES['near-miss'] });
    expectGolden('answers.md', answersComment([view(), near], URL));
  });

  it('has the commands unfolded where somebody has just asked for them', () => {
    const help = view({ comment: 43, said: '/plumb', answer: REPLIES.help });
    expect(answersComment([help, view()], URL)).toContain('<details open>');
    expect(answersComment([view(), help], URL)).not.toContain('<details open>');
  });

  it('has the latest ones only', () => {
    const all = Array.from({ length: 12 }, (_none, n) => view({ comment: 100 - n }));
    const lines = answersComment(all, URL).match(/issuecomment-\d+/g);
    expect(lines).toHaveLength(10);
    expect(lines?.[0]).toBe('issuecomment-100');
  });
});
