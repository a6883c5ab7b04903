import { run } from './cli/program.ts';
import { version } from './version.ts';
import { wireCli } from './wire.ts';

const cli = await wireCli(process);
try {
  process.exitCode = await run(cli.deps, process.argv.slice(2), version);
} finally {
  await cli.close();
}
