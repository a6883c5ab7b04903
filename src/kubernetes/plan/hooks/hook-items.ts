import pMap from 'p-map';
import { describeOrigin } from '../../../core/change/subject.ts';
import { OpsError } from '../../../core/errors.ts';
import { mapAt } from '../../../core/json/read-json.ts';
import type { HookRun } from '../../../core/plan/hook-run.ts';
import type { Masker } from '../../../core/secrets/mask.ts';
import type { Client } from '../../client/client.ts';
import { LEFT_NOTHING } from '../../fields/managers/field-managers.ts';
import type { Identified } from '../../identify/identify.ts';
import { normalize, withEncodedData } from '../../objects/normalize.ts';
import { describeResource, resourceKey, subjectOf } from '../../objects/resource.ts';
import type { UnknownObject } from '../../objects/unknown-object.ts';
import { withoutUnstable } from '../../objects/unstable.ts';
import type { Occasion } from '../../order/hook-names.ts';
import { type Hook, hooksOf, unknownHook } from '../../order/hooks.ts';
import { byStage } from '../../order/stages.ts';
import { aboutOriginal, dryRunAsNew } from '../../predict/dry-run-as-new.ts';

/** A declared object that a sync runs as a hook, instead of keeping it live. */
export interface HookItem {
  readonly item: Identified;
  readonly hook: Hook;
}

export interface Split {
  /** The objects that are to be live as declared. */
  readonly items: readonly Identified[];
  /** In the order in which they run. */
  readonly hooks: readonly HookItem[];
  /** Hooks of occasions that plumbline does not have: they never run. */
  readonly never: readonly Identified[];
}

/** Tells hooks from the objects that are planned. A hook of several phases runs in each. */
export function splitHooks(declared: readonly Identified[], occasion: Occasion): Split {
  const items: Identified[] = [];
  const hooks: HookItem[] = [];
  const never: Identified[] = [];
  for (const item of declared) {
    const roles = hooksOf(item.object, occasion);
    if (roles === undefined) items.push(item);
    else if (roles.length === 0) never.push(item);
    else hooks.push(...roles.map((hook) => ({ item, hook })));
  }
  return { items, hooks: hooks.toSorted(inRunningOrder), never };
}

/** Helm goes by name and then by kind; Argo CD applies a wave kind by kind, since its objects may need one another. */
function inRunningOrder({ item: a, hook: first }: HookItem, { item: b, hook: second }: HookItem): number {
  const order = first.weight - second.weight || byText(first.tool, second.tool);
  if (order !== 0) return order;
  return first.tool === 'helm' ? byText(a.id.name, b.id.name) || byStage(a.id, b.id) : byStage(a.id, b.id);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The warnings about hooks that never run by mistake. */
export function hookWarnings(never: readonly Identified[]): string[] {
  return never.flatMap(({ id, origin, object }) => {
    const problem = unknownHook(object);
    return problem === undefined ? [] : [`${describeOrigin(origin)}: ${describeResource(id)}: ${problem}`];
  });
}

export function runsOf(hooks: readonly HookItem[], masker: Masker): HookRun[] {
  return hooks.map(({ item: { id, origin, object, unstable }, hook: { phase, weight } }) => ({
    subject: subjectOf(id),
    origin,
    phase,
    weight,
    object: withoutUnstable(
      masker.object(resourceKey(id), normalize(object, annotationsOf(object))),
      unstable,
    ),
  }));
}

/** The names of all annotations: a hook is applied with every one. */
function annotationsOf(object: Identified['object']): ReadonlySet<string> {
  return new Set(Object.keys(mapAt(object, 'metadata', 'annotations')));
}

const CONCURRENT_REHEARSALS = 8;

/**
 * The hooks that the server would refuse. A hook whose namespace or kind the same sync creates has no dry-run.
 * @param isMissing whether a namespace is not there yet
 */
export async function refusedHooks(
  client: Client,
  hooks: readonly HookItem[],
  isMissing: (namespace: string) => boolean,
  masker: Masker,
): Promise<UnknownObject[]> {
  const asked = hooks.filter(({ item }) => !item.kindPending && !isMissing(item.id.namespace));
  const answers = await pMap(asked, ({ item }) => refusalOf(client, item, masker), {
    concurrency: CONCURRENT_REHEARSALS,
  });
  return answers.flat();
}

async function refusalOf(client: Client, item: Identified, masker: Masker): Promise<UnknownObject[]> {
  try {
    await dryRunAsNew({ client, item, live: undefined, body: hookBody(item), left: LEFT_NOTHING });
    return [];
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    const { id, origin } = item;
    const said = aboutOriginal(error.message.slice(error.subject.length + 2), id);
    const message = masker.text(`${describeOrigin(origin)}: ${describeResource(id)}: ${said}`);
    return [{ id, origin, code: error.code, message }];
  }
}

/** A hook carries no owner label: it is no member of the inventory, and never pruned. */
export function hookBody({ object }: Identified): Identified['object'] {
  return withEncodedData(object);
}
