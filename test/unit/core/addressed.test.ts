import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressed } from '../../../src/core/addressed.ts';
import { COMMAND_NAMES, parseCommand } from '../../../src/core/command.ts';

const why = (body: string) => {
  const found = addressed(body);
  return found?.kind === 'near' ? found.why : undefined;
};

describe('a comment that is meant for us', () => {
  it.each([
    ['/Plumb approve', /"\/Plumb" is not `\/plumb`.* Write `\/plumb approve` as a new comment/],
    ['/PLUMB sync production', /Write `\/plumb sync production` as a new comment/],
    ['/plumb Approve production', /in small letters: "approve"\. Write `\/plumb approve production`/],
    ['/plumb approve production please', /"please" is no id of a plan: that is 8 digits or more/],
    ['/plumb approve production 1a2b3c', /"1a2b3c" is no id of a plan/],
    ['/plumb approve production 1a2b3c4d now', /Behind "approve" come an environment and the id of a plan/],
    ['/plumb approve is what you have to say here', /Behind "approve" come/],
    ['/plumb approve\n\nLooks good to me.', /comment of its own.*Write `\/plumb approve` as a new comment/],
    ['/plumb approve\nOn Monday Grace wrote:\n> …', /there is more in this one/],
    ['Looks good.\n/plumb approve production', /Write `\/plumb approve production` as a new comment/],
    ['> what do you think?\n\n/plumb approve', /there is more in this one/],
    ['/plumb approve\n/plumb sync', /there is more in this one/],
    ['/plumb aprove', /There is no command "aprove"\. Did you mean `\/plumb approve`\?$/],
    ['/plumb snyc', /Did you mean `\/plumb sync`/],
    ['/plumb rerty production', /Did you mean `\/plumb retry`/],
    ['/plumb deploy', /There is no command "deploy"\. There are diff, approve, ok, sync, retry, help\.$/],
    ['/plumb аpprove', /There is no command "аpprove"\. Did you mean `\/plumb approve`/],
    ['/рlumb approve', /is not `\/plumb`/],
    ['/plum diff', /Write `\/plumb diff` as a new comment/],
    ['/plumbline retry', /Write `\/plumb retry` as a new comment/],
    ['plumb help', /Write `\/plumb help` as a new comment/],
    ['/plumb diff production', /Behind "diff" comes nothing/],
    ['/plumb retry please', /Behind "retry" comes nothing/],
    ['/plumb sync staging production', /Behind "sync" comes an environment, and nothing else/],
    ['/plumb ok', /Behind "ok" comes the commit/],
    ['/plumb ok main', /Behind "ok" comes the commit/],
    ['/plumb ok 1a2b3c', /by 7 of its digits or more/],
    ['`/plumb approve`', /stands in backticks.* Write `\/plumb approve` as a new comment/],
    ['/plumb\u00a0approve', /cannot be seen or only look like a space.* Write `\/plumb approve`/],
    ['\u200b/plumb approve', /cannot be seen/],
  ])('U57: %j is no command, and it is said why', (body, reason) => {
    expect(parseCommand(body)).toBeUndefined();
    expect(why(body)).toMatch(reason);
  });

  it.each([
    ['in a code block', '```\n/plumb approve\n```'],
    ['in a code block of tildes that never ends', 'So:\n~~~sh\n/plumb approve'],
    ['in a code block with a shorter fence inside', '````\n```\n/plumb approve\n````'],
    ['indented as code', '    /plumb approve'],
    ['in a quote', '> /plumb approve'],
    ['in a quote with an answer below', '> /plumb approve\n\nWhy that?'],
    ['in a hidden comment', '<!-- /plumb approve -->'],
    ['in a hidden comment of several lines', 'Hello\n<!--\n/plumb approve\n-->'],
    ['in passing', 'Now say /plumb approve, please.'],
    ['in passing, in code', 'Write `/plumb approve` once you have looked.'],
    [
      'at the beginning of a line, in passing',
      'You know what to say:\n/plumb approve and then you merge it.',
    ],
    ['of another bot', '/plumber approve'],
    ['of the program, in a sentence', 'plumb diff shows nothing for me at all'],
    ['nowhere', 'Looks good to me.'],
    ['nowhere, in nothing', '\n \n'],
  ])('a command that is %s is not addressed to us', (_where, body) => {
    expect(addressed(body)).toBeUndefined();
  });

  it('what is a command is nothing else', () => {
    expect(addressed('\n  /plumb approve production \r\n\r\n')).toEqual({
      kind: 'command',
      said: '/plumb approve production',
      command: { name: 'approve', environment: 'production' },
    });
  });

  it('U57: one line is said, whatever is written', () => {
    fc.assert(
      fc.property(comments, (body) => {
        const found = addressed(body);
        expect(found?.kind === 'command').toBe(parseCommand(body) !== undefined);
        if (found === undefined) return;
        expect(found.said.length).toBeLessThanOrEqual(100);
        expect(found.said).not.toContain('\n');
        if (found.kind === 'near') expect(found.why).toMatch(/^[^\n]{10,800}$/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['backticks', '`'.repeat(65_535) + 'x`'],
    ['words', `/plumb ${'a '.repeat(32_000)}`],
    ['spaces', `/plumb${' '.repeat(65_000)}é`],
    ['line ends', '\r\n'.repeat(32_000)],
    ['lines', '/plumb aprove x y z a b\n'.repeat(2700)],
    ['hidden comments', '<!--'.repeat(16_000)],
    ['what has no width', '\u200b'.repeat(65_000)],
    ['one long word', `/plumb ${'approve'.repeat(9000)}`],
    ['quotes', '>'.repeat(65_000)],
    ['environments', `/plumb sync ${'é'.repeat(65_000)}`],
  ])('of as many %s as a comment can have takes no time', (_what, body) => {
    const began = performance.now();
    addressed(body);
    expect(performance.now() - began).toBeLessThan(500);
  });
});

const PIECES = ['/plumb', '/Plumb', '/plumbline', ...COMMAND_NAMES, 'production', '1a2b3c4d', 'please', '\n'];
const MARKS = ['\n\n', '\r\n', '> ', '```', '~~~', '<!--', '-->', '`', '\t', '    ', '\u00a0', '\u200b', '"'];

/** What people write, and what they do not. */
const comments = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 2, arbitrary: fc.constantFrom(...MARKS) },
      fc.string({ maxLength: 90, unit: 'grapheme' }),
    ),
    { maxLength: 8 },
  )
  .chain((parts) => fc.constantFrom(' ', '', '\n').map((between) => parts.join(between)));
