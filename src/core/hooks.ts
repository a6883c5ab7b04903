import type { Json, JsonObject } from './json.ts';
import { mapAt } from './read-json.ts';

/** When a hook runs: before everything else of a sync, after the other objects of its wave, or after everything. */
export type HookPhase = 'before' | 'during' | 'after';

/** When the object that a hook made is deleted. */
export type HookDeletion = 'before' | 'succeeded' | 'failed';

/** Work that a sync does besides its objects: it is run, waited for, and neither drift nor pruned. */
export interface Hook {
  readonly phase: HookPhase;
  /** Lower ones first. */
  readonly weight: number;
  readonly deletion: ReadonlySet<HookDeletion>;
}

/** `never`: a hook of an occasion that is none of ours (a test, a rollback, an uninstall). */
export type HookRole = Hook | 'never';

/** Whether a sync is a target's first one. */
export type Occasion = 'install' | 'upgrade';

const HELM = 'helm.sh/hook';
const ARGO = 'argocd.argoproj.io/hook';
const WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * What an object's annotations make of it, by the rules of Helm (https://helm.sh/docs/topics/charts_hooks/) and of
 * Argo CD (https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/), where they mean order.
 * @returns undefined for an ordinary object
 */
export function hookOf(object: JsonObject, occasion: Occasion): HookRole | undefined {
  const annotations = mapAt(object, 'metadata', 'annotations');
  // Argo CD looks at its own annotation first as well.
  const names = listOf(annotations[ARGO] ?? annotations[HELM]);
  if (names.length === 0) return undefined;
  // Older charts name their CRDs so: they are objects like others.
  if (names.includes('crd-install')) return undefined;
  const phases = names.flatMap((name) => phaseOf(name, occasion) ?? []);
  const phase = phases[0];
  if (phase === undefined) return 'never';
  return { phase, weight: weightOf(annotations), deletion: deletionOf(annotations) };
}

/** Whether an object says of itself that it is a hook, of whatever occasion. */
export function isHook(object: JsonObject): boolean {
  return hookOf(object, 'install') !== undefined;
}

/** In which wave of a sync an object is applied: 0 unless its annotation says another. */
export function waveOf(object: JsonObject): number {
  return integerOf(mapAt(object, 'metadata', 'annotations')[WAVE]) ?? 0;
}

/** A `sync-wave` or `hook-weight` that is no whole number, in words; undefined where all is well. */
export function orderProblem(object: JsonObject): string | undefined {
  const annotations = mapAt(object, 'metadata', 'annotations');
  const wrong = [WAVE, `${HELM}-weight`].find(
    (name) => annotations[name] !== undefined && integerOf(annotations[name]) === undefined,
  );
  return wrong && `annotation ${wrong} is not a whole number in quotes, such as "-5". Correct it.`;
}

function phaseOf(name: string, occasion: Occasion): HookPhase | undefined {
  const other = occasion === 'install' ? 'upgrade' : 'install';
  if (name === `pre-${other}` || name === `post-${other}`) return undefined;
  return PHASES[name];
}

const PHASES: Readonly<Record<string, HookPhase | undefined>> = {
  'pre-install': 'before',
  'pre-upgrade': 'before',
  'post-install': 'after',
  'post-upgrade': 'after',
  PreSync: 'before',
  Sync: 'during',
  PostSync: 'after',
};

function weightOf(annotations: JsonObject): number {
  return integerOf(annotations[`${HELM}-weight`]) ?? integerOf(annotations[WAVE]) ?? 0;
}

const DELETIONS: Readonly<Record<string, HookDeletion | undefined>> = {
  'before-hook-creation': 'before',
  'hook-succeeded': 'succeeded',
  'hook-failed': 'failed',
  BeforeHookCreation: 'before',
  HookSucceeded: 'succeeded',
  HookFailed: 'failed',
};

/** Both tools delete what the last run left, unless the object says otherwise. */
function deletionOf(annotations: JsonObject): ReadonlySet<HookDeletion> {
  const names = listOf(annotations[`${ARGO}-delete-policy`] ?? annotations[`${HELM}-delete-policy`]);
  const found = names.flatMap((name) => DELETIONS[name] ?? []);
  return new Set(found.length > 0 ? found : ['before']);
}

function listOf(value: Json | undefined): string[] {
  if (typeof value !== 'string') return [];
  return value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function integerOf(value: Json | undefined): number | undefined {
  return typeof value === 'string' && /^[+-]?\d{1,9}$/.test(value.trim()) ? Number(value) : undefined;
}
