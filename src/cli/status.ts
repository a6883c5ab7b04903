import { OpsError } from '../core/errors.ts';
import { type TargetPlan, verdictOf } from '../core/plan/plan.ts';
import type { Inspection } from '../core/sync/inspection.ts';
import type { Target } from '../core/target/target.ts';
import { type Engines, withSession } from '../flows/plan-target.ts';
import { planAll } from '../flows/preview/plan-all.ts';
import { type TargetStatus, statusJson, statusText } from '../report/terminal/status.ts';
import type { CliDeps } from './deps.ts';
import { type ExitCode, EXIT } from './exit-code.ts';
import type { TargetOptions } from './target-options.ts';
import { targetsOfStatus } from './targets-of-status.ts';

export interface StatusOptions extends TargetOptions {
  readonly output: 'text' | 'json';
}

/** `plumb status [TARGET]`: shows for each target its plan, its last sync and its health. */
export async function status(
  deps: CliDeps,
  named: string | undefined,
  options: StatusOptions,
): Promise<ExitCode> {
  const { targets, source, contexts } = await targetsOfStatus(deps, named, options);
  const engines = await deps.engines({ ...options, contexts });
  const [plans, lives] = await Promise.all([
    planAll(engines, targets, source),
    Promise.all(targets.map((target) => inspect(engines, target))),
  ]);
  const report = {
    targets: targets.flatMap(({ id, destination }, at) => lookOf(id, destination, plans.get(id), lives[at])),
    source: source.description,
    at: new Date(deps.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
  };
  const print = { text: statusText, json: statusJson }[options.output];
  deps.terminal.out(print(report, deps.terminal.outStyle));
  return worst(report.targets.map(exitCodeOf));
}

function lookOf(
  target: string,
  cluster: string,
  plan: TargetPlan | undefined,
  live: TargetStatus['live'] | undefined,
): TargetStatus[] {
  return plan === undefined || live === undefined ? [] : [{ target, cluster, plan, live }];
}

async function inspect(engines: Engines, target: Target): Promise<TargetStatus['live']> {
  try {
    return await withSession(engines, target, (session) => session.inspect());
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return { failed: error.message };
  }
}

function exitCodeOf({ plan, live }: TargetStatus): ExitCode {
  if (plan.status === 'failed' || 'failed' in live || live.unknown.length > 0) return EXIT.unknown;
  const verdict = verdictOf(plan.plan);
  if (verdict === 'unknown') return EXIT.unknown;
  return verdict === 'different' || !isHealthy(live) ? EXIT.different : EXIT.clean;
}

function isHealthy({ objects }: Inspection): boolean {
  return objects.every(({ health }) => health.status === 'healthy');
}

/** `unknown` outweighs `different`. */
function worst(codes: readonly ExitCode[]): ExitCode {
  const order = [EXIT.unknown, EXIT.different];
  return order.find((code) => codes.includes(code)) ?? EXIT.clean;
}
