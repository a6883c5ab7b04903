import { OpsError } from '../../core/errors.ts';
import { type Target, touches } from '../../core/target/target.ts';
import type { Source } from '../../ports/source.ts';
import type { Engines } from '../plan-target.ts';

interface TouchedInput {
  readonly base: Source;
  readonly targets: readonly Target[];
  /** Paths that a proposal changes, relative to the repository's root. */
  readonly changed: readonly string[];
}

/**
 * The targets whose plan a proposal can change: those that read a changed path at the base. A path that only the
 * proposal reads is reached through a changed file that the base reads.
 */
export async function touchedTargets(engines: Engines, input: TouchedInput): Promise<Target[]> {
  const touched: Target[] = [];
  for (const target of input.targets) if (await isTouched(engines, input, target)) touched.push(target);
  return touched;
}

async function isTouched(
  engines: Engines,
  { base, changed }: TouchedInput,
  target: Target,
): Promise<boolean> {
  if (touches(target, changed)) return true;
  try {
    const paths = (await engines[target.engine]?.reads(target, base)) ?? [];
    return paths.some((path) => touches({ ...target, path }, changed));
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    // A missing folder reads nothing; after any other failure the target may read anything.
    return error.code !== 'not-found';
  }
}
