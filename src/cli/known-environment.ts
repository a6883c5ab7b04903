import { OpsError } from '../core/errors.ts';
import type { Config, Environment } from '../core/target/environment.ts';

/**
 * The environments of a command: the named one, or all.
 * @throws OpsError `not-found` for a name that is not in the configuration
 */
export function knownEnvironment(
  config: Config | undefined,
  name: string | undefined,
): readonly Environment[] {
  const all = config?.environments ?? [];
  const chosen = all.filter((environment) => environment.name === (name ?? environment.name));
  if (chosen.length > 0 || all.length === 0) return chosen;
  throw new OpsError({
    code: 'not-found',
    subject: `environment "${name}"`,
    message: `.github/plumbline.yml names no such environment. Known environments: ${all.map((each) => each.name).join(', ')}.`,
  });
}
