import type { Config } from '../target/environment.ts';
import { type EnvironmentChange, changedEnvironments } from './change.ts';

/**
 * A shown change against the configuration in force now: `due` (still to come), `done` (in force), or `outdated` (made
 * against another configuration, and to be shown anew).
 */
export type Standing = 'due' | 'done' | 'outdated';

export function standingOf(change: EnvironmentChange, inForce: Config | undefined): Standing {
  const now = settingsOf(change.environment, inForce);
  if (now === change.to) return 'done';
  return now === change.from ? 'due' : 'outdated';
}

/** The settings in force of an environment, in the form of `from` and `to` of a change. */
function settingsOf(environment: string, config: Config | undefined): string | undefined {
  return changedEnvironments(undefined, config).find((change) => change.environment === environment)?.to;
}
