import { OpsError } from '../core/errors.ts';
import type { TargetPlan } from '../core/plan/plan.ts';
import type { Target } from '../core/target/target.ts';
import type { Engine, PlanRequest, Session } from '../ports/engine.ts';

/** The engines that there are, by name. */
export type Engines = Readonly<Record<string, Engine>>;

/** Plans a target against a source. A refusal by the world is a failed plan, not a throw. */
export function planTarget(engines: Engines, target: Target, request: PlanRequest): Promise<TargetPlan> {
  return orFailed(target, () => withSession(engines, target, (session) => planIn(session, target, request)));
}

/** The same in a session that is open. */
export function planIn(session: Session, target: Target, request: PlanRequest): Promise<TargetPlan> {
  return orFailed(target, async () => {
    const { plan } = await session.plan(request);
    return { status: 'planned', target: target.id, plan };
  });
}

interface Failed {
  readonly status: 'failed';
  readonly target: string;
  readonly code: OpsError['code'];
  readonly message: string;
}

/** The answer of the work, or the refusal by the world. */
export async function orFailed<Answer>(
  { id }: Pick<Target, 'id'>,
  work: () => Promise<Answer>,
): Promise<Answer | Failed> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return { status: 'failed', target: id, code: error.code, message: error.message };
  }
}

/**
 * Works on a target in a session of its engine.
 * @throws OpsError `forbidden` where the target's repository is granted nothing at the destination
 */
export async function withSession<Answer>(
  engines: Engines,
  target: Target,
  work: (session: Session) => Promise<Answer>,
): Promise<Answer> {
  refuseWithoutGrant(target);
  const session = await engineOf(engines, target).open(target);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Refuses before the live system is asked anything. */
function refuseWithoutGrant({ id, destination, grant }: Target): void {
  if (grant !== null) return;
  throw new OpsError({
    code: 'forbidden',
    subject: `target ${id}`,
    message: `its repository is granted nothing in ${destination}. Ask the administrator of this Plumbline to grant it in the server's configuration.`,
  });
}

/** @throws OpsError `unsupported` for an engine that is not wired. */
export function engineOf(engines: Engines, target: Target): Engine {
  const engine = engines[target.engine];
  if (engine !== undefined) return engine;
  throw new OpsError({
    code: 'unsupported',
    subject: `target ${target.id}`,
    message: `engine ${target.engine} is not available yet. Remove the target from the configuration, or plan the others alone.`,
  });
}
