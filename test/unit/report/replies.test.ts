import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/core/command.ts';
import {
  helpReply,
  mergeFirstReply,
  notAllowedReply,
  problemReport,
  unknownCommandReply,
  unknownEnvironmentReply,
} from '../../../src/report/replies.ts';
import { expectGolden } from './golden.ts';

const REPLIES = {
  help: helpReply(['staging', 'production']),
  'help-without-environments': helpReply([]),
  'unknown-command': unknownCommandReply('destroy production'),
  'unknown-environment': unknownEnvironmentReply('prod', ['staging', 'production']),
  'not-allowed': notAllowedReply('eve'),
  'merge-first': mergeFirstReply(),
  problem: problemReport(
    'plumbline.yml: both .github/plumbline.yml and plumbline.yml are there. Remove one of them.',
  ).comment,
};

describe('the replies', () => {
  it.each(Object.entries(REPLIES))('%s is as blessed (UPDATE_GOLDEN=1 blesses it anew)', (name, reply) => {
    expectGolden(`reply-${name}.md`, `${reply}\n`);
  });

  it('none is a command, so none is followed as one', () => {
    for (const reply of Object.values(REPLIES)) expect(parseCommand(reply)).toBeUndefined();
  });

  it('help names every command that there is', () => {
    for (const name of ['diff', 'approve', 'sync', 'retry', 'help']) {
      expect(parseCommand(`/plumb ${name}`)).toEqual({ name });
      expect(helpReply([])).toContain(`\`/plumb ${name}`);
    }
  });

  it('an unknown environment is answered where there is none at all', () => {
    expect(unknownEnvironmentReply('prod', [])).toContain('Environments: none.');
  });
});
