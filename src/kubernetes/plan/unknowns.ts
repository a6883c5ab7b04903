import { describeOrigin } from '../../core/change/subject.ts';
import { type OpsErrorCode, OpsError } from '../../core/errors.ts';
import type { Given } from '../../core/plan/given.ts';
import type { Unknown } from '../../core/plan/plan.ts';
import type { Masker } from '../../core/secrets/mask.ts';
import type { KubernetesTarget } from '../config/target.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { isNamed, nameInConfig } from '../objects/named.ts';
import { describeResource, idOf, resourceKey } from '../objects/resource.ts';
import { type UnknownObject, unknownOf } from '../objects/unknown-object.ts';
import type { Observed } from '../observe/observe.ts';
import type { Expectation } from '../predict/prediction.ts';
import type { ObjectPlan } from './object-plan.ts';
import type { PlannedObjects } from './plan-objects.ts';
import type { KubernetesRequest } from './request.ts';

/** Every object without a plan, with the reason. @param others those among members and hooks */
export function unknownsOf(
  { identities, silent, expectations, objectPlans, masker }: PlannedObjects,
  { target, given = [] }: KubernetesRequest,
  others: readonly UnknownObject[],
): Unknown[] {
  const all = [
    ...identities.silent,
    ...(target.spec.unknownKinds === 'skip' ? [] : identities.strange),
    ...silent,
    ...failedOf(expectations, masker),
    ...forbiddenReplacements(expectations, target, masker),
    ...others,
    ...broughtTwice(objectPlans, given),
  ];
  return all.map(unknownOf);
}

/** Errors that leave open whether an object is wrong or forbidden: the server did not get as far. */
const OUT_OF_REACH: ReadonlySet<OpsErrorCode> = new Set(['unreachable', 'timeout', 'throttled']);

const apartBy = (code: OpsErrorCode) => (OUT_OF_REACH.has(code) ? ({ apart: true } as const) : {});

/** Declared objects that are out of reach at the moment: a sync reports them, and goes on without them. */
export function apartOf(expectations: readonly Expectation[]): ObjectPlan[] {
  return expectations
    .filter(({ prediction }) => prediction.status === 'failed' && OUT_OF_REACH.has(prediction.error.code))
    .map((expectation) => ({ expectation, claim: false, staying: [] }));
}

/** Declared objects without a prediction. */
function failedOf(expectations: readonly Expectation[], masker: Masker): UnknownObject[] {
  return expectations.flatMap(({ item, prediction }) => {
    if (prediction.status !== 'failed') return [];
    const { code, message } = prediction.error;
    return [{ id: item.id, origin: item.origin, code, message: masker.text(message), ...apartBy(code) }];
  });
}

/** Deleting an object to create it anew is for a person to allow, object by object. */
function forbiddenReplacements(
  expectations: readonly Expectation[],
  target: KubernetesTarget,
  masker: Masker,
): UnknownObject[] {
  return expectations.flatMap(({ item: { id, origin }, prediction }) => {
    if (prediction.status !== 'replaced' || isNamed(target.spec.replace, id)) return [];
    const message =
      `${describeOrigin(origin)}: ${describeResource(id)}: ${prediction.causes.join('; ')}. To have it deleted and created ` +
      `anew, name it under the target's "replace" ("${nameInConfig(id)}"); or take the change back, or rename the object.`;
    return [{ id, origin, code: 'invalid', message: masker.text(message) } as const];
  });
}

/** Members that are no longer declared, and that could not be observed. */
export function unseenMembers(
  inventory: Inventory,
  declared: ReadonlySet<string>,
  live: ReadonlyMap<string, Observed>,
): UnknownObject[] {
  return inventory.members.flatMap((id) => {
    const observed = live.get(resourceKey(id));
    if (declared.has(resourceKey(id)) || !(observed instanceof OpsError)) return [];
    const { code, message } = observed;
    return [{ id, code, message, ...apartBy(code) }];
  });
}

/** Objects that another target is about to create as well: each of the two would take them from the other. */
function broughtTwice(objectPlans: readonly ObjectPlan[], given: readonly Given[]): UnknownObject[] {
  const bringers = new Map(given.map(({ subject, by }) => [resourceKey(idOf(subject)), by]));
  return objectPlans.flatMap(({ expectation: { item, live } }) => {
    const { id, origin } = item;
    const by = live === undefined ? bringers.get(resourceKey(id)) : undefined;
    const message = `${describeOrigin(origin)}: ${describeResource(id)}: target ${by} declares it as well. Remove it from one of the two.`;
    return by === undefined ? [] : [{ id, origin, code: 'invalid-source', message } as const];
  });
}
