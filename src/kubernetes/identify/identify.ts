import { describeOrigin } from '../../core/change/subject.ts';
import { OpsError } from '../../core/errors.ts';
import { type JsonObject, isObject } from '../../core/json/json.ts';
import { textAt } from '../../core/json/read-json.ts';
import type { Given } from '../../core/plan/given.ts';
import type { ResourceType } from '../client/resource-type.ts';
import type { KubernetesTarget } from '../config/target.ts';
import { declaredTypes } from '../discovery/declared-types.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Kept } from '../objects/keep-together.ts';
import { type Declared, type Desired, describeResource, groupOf } from '../objects/resource.ts';
import { sopsProblem } from '../objects/sops.ts';
import type { UnknownObject } from '../objects/unknown-object.ts';
import { generatedName, orderProblem } from '../order/hooks.ts';
import { type PlanCache, createPlanCache } from '../plan-cache.ts';
import { declaredTwice } from './declared-twice.ts';

/** A declared object with the kind as the cluster serves it. */
export interface Identified extends Desired, Kept {
  readonly type: ResourceType;
  /**
   * Whether a CRD of the same source, or of a target before, declares the kind, and the cluster does not serve it yet.
   */
  readonly kindPending: boolean;
}

export interface Identities {
  readonly items: readonly Identified[];
  /** Declared objects whose API does not answer at the moment. */
  readonly silent: readonly UnknownObject[];
  /** Declared objects of kinds that the cluster does not know, and that no CRD of the source declares. */
  readonly strange: readonly UnknownObject[];
}

/**
 * Gives each declared object its identity: scope from discovery, or from a CRD in the same source.
 * @throws OpsError that lists every object without a known namespace, every one declared twice, and every one whose own
 *   content forbids an apply
 */
export function identify(
  declared: readonly Declared[],
  target: KubernetesTarget,
  discovery: Discovery,
  given: readonly Given[] = [],
  { placed }: Pick<PlanCache, 'placed'> = createPlanCache(),
): Identities {
  const pending = declaredTypes([...given, ...declared]);
  const problems: string[] = [];
  const silent: UnknownObject[] = [];
  const strange: UnknownObject[] = [];
  const items = declared.flatMap((item) => {
    const reason = reasonForSilence(item, discovery);
    if (reason !== undefined) silent.push(unknownOne(item, target, discovery, 'unreachable', reason));
    if (reason !== undefined) return [];
    const missing = reasonForStrangeness(item, discovery, pending);
    if (missing !== undefined) strange.push(unknownOne(item, target, discovery, 'unknown-kind', missing));
    if (missing !== undefined) return [];
    try {
      const identified = identifyOne(item, { target, discovery, pending, placed });
      problems.push(...problemsOf(identified));
      return [identified];
    } catch (error) {
      if (!(error instanceof OpsError)) throw error;
      problems.push(error.message);
      return [];
    }
  });
  problems.push(...declaredTwice(items).map(({ place, problem }) => `${place}: ${problem}`));
  if (problems.length > 0) throw sourceError(target, problems);
  return { items, silent, strange };
}

function reasonForSilence({ object }: Declared, discovery: Discovery): string | undefined {
  const answer = discovery.lookup(textAt(object, 'apiVersion'), textAt(object, 'kind'));
  return answer.status === 'unavailable' ? answer.reason : undefined;
}

function reasonForStrangeness(
  { object }: Declared,
  discovery: Discovery,
  pending: ReadonlyMap<string, ResourceType>,
): string | undefined {
  const [apiVersion, kind] = [textAt(object, 'apiVersion'), textAt(object, 'kind')];
  const isKnown = discovery.lookup(apiVersion, kind).status !== 'unknown';
  if (isKnown || pending.has(`${apiVersion} ${kind}`)) return undefined;
  const hint = discovery.suggest(apiVersion, kind);
  const wrong = `the cluster knows no kind ${kind} in ${apiVersion}.`;
  if (hint !== undefined) return `${wrong} Did you mean ${hint}?`;
  return `${wrong} Install its CRD, declare it in the same folder, or correct apiVersion and kind. To deploy the rest without it, set "unknown-kinds: skip" for the target.`;
}

/**
 * A declared object without an answer about its kind. Whether the kind has namespaces is known only where the server
 * still says what the API served before.
 */
function unknownOne(
  { object, origin }: Declared,
  target: KubernetesTarget,
  discovery: Discovery,
  code: UnknownObject['code'],
  reason: string,
): UnknownObject {
  const group = groupOf(textAt(object, 'apiVersion'));
  const kind = textAt(object, 'kind');
  const known = discovery.types.find((type) => type.group === group && type.kind === kind);
  const namespace = textAt(object, 'metadata', 'namespace') || (target.spec.namespace ?? '');
  const scope = known?.namespaced === false ? '' : namespace;
  const id = {
    group,
    kind,
    namespace: scope,
    name: generatedName(object) ?? textAt(object, 'metadata', 'name'),
  };
  const message = `${describeOrigin(origin)}: ${describeResource(id)}: ${reason}`;
  return { id, origin, code, message };
}

function sourceError(target: KubernetesTarget, problems: readonly string[]): OpsError {
  const [only] = problems;
  const list = problems.length === 1 ? only : `${problems.length} problems:\n${problems.join('\n')}`;
  return new OpsError({ code: 'invalid-source', subject: target.path, message: list ?? '' });
}

interface Identifying extends Pick<PlanCache, 'placed'> {
  readonly target: KubernetesTarget;
  readonly discovery: Discovery;
  /** Kinds that a CRD of the same source declares. */
  readonly pending: ReadonlyMap<string, ResourceType>;
}

function identifyOne(
  { object, origin, unstable }: Declared,
  { target, discovery, pending, placed }: Identifying,
): Identified {
  const apiVersion = textAt(object, 'apiVersion');
  const kind = textAt(object, 'kind');
  const answer = discovery.lookup(apiVersion, kind);
  const served = answer.status === 'served' ? answer.type : undefined;
  const type = served ?? pending.get(`${apiVersion} ${kind}`);
  if (type === undefined) throw new Error('An unknown kind has been sorted out before.');
  const name = generatedName(object) ?? textAt(object, 'metadata', 'name');
  const namespace = type.namespaced ? textAt(object, 'metadata', 'namespace') || target.spec.namespace : '';
  if (namespace === undefined) throw noNamespace(kind, name, describeOrigin(origin));
  const id = { group: groupOf(apiVersion), kind, namespace, name };
  return {
    object: inNamespace(object, namespace, placed),
    origin,
    ...(unstable !== undefined && { unstable }),
    id,
    apiVersion,
    type,
    kindPending: served === undefined,
  };
}

function problemsOf({ object, origin, id }: Identified): string[] {
  const problems = [orderProblem(object), sopsProblem(object)].filter((problem) => problem !== undefined);
  return problems.map((problem) => `${describeOrigin(origin)}: ${describeResource(id)}: ${problem}`);
}

function inNamespace(object: JsonObject, namespace: string, placed: PlanCache['placed']): JsonObject {
  const { namespace: declared = '', ...metadata } = object['metadata'] as JsonObject;
  if (declared === namespace) return object;
  const known = placed.get(object);
  if (isObject(known?.['metadata']) && (known['metadata']['namespace'] ?? '') === namespace) return known;
  const result = { ...object, metadata: namespace === '' ? metadata : { ...metadata, namespace } };
  placed.set(object, result);
  return result;
}

function noNamespace(kind: string, name: string, origin: string): OpsError {
  return new OpsError({
    code: 'invalid-source',
    subject: origin,
    message: `${kind} ${name} names no namespace. Set metadata.namespace, or the target's namespace (--namespace).`,
  });
}
