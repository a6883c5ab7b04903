import { describe, expect, it } from 'vitest';
import { environmentsOf, parseCommand } from '../../../src/core/command.ts';

describe('a command', () => {
  it.each([
    ['/plumb help', { name: 'help' }],
    ['/plumb', { name: 'help' }],
    ['/plumb diff\n', { name: 'diff' }],
    ['/plumb approve production', { name: 'approve', environment: 'production' }],
    ['/plumb approve\r\n', { name: 'approve' }],
    ['/plumb sync  staging ', { name: 'sync', environment: 'staging' }],
    ['/plumb retry', { name: 'retry' }],
    ['/plumb approve production 1a2b3c4d', { name: 'approve', environment: 'production', plan: '1a2b3c4d' }],
    ['/plumb ok 1a2b3c4', { name: 'ok', commit: '1a2b3c4' }],
    ['\n  /plumb\tsync\n\n', { name: 'sync' }],
  ])('%j is %j', (body, command) => {
    expect(parseCommand(body)).toEqual(command);
  });

  it.each([
    ['in a code block', '```\n/plumb approve\n```'],
    ['indented as code', '    /plumb approve'],
    ['in a quote', '> /plumb approve'],
    ['on the second line', 'Looks good.\n/plumb approve'],
    ['followed by more', '/plumb approve\nOn Monday Grace wrote:\n> …'],
    ['in an HTML comment', '<!-- /plumb approve -->'],
    ['after a zero-width space', '\u200b/plumb approve'],
    ['with a Cyrillic letter in its name', '/plumb аpprove'],
    ['with a Cyrillic letter in our name', '/рlumb approve'],
    ['with another name that begins like ours', '/plumber approve'],
    ['in capitals', '/PLUMB approve'],
    ['with a word more', '/plumb approve production now'],
    ['of another name', '/plumb aprove'],
    ['beside another one', '/plumb approve\n/plumb approve'],
    ['behind the end of another line', '/plumb approve\r/plumb sync'],
  ])('S9: %s is none', (_name, body) => {
    expect(parseCommand(body)).toBeUndefined();
  });

  it.each([
    [undefined, ['staging', 'production']],
    ['production', ['production']],
    ['Production', undefined],
    ['prod', undefined],
    ['production ', undefined],
  ])('S26: the environment %j is %j, and never one that is merely like it', (named, expected) => {
    expect(environmentsOf(named, ['staging', 'production'])).toEqual(expected);
  });
});
