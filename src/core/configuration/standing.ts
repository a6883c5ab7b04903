import type { Config } from '../target/environment.ts';
import { type EnvironmentChange, changedEnvironments } from './change.ts';

/**
 * How a change that was shown stands to the configuration that is in force by now: it is still to come, it has come, or
 * it is of another one, so that it has to be shown anew.
 */
export type Standing = 'due' | 'done' | 'outdated';

export function standingOf(change: EnvironmentChange, inForce: Config | undefined): Standing {
  const now = settingsOf(change.environment, inForce);
  if (now === change.to) return 'done';
  return now === change.from ? 'due' : 'outdated';
}

/** The environment in force, as a change tells of it. */
function settingsOf(environment: string, config: Config | undefined): string | undefined {
  return changedEnvironments(undefined, config).find((change) => change.environment === environment)?.to;
}
