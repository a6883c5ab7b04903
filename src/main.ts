import { run } from './cli/program.ts';
import { version } from './version.ts';
import { wireCli } from './wire.ts';

// A reader that has seen enough (`| head`) closes the pipe: no reason to complain.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const cli = wireCli(process);
try {
  process.exitCode = await run(cli.deps, process.argv.slice(2), version);
} finally {
  await cli.close();
}
