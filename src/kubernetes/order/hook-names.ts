import type { HookPhase } from '../../core/plan/hook-run.ts';

/** The tool whose rules a hook follows. */
export type HookTool = 'helm' | 'argo';

/** `install` until the target has been synced with all its hooks, `upgrade` from then on. */
export type Occasion = 'install' | 'upgrade';

/** The time at which a hook's object is deleted. */
export type HookDeletion = 'before' | 'succeeded' | 'failed';

/** Undefined: a hook for an occasion that a sync never has; it does not run. */
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

/** The first name that the tool does not know as a hook. */
export function unknownName(tool: HookTool, names: readonly string[]): string | undefined {
  return names.find((name) => !(tool === 'argo' ? ARGO : HELM).has(name));
}

function argoPhases(names: readonly string[]): HookPhase[] {
  return names.includes('Skip') ? [] : names.flatMap((name) => ARGO.get(name) ?? []);
}

/** Helm does not run an object with an unknown hook name. */
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

/** Both tools delete the last run's object before the next, unless the object says otherwise. */
export function deletionsOf(names: readonly string[] | undefined): ReadonlySet<HookDeletion> {
  if (names === undefined) return new Set(['before']);
  return new Set(names.flatMap((name) => DELETIONS.get(name.toLowerCase()) ?? []));
}
