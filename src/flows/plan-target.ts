import { OpsError } from '../core/errors.ts';
import type { TargetPlan } from '../core/plan/plan.ts';
import type { EngineName } from '../core/target/target.ts';
import type { Engine, PlanRequest } from '../ports/engine.ts';

export type Engines = Partial<Readonly<Record<EngineName, Engine>>>;

/** Plans a target against a source. A refusal by the world is a failed plan, not a throw. */
export async function planTarget(engines: Engines, request: PlanRequest): Promise<TargetPlan> {
  const target = request.target.id;
  try {
    const { plan } = await engineOf(engines, request).plan(request);
    return { status: 'planned', target, plan };
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return { status: 'failed', target, code: error.code, message: error.message };
  }
}

/** @throws OpsError `unsupported` for an engine that is not wired. */
export function engineOf(engines: Engines, { target }: PlanRequest): Engine {
  const engine = engines[target.engine];
  if (engine !== undefined) return engine;
  throw new OpsError({
    code: 'unsupported',
    subject: `target ${target.id}`,
    message: `engine ${target.engine} is not available yet. Remove the target from the configuration, or plan the others alone.`,
  });
}
