import { OpsError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json/json.ts';
import { type Masker, createMasker } from '../../core/secrets/mask.ts';
import { discoverKinds } from '../discovery/discover-kinds.ts';
import { type Discovery, discover } from '../discovery/discovery.ts';
import type { Identified } from '../identify/identify.ts';
import { type Exposures, exposuresOf } from '../inventory/exposure.ts';
import { keepTogether } from '../objects/keep-together.ts';
import { type ResourceId, resourceKey } from '../objects/resource.ts';
import type { Observed } from '../observe/observe.ts';
import { predict } from '../predict/predict.ts';
import type { Expectation } from '../predict/prediction.ts';
import { changeOf } from './change/change-of.ts';
import type { ObjectPlan } from './object-plan.ts';
import { type Observing, type ObserveInput, observeLive } from './observe-ahead.ts';
import { refuseTwins } from './refuse-twins.ts';

export interface ObjectsInput extends ObserveInput {
  /** The installation's key for masking. */
  readonly key: string;
  /** Whether new objects were dry-run already, when the plan was approved. */
  readonly asApproved: boolean;
  /** The repository of the source. */
  readonly repository: string;
}

/** The live objects of a target, and their plans. */
export interface PlannedObjects extends Observing, Seen {
  readonly expectations: readonly Expectation[];
  readonly objectPlans: readonly ObjectPlan[];
}

interface Seen {
  readonly live: ReadonlyMap<string, Observed>;
  /** Every object whose secrets could show up in a text of the plan. */
  readonly objects: readonly JsonObject[];
  readonly masker: Masker;
}

/**
 * identify → observe → predict → propose, by the kinds that the cluster serves. The known kinds may be out of date:
 * when one turns out to be gone, the cluster is asked for its kinds once more, and that answer stands.
 * @throws OpsError what is wrong with the source as a whole
 */
export async function planObjects(input: ObjectsInput): Promise<PlannedObjects> {
  const { client, declared, inventory } = input;
  const planned = await planObjectsBy(input, await discoverKinds(client, declared, inventory.members));
  return isOutdated(planned) ? planObjectsBy(input, await discover(client, { fresh: true })) : planned;
}

/** Whether a known kind is gone: the list of a kind that is served may be empty, but is always there. */
function isOutdated({ live }: PlannedObjects): boolean {
  return [...live.values()].some((seen) => seen instanceof OpsError && seen.code === 'not-found');
}

/** Objects observed first are dry-run while the others are still observed. */
async function planObjectsBy(input: ObjectsInput, discovery: Discovery): Promise<PlannedObjects> {
  const look = observeLive(input, discovery);
  const ownerLabel = input.inventory.id;
  const exposures = exposuresOf(input);
  const seeing = look.sighting.all.then((live) => see({ ...input, exposures }, look, live));
  const items = await itemsOf(look, exposures);
  const judging = predict(
    { ...input, ownerLabel, items, exposures, sighting: look.sighting },
    async (expectation) => {
      const { masker } = await seeing;
      const isKnown = expectation.prediction.status !== 'failed';
      return { expectation, ...(isKnown && { objectPlan: changeOf(expectation, masker, ownerLabel) }) };
    },
  );
  const [seen, judged] = await Promise.all([seeing, judging]);
  const expectations = judged.map(({ expectation }) => expectation);
  return {
    ...look,
    ...seen,
    expectations,
    objectPlans: judged.flatMap(({ objectPlan }) => objectPlan ?? []),
  };
}

/** Decides which unstable values stay as they are live, for which all live objects must be observed. */
async function itemsOf({ split, sighting }: Observing, exposures: Exposures): Promise<readonly Identified[]> {
  if (split.items.every(({ unstable }) => unstable === undefined)) return split.items;
  const open = await openOf(split.items, await sighting.all, exposures);
  return keepTogether(split.items, ({ id }) => open.get(resourceKey(id)));
}

/** The live objects that may be shown. */
async function openOf(
  items: readonly { readonly id: ResourceId }[],
  live: ReadonlyMap<string, Observed>,
  exposures: Exposures,
): Promise<Map<string, JsonObject>> {
  const open = new Map<string, JsonObject>();
  for (const { id } of items) {
    const object = live.get(resourceKey(id));
    if (object === undefined || object instanceof OpsError) continue;
    if ((await exposures(id, object)) === 'open') open.set(resourceKey(id), object);
  }
  return open;
}

async function see(
  { key, target, exposures, inventory }: ObjectsInput & { exposures: Exposures },
  { identities, split }: Observing,
  live: ReadonlyMap<string, Observed>,
): Promise<Seen> {
  refuseTwins(split.items, live, target);
  // The masker gets no hidden object: a guess at one of its values would be masked where the guess is right.
  const members = inventory.members.map((id) => ({ id }));
  const open = await openOf([...split.items, ...members], live, exposures);
  const objects = [...identities.items.map(({ object }) => object), ...open.values()];
  return { live, objects, masker: createMasker({ key, objects, rules: target.rules.mask }) };
}
