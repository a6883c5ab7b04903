import { describeOrigin } from '../../core/change/subject.ts';
import { type MaskRule, idleRules } from '../../core/secrets/mask-declared.ts';
import type { KubernetesTarget } from '../config/target.ts';
import { describeResource } from '../objects/resource.ts';
import type { UnknownObject } from '../objects/unknown-object.ts';
import type { Rendered } from '../render/renderer.ts';
import { hookWarnings } from './hooks/hook-items.ts';
import type { ObjectPlan } from './object-plan.ts';
import type { PlannedObjects } from './plan-objects.ts';

/** The warnings of a plan. Masked. */
export function planWarnings(
  rendered: Pick<Rendered, 'warnings'>,
  { identities, split, objects, objectPlans, masker }: PlannedObjects,
  { rules: { mask }, spec: { unknownKinds } }: KubernetesTarget,
): string[] {
  const said = [...rendered.warnings, ...warningsOf(objectPlans), ...hookWarnings(split.never)];
  return [
    ...said.map((text) => masker.text(text)),
    ...(unknownKinds === 'skip' ? leftOut(identities.strange) : []),
    ...notesOn(objectPlans, idleRules(objects, mask)),
  ];
}

/** The server's warnings, and the fields that stay though the source does not name them. Not masked. */
function warningsOf(objectPlans: readonly ObjectPlan[]): string[] {
  const staying = objectPlans.flatMap(({ expectation: { item }, staying: fields }) =>
    fields.map((field) => `${describeResource(item.id)}: ${field}.`),
  );
  return [...serverWarnings(objectPlans), ...staying];
}

const MOST_NAMED = 8;

/** Each warning once, with its objects: the server's answer does not name them. */
function serverWarnings(objectPlans: readonly ObjectPlan[]): string[] {
  const said = objectPlans.flatMap(({ expectation: { item, prediction } }) => {
    const texts = prediction.status === 'predicted' ? new Set(prediction.warnings) : [];
    return [...texts].map((text) => ({
      text,
      subject: `${describeOrigin(item.origin)}: ${describeResource(item.id)}`,
    }));
  });
  return [...Map.groupBy(said, ({ text }) => text)].map(([text, about]) => {
    const named = about.slice(0, MOST_NAMED).map(({ subject }) => subject);
    const more = about.length > MOST_NAMED ? `; and ${about.length - MOST_NAMED} more` : '';
    return about.length === 1
      ? `${named.join('')}: ${text}`
      : `${text} (${about.length} objects: ${named.join('; ')}${more})`;
  });
}

/** The objects that a target leaves out by its `unknown-kinds: skip`. */
function leftOut(strange: readonly UnknownObject[]): string[] {
  return strange.map(
    ({ message }) => `LEFT OUT, and not deployed, as "unknown-kinds: skip" of the target says: ${message}`,
  );
}

/** Plumbline's own notes on a plan. @param idle mask rules that find nothing to hide */
function notesOn(objectPlans: readonly ObjectPlan[], idle: readonly MaskRule[]): string[] {
  return [...claimsIn(objectPlans), ...idle.map(describeIdle)];
}

function describeIdle({ kind, name, namespace, path }: MaskRule): string {
  const about = [kind, namespace, name].filter((part) => part !== undefined).join(' ');
  return `The mask rule ${path}${about === '' ? '' : ` of ${about}`} finds nothing to hide here. Correct it if it is meant for what is here already.`;
}

function claimsIn(objectPlans: readonly ObjectPlan[]): string[] {
  const claims = objectPlans.filter(({ claim }) => claim).length;
  if (claims === 0) return [];
  return [
    `${claims === 1 ? '1 object is' : `${claims} objects are`} live as declared, but not recorded as this target's yet: the next sync records that.`,
  ];
}
