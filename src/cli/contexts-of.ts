import { OpsError } from '../core/errors.ts';
import type { Target } from '../core/target/target.ts';
import type { ReachOptions } from './target-options.ts';

/**
 * The contexts of the targets' clusters. `--context` is the context of their one cluster.
 * @throws OpsError `usage` with `--context` for several clusters: it would apply to the wrong one
 */
export function contextsOf(
  targets: readonly Target[],
  { context, cluster }: ReachOptions,
): ReadonlyMap<string, string> {
  if (context === undefined) return cluster;
  const [first, ...more] = new Set(targets.map((target) => target.destination));
  if (first !== undefined && more.length === 0) return new Map([...cluster, [first, context]]);
  throw new OpsError({
    code: 'usage',
    subject: `--context ${context}`,
    message: `the targets are in several clusters: ${[first, ...more].join(', ')}. Say which it is: --cluster NAME=${context}.`,
  });
}
