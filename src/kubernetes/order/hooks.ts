import type { Json, JsonObject } from '../../core/json/json.ts';
import { mapAt } from '../../core/json/read-json.ts';
import type { HookPhase } from '../../core/plan/hook-run.ts';
import {
  type HookDeletion,
  type HookTool,
  type Occasion,
  deletionsOf,
  phasesOf,
  unknownName,
} from './hook-names.ts';

/** Work that a sync does besides its objects: it is run, waited for, and neither drift nor pruned. */
export interface Hook {
  /**
   * The tool whose rules apply: the tools differ in the objects that they wait for, and in the order within one weight.
   */
  readonly tool: HookTool;
  readonly phase: HookPhase;
  /** Lower ones first. */
  readonly weight: number;
  readonly deletion: ReadonlySet<HookDeletion>;
}

const HELM = 'helm.sh/hook';
const ARGO = 'argocd.argoproj.io/hook';
const WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * The hooks that an object's annotations declare, by the rules of Helm (https://helm.sh/docs/topics/charts_hooks/) and
 * of Argo CD (https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/), where they mean order.
 * @returns one hook for each phase that the object runs in, none for an occasion that plumbline does not have (a test,
 *   a rollback, an uninstall); undefined for an ordinary object
 */
export function hooksOf(object: JsonObject, occasion: Occasion): readonly Hook[] | undefined {
  const annotations = mapAt(object, 'metadata', 'annotations');
  const declared = declaredIn(annotations);
  // Older charts declare their CRDs so: they are objects like others.
  if (declared === undefined || declared.names.includes('crd-install')) return undefined;
  const { tool, names } = declared;
  const hook = { tool, weight: weightOf(tool, annotations), deletion: deletionOf(annotations) };
  return phasesOf(tool, names, occasion).map((phase) => ({ ...hook, phase }));
}

/** Whether an object's annotations make it a hook, of whatever occasion. */
export function isHook(object: JsonObject): boolean {
  return hooksOf(object, 'install') !== undefined;
}

/**
 * The name in a hook's annotations that its tool does not know, in words: such a hook never runs. Undefined where all
 * is well.
 */
export function unknownHook(object: JsonObject): string | undefined {
  const declared = declaredIn(mapAt(object, 'metadata', 'annotations'));
  if (declared === undefined || !isHook(object)) return undefined;
  const unknown = unknownName(declared.tool, declared.names);
  if (unknown === undefined) return undefined;
  return `${declared.tool === 'argo' ? ARGO : HELM}: ${unknown} is no hook, so it never runs. Correct the annotation.`;
}

/** The hook names in annotations. Argo CD, too, prefers its own annotation; Helm reads its names in small letters. */
function declaredIn(annotations: JsonObject): { tool: HookTool; names: string[] } | undefined {
  const argo = listOf(annotations[ARGO]);
  if (argo.length > 0) return { tool: 'argo', names: argo };
  const helm = listOf(annotations[HELM]).map((name) => name.toLowerCase());
  return helm.length > 0 ? { tool: 'helm', names: helm } : undefined;
}

/**
 * The prefix of the name of an object that is created anew each time (`generateName`); undefined for an object with a
 * name of its own.
 */
export function generatedName(object: JsonObject): string | undefined {
  const { name, generateName } = mapAt(object, 'metadata');
  return (name ?? '') === '' && typeof generateName === 'string' ? generateName : undefined;
}

/** The wave of a sync in which an object is applied: 0 unless its annotation says another. */
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

/** The weight of a hook: for Argo CD its wave before its weight, since Helm knows no waves. */
function weightOf(tool: HookTool, annotations: JsonObject): number {
  const weight = integerOf(annotations[`${HELM}-weight`]);
  return (tool === 'argo' ? (integerOf(annotations[WAVE]) ?? weight) : weight) ?? 0;
}

function deletionOf(annotations: JsonObject): ReadonlySet<HookDeletion> {
  const policy = annotations[`${ARGO}-delete-policy`] ?? annotations[`${HELM}-delete-policy`];
  return deletionsOf(policy === undefined ? undefined : listOf(policy));
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
