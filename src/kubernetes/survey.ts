import { OpsError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { keepTogether } from '../core/keep-together.ts';
import { type Masker, createMasker } from '../core/mask.ts';
import { resourceKey } from '../core/resource.ts';
import { discoverKinds } from './discover-kinds.ts';
import { type Discovery, discover } from './discovery.ts';
import type { Identified } from './identify.ts';
import { type Look, type LookInput, lookAtLive } from './look.ts';
import type { Observed } from './observe.ts';
import { predict } from './predict.ts';
import type { Expectation } from './prediction.ts';
import { type Proposal, propose } from './propose.ts';
import { refuseTwins } from './twins.ts';

export interface SurveyInput extends LookInput {
  /** The installation's key for masking. */
  readonly key: string;
  /** New objects were asked about when the plan was approved. */
  readonly asApproved: boolean;
}

/** What is live of a target, and what it would become. */
export interface Survey extends Look, Seen {
  readonly expectations: readonly Expectation[];
  readonly proposals: readonly Proposal[];
}

interface Seen {
  readonly live: ReadonlyMap<string, Observed>;
  /** Every object whose secrets could show up in what we say. */
  readonly objects: readonly JsonObject[];
  readonly masker: Masker;
}

/**
 * identify → observe → predict → propose, by the kinds that the cluster serves. What was learned of them before may be
 * out of date: when a kind turns out to be gone, the cluster is asked once more, and then what it says is so.
 * @throws OpsError what is wrong with the source as a whole
 */
export async function surveyTarget(input: SurveyInput): Promise<Survey> {
  const { client, declared, inventory } = input;
  const survey = await surveyBy(input, await discoverKinds(client, declared, inventory.members));
  return isOutdated(survey) ? surveyBy(input, await discover(client, { fresh: true })) : survey;
}

/** A list of a kind that is served may be empty, but is always there. */
function isOutdated({ live }: Survey): boolean {
  return [...live.values()].some((seen) => seen instanceof OpsError && seen.code === 'not-found');
}

/** What is seen first is asked about while the rest is still looked at. */
async function surveyBy(input: SurveyInput, discovery: Discovery): Promise<Survey> {
  const look = lookAtLive(input, discovery);
  const mark = input.inventory.id;
  const seeing = look.sighting.all.then((live) => see(input, look, live));
  const items = await itemsOf(look);
  const judging = predict({ ...input, mark, items, sighting: look.sighting }, async (expectation) => {
    const { masker } = await seeing;
    const isKnown = expectation.prediction.status !== 'failed';
    return { expectation, ...(isKnown && { proposal: propose(expectation, masker, mark) }) };
  });
  const [seen, judged] = await Promise.all([seeing, judging]);
  const expectations = judged.map(({ expectation }) => expectation);
  return { ...look, ...seen, expectations, proposals: judged.flatMap(({ proposal }) => proposal ?? []) };
}

/** Which of what each render makes anew stays as it is live, only the sight of all of it can tell. */
async function itemsOf({ split, sighting }: Look): Promise<readonly Identified[]> {
  if (split.items.every(({ unstable }) => unstable === undefined)) return split.items;
  const live = await sighting.all;
  return keepTogether(split.items, ({ id }) => {
    const observed = live.get(resourceKey(id));
    return observed instanceof OpsError ? undefined : observed;
  });
}

function see(
  { key, target }: SurveyInput,
  { identities, split }: Look,
  live: ReadonlyMap<string, Observed>,
): Seen {
  refuseTwins(split.items, live, target);
  const there = [...live.values()].filter(
    (object): object is JsonObject => object !== undefined && !(object instanceof OpsError),
  );
  const objects = [...identities.items.map(({ object }) => object), ...there];
  return { live, objects, masker: createMasker({ key, objects, rules: target.mask }) };
}
