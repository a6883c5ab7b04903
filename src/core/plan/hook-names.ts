/** When a hook runs: before everything else of a sync, after the other objects of its wave, after everything, or when the sync failed. */
export type HookPhase = 'before' | 'during' | 'after' | 'failure';

/** By whose rules a hook runs. */
export type HookTool = 'helm' | 'argo';

/** Whether a target has been synced with all its hooks before. */
export type Occasion = 'install' | 'upgrade';

/** When the object that a hook made is deleted. */
export type HookDeletion = 'before' | 'succeeded' | 'failed';

/** Undefined: of an occasion that is none of ours, so that it never runs. */
const HELM = new Map<string, HookPhase | undefined>([
  ['pre-install', 'before'],
  ['pre-upgrade', 'before'],
  ['post-install', 'after'],
  ['post-upgrade', 'after'],
  ['pre-delete', undefined],
  ['post-delete', undefined],
  ['pre-rollback', undefined],
  ['post-rollback', undefined],
  ['test', undefined],
  ['test-success', undefined],
  ['test-failure', undefined],
]);

const ARGO = new Map<string, HookPhase | undefined>([
  ['PreSync', 'before'],
  ['Sync', 'during'],
  ['PostSync', 'after'],
  ['SyncFail', 'failure'],
  ['Skip', undefined],
  ['PreDelete', undefined],
  ['PostDelete', undefined],
]);

/** The phases in which a hook of these names runs, each once. */
export function phasesOf(tool: HookTool, names: readonly string[], occasion: Occasion): HookPhase[] {
  const phases = tool === 'argo' ? argoPhases(names) : helmPhases(names, occasion);
  return [...new Set(phases)];
}

/** The first name that is none of the tool's hooks. */
export function unknownName(tool: HookTool, names: readonly string[]): string | undefined {
  return names.find((name) => !(tool === 'argo' ? ARGO : HELM).has(name));
}

function argoPhases(names: readonly string[]): HookPhase[] {
  return names.includes('Skip') ? [] : names.flatMap((name) => ARGO.get(name) ?? []);
}

/** Helm runs no object that names a hook which it does not know. */
function helmPhases(names: readonly string[], occasion: Occasion): HookPhase[] {
  if (unknownName('helm', names) !== undefined) return [];
  return names.filter((name) => name.endsWith(`-${occasion}`)).flatMap((name) => HELM.get(name) ?? []);
}

const DELETIONS = new Map<string, HookDeletion>([
  ['before-hook-creation', 'before'],
  ['hook-succeeded', 'succeeded'],
  ['hook-failed', 'failed'],
  ['beforehookcreation', 'before'],
  ['hooksucceeded', 'succeeded'],
  ['hookfailed', 'failed'],
]);

/** Both tools delete what the last run left, unless the object says otherwise. */
export function deletionsOf(names: readonly string[] | undefined): ReadonlySet<HookDeletion> {
  if (names === undefined) return new Set(['before']);
  return new Set(names.flatMap((name) => DELETIONS.get(name.toLowerCase()) ?? []));
}
