import { type Place, countLive, makeNamespaces, settled } from './cluster.ts';
import { writeManifests } from './manifests/write.ts';
import { type Figures, bare, flux, folderOf, kubectlApply, plumblineSync } from './tools.ts';

export interface Sizes {
  readonly objects: number;
  readonly changed: number;
}

type Apply = (place: Place, set: string) => Promise<Figures>;

/** Each tool has a set of objects that it applied itself, as in its users' clusters. */
const APPLY: Readonly<Record<string, Apply>> = {
  plumbline: plumblineSync,
  kubectl: kubectlApply,
  flux: (place, set) => flux(place, set, 'apply'),
  bare: (place, set) => bare(place, set, 'apply'),
};

/** The tool of a set: `kubectl` of `kubectl-large`. */
export function applierOf(set: string): Apply {
  const apply = APPLY[set.split('-')[0] ?? ''];
  if (apply === undefined) throw new Error(`bench: no tool applies the set ${set}.`);
  return apply;
}

/** Makes sets live where they are not yet; then their folders differ from what is live by what changed. */
export async function makeLive(
  place: Place,
  sets: readonly string[],
  { objects, changed }: Sizes,
): Promise<void> {
  for (const set of sets) {
    await writeManifests(folderOf(place, set), { set, objects, changed: 0 });
    await makeNamespaces(place, set);
    if ((await countLive(place, set)) !== objects) await applierOf(set)(place, set);
    await verifyLive(place, set, objects);
  }
  await settled(place);
  for (const set of sets) await writeManifests(folderOf(place, set), { set, objects, changed });
}

/** @throws unless exactly so many objects of the set are live */
export async function verifyLive(place: Place, set: string, objects: number): Promise<void> {
  const found = await countLive(place, set);
  if (found !== objects) throw new Error(`bench: ${found} of ${objects} objects of ${set} are live.`);
}
