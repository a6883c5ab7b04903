import { type Subject, subjectKey } from '../change/subject.ts';
import type { TreeObject } from '../json/json.ts';
import type { Plan } from './plan.ts';

/** An object that is not live yet, but will be when the target is synced: another target's sync creates it before. */
export interface Given {
  readonly subject: Subject;
  /** The object as the other target declares it. */
  readonly object: TreeObject;
  /** The id of the other target, and its destination. */
  readonly by: string;
  readonly destination: string;
  /** Keys of what others may need of it: its subject's, and those that its engine knows it to bring. */
  readonly brings: readonly string[];
}

/** The objects that a target's sync gives to later ones: those it creates, and updated ones that bring something. */
export function givenBy({ target, destination, changes }: Plan): Given[] {
  return changes.flatMap(({ subject, action, after, brings = [] }) => {
    const isBrought = action === 'create' || (action === 'update' && brings.length > 0);
    if (!isBrought || after === undefined) return [];
    return [{ subject, object: after, by: target, destination, brings: [subjectKey(subject), ...brings] }];
  });
}

/** The targets that create objects which a plan needs: without them an object would be refused, or would not work. */
export function bringersFor(plan: Plan, given: readonly Given[]): string[] {
  const needed = new Set([plan, ...plan.unknown].flatMap(({ needs = [] }) => needs));
  const near = given.filter(({ by, destination }) => destination === plan.destination && by !== plan.target);
  const bringers = near.filter(({ brings }) => brings.some((key) => needed.has(key)));
  return [...new Set(bringers.map(({ by }) => by))];
}

/** The plan, with a hint on each unknown object about the target that has to come first. */
export function withHints(plan: Plan, given: readonly Given[], hint: (by: string) => string): Plan {
  const unknown = plan.unknown.map((one) => {
    const bringers = bringersFor({ ...plan, needs: [], unknown: [one] }, given);
    return { ...one, message: [one.message, ...bringers.map(hint)].join(' ') };
  });
  return { ...plan, unknown };
}
