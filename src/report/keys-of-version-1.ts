import type { Subject } from '../core/change/subject.ts';
import type { Plan } from '../core/plan/plan.ts';

interface About {
  readonly subject: Subject;
  readonly brings?: readonly string[];
  readonly needs?: readonly string[];
}

/** What is about a subject, with the subject as Kubernetes' `id`, and without what only planning needs. */
export function withId<Item extends About>({ subject, brings: _brings, needs: _needs, ...about }: Item) {
  const { kind, scope: namespace, name } = subject;
  const slash = kind.lastIndexOf('/');
  const id = { group: kind.slice(0, Math.max(slash, 0)), kind: kind.slice(slash + 1), namespace, name };
  return { id, ...about };
}

/** A plan, with its destination as `cluster`, its tools as `renderer`, and an `id` for each subject. */
export function planWithIds({ destination, tools, needs: _needs, ...plan }: Plan) {
  return {
    ...plan,
    changes: plan.changes.map(withId),
    ...(plan.hooks && { hooks: plan.hooks.map(withId) }),
    unknown: plan.unknown.map(withId),
    cluster: destination,
    ...(tools.length > 0 && { renderer: tools.join(', ') }),
  };
}
