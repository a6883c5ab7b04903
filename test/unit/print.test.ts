import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTerminal } from '../../src/cli/terminal.ts';
import { createLog } from '../../src/log.ts';
import { createPrinter } from '../../src/print.ts';

/** A terminal's own sight of what it is told. */
function terminal() {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()].map((stream) =>
    Object.assign(stream, { isTTY: true }),
  ) as unknown as [PassThrough, PassThrough, PassThrough];
  const read = (stream: PassThrough) => (stream.read() as Buffer | null)?.toString() ?? '';
  return {
    stdin,
    ...createTerminal({ stdin, stdout, stderr, plain: false }),
    seen: () => read(stdout) + read(stderr),
  };
}

const HOSTILE: readonly [what: string, text: string, shown: string][] = [
  ['a colour', 'a\u001b[31mb', String.raw`a\u001b[31mb`],
  ['a title', '\u001b]0;pwned\u0007', String.raw`\u001b]0;pwned\u0007`],
  ['a link', '\u001b]8;;http://evil\u001b\\x', String.raw`\u001b]8;;http://evil\u001b` + '\\x'],
  ['an 8-bit command', 'a\u009b2J', String.raw`a\u009b2J`],
  ['a line that is written over', 'deleted\rkept   ', String.raw`deleted\u000dkept   `],
  ['backspaces', 'rm\b\bls', String.raw`rm\u0008\u0008ls`],
  ['text that is turned around', '\u202egnp.exe', String.raw`\u202egnp.exe`],
  ['an isolate', '\u2066a\u2069', String.raw`\u2066a\u2069`],
  ['what has no width', 'ad\u200bmin', String.raw`ad\u200bmin`],
  ['a line end that is none', 'a\u2028b', String.raw`a\u2028b`],
  ['a tag', 'a\u{e0041}b', String.raw`a\udb40\udc41b`],
  ['DEL', 'a\u007fb', String.raw`a\u007fb`],
];

describe('U14: one place prints', () => {
  it.each(HOSTILE)(
    '%s is shown, and not acted on: in results, errors and questions',
    async (_, text, shown) => {
      const tty = terminal();
      tty.out(text);
      tty.err(text);
      expect(tty.seen()).toBe(`${shown}\n${shown}\n`);
      const answer = tty.confirm(text);
      expect(tty.seen()).toContain(shown);
      tty.stdin.write('yes\n');
      await expect(answer).resolves.toBe(true);
    },
  );

  it.each(HOSTILE)('%s is shown amid our own colours', (_, text, shown) => {
    const tty = terminal();
    tty.out(`${tty.outStyle.danger(text)} and ${text}`);
    expect(tty.seen()).toBe(`\u001b[1m\u001b[31m${shown}\u001b[39m\u001b[22m and ${shown}\n`);
  });

  it.each(HOSTILE)('%s is shown in a line of the log, which is JSON still', (_, text) => {
    const lines: string[] = [];
    createLog('info', { write: (line) => lines.push(line) }).info(
      { branch: text, err: new Error(text) },
      'looked at',
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/[^\n\P{Cc}]|\p{Cf}|\p{Cs}/u);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ branch: text, err: { message: text } });
  });

  it('JSON says the same after it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const lines: string[] = [];
        createPrinter({ write: (line) => lines.push(line) }).print(JSON.stringify({ text }, undefined, 2));
        expect(lines.join('')).not.toMatch(/[^\n\t\P{Cc}]|\p{Cf}|\p{Cs}/u);
        expect(JSON.parse(lines.join(''))).toEqual({ text });
      }),
    );
  });

  it('nobody can forge our colours', () => {
    const tty = terminal();
    const [seal] = /^.*?(?=\[)/.exec(tty.outStyle.dim('x')) ?? [''];
    tty.out(tty.outStyle.dim('x').replaceAll(seal, 'another'));
    expect(tty.seen()).not.toContain('\u001b');
  });
});
