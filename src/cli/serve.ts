import type { CliDeps } from './deps.ts';
import { type ExitCode, EXIT } from './exit-code.ts';

/** `plumb serve`: runs the App until it is asked to end. */
export async function serve(deps: CliDeps): Promise<ExitCode> {
  const server = await deps.startServer();
  await deps.askedToEnd();
  await server.stop();
  return EXIT.clean;
}
