import { inspect } from 'node:util';
import { EXIT } from './cli/exit-code.ts';
import { run } from './cli/program.ts';
import { version } from './version.ts';
import { wireCli } from './wire/command-line.ts';

// A reader that has seen enough (`| head`) closes the pipe: no reason to complain.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const cli = wireCli(process);
// Node itself would print a bug's text unescaped, with the words of others in it.
process.on('uncaughtException', (bug) => {
  cli.deps.terminal.err(inspect(bug));
  process.exit(EXIT.unknown);
});
try {
  process.exitCode = await run(cli.deps, process.argv.slice(2), version);
} finally {
  await cli.close();
}
