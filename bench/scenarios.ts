import { type Place, clear, makeNamespaces } from './cluster.ts';
import { type Sizes, applierOf, makeLive, verifyLive } from './live-sets.ts';
import { writeManifests } from './manifests/write.ts';
import type { Measured, Scenario, Tool } from './scenario.ts';
import { bare, flux, folderOf, kubectlDiff, plumbDiff, plumblinePlans } from './tools.ts';

/** Five times as many objects, of which twice as many are changed. */
export function largeOf({ objects, changed }: Sizes): Sizes {
  return { objects: objects * 5, changed: changed * 2 };
}

/** Everything that is measured. `large` is last: its objects would be in the way of the others. */
export function scenariosOf(sizes: Sizes, hasFlux: boolean): Scenario[] {
  const same = { ...sizes, changed: 0 };
  const peers = hasFlux ? ['kubectl', 'flux'] : ['kubectl'];
  return [
    scenario('create', [], same, [
      creating('plumbline', sizes),
      ...peers.map((peer) => creating(peer, sizes)),
      creating('bare', sizes),
    ]),
    scenario('unchanged', ['plumbline', 'kubectl'], same, [
      { ...applying('plumbline', 'sync'), expected: 0 },
      { ...applying('kubectl', 'kubectl'), expected: sizes.objects },
    ]),
    scenario('changed', ['plumbline', ...peers], sizes, [
      planner('plumbline', sizes),
      diffing('plumb diff', sizes, (place) => plumbDiff(place, 'plumbline')),
      diffing('kubectl', sizes, (place) => kubectlDiff(place, 'kubectl')),
      ...(hasFlux ? [diffing('flux', sizes, (place) => flux(place, 'flux', 'diff'))] : []),
    ]),
    // Applied by kubectl: nothing says what Plumbline or Flux applied last.
    scenario('unprovable', ['kubectl'], sizes, [
      planner('kubectl', sizes),
      diffing('kubectl', sizes, (place) => kubectlDiff(place, 'kubectl')),
      ...(hasFlux ? [diffing('flux', sizes, (place) => flux(place, 'kubectl', 'diff'))] : []),
      { expected: sizes.objects, run: async (place) => ({ bare: await bare(place, 'kubectl', 'dry-run') }) },
    ]),
    scenario('large', ['plumbline-large', 'kubectl-large'], largeOf(sizes), [
      planner('plumbline-large', largeOf(sizes)),
      diffing('kubectl', largeOf(sizes), (place) => kubectlDiff(place, 'kubectl-large')),
    ]),
  ];
}

function scenario(name: string, sets: readonly string[], sizes: Sizes, tools: readonly Tool[]): Scenario {
  return { name, prepare: (place) => makeLive(place, sets, sizes), tools };
}

function planner(set: string, { changed }: Sizes): Tool {
  const run = async (place: Place): Promise<Measured> => {
    const { first, next } = await plumblinePlans(place, set);
    return { first, next };
  };
  return { expected: changed, run };
}

function diffing(name: string, { changed }: Sizes, run: (place: Place) => Promise<Measured[string]>): Tool {
  return { expected: changed, run: async (place) => ({ [name]: await run(place) }) };
}

function applying(set: string, name: string): Omit<Tool, 'expected'> {
  return { run: async (place) => ({ [name]: await applierOf(set)(place, set) }) };
}

/** A sync of everything into namespaces where nothing is. */
function creating(set: string, { objects }: Sizes): Tool {
  return {
    ...applying(set, set === 'plumbline' ? 'sync' : set),
    expected: objects,
    prepare: async (place) => {
      await makeNamespaces(place, set);
      await clear(place, set);
      await writeManifests(folderOf(place, set), { set, objects, changed: 0 });
    },
    verify: (place) => verifyLive(place, set, objects),
  };
}
