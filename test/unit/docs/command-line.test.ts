import { describe, expect, it } from 'vitest';
import type { CliDeps } from '../../../src/cli/deps.ts';
import { EXIT } from '../../../src/cli/exit-code.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { BOUNDS } from '../../../src/process/bounds.ts';
import { readDocument } from './documents.ts';
import { codeSpans, commandsIn } from './markdown.ts';

const { commands } = createProgram({ terminal: {} } as CliDeps, '0', () => undefined);
const readme = readDocument('README.md');

describe('U69: what is told of the command line', () => {
  it('has every command', () => {
    const told = new Set(commandsIn(readme, 'plumb').map(([name]) => name));
    expect(commands.map((command) => command.name()).filter((name) => !told.has(name))).toEqual([]);
  });

  it('has every exit code', () => {
    const told = [...readme.matchAll(/^\| (\d) \|/gm)].map(([, code]) => Number(code));
    expect(new Set(told)).toEqual(new Set(Object.values(EXIT)));
  });

  it('has every option of a target that no configuration describes', () => {
    const [paragraph = ''] = /^At a terminal, where no configuration .*$/m.exec(
      readDocument('docs/configuration.md'),
    ) ?? [''];
    const diff = commands.find((command) => command.name() === 'diff');
    const own = diff?.options.filter(
      ({ helpGroupHeading, hidden }) => helpGroupHeading !== undefined && !hidden,
    );
    const flags = own
      ?.filter(({ helpGroupHeading }) => helpGroupHeading !== 'Options:')
      .map(({ long }) => long);
    expect(flags).toContain('--prune');
    expect(codeSpans(paragraph).filter((span) => span.startsWith('--'))).toEqual(flags);
  });

  it('shows no default in the words of a program', () => {
    for (const command of commands) expect(command.helpInformation()).not.toMatch(/\{\}|\[\]|\[object/);
  });
});

describe('U69: what is told of isolation', () => {
  it('has every bound as it is', () => {
    const document = readDocument('docs/isolation.md').replaceAll(',', '');
    const told = (label: string) => new RegExp(`^\\| ${label}[^|]*\\| (\\d+)`, 'm').exec(document)?.[1];
    const MIB = 1024 * 1024;
    expect({
      memory: told('memory'),
      time: told('time'),
      output: told('output'),
      scratch: told('`/tmp`'),
      processes: told('processes'),
      openFiles: told('open files'),
    }).toEqual({
      memory: String(BOUNDS.memoryBytes / MIB / 1024),
      time: String(BOUNDS.milliseconds / 1000),
      output: String(BOUNDS.outputBytes / MIB),
      scratch: String(BOUNDS.scratchBytes / MIB),
      processes: String(BOUNDS.processes),
      openFiles: String(BOUNDS.openFiles),
    });
    expect(BOUNDS.atOnce).toBe(4);
    expect(document).toContain('Four tools run at a time.');
  });
});
