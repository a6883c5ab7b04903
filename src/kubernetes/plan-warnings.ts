import type { MaskRule } from '../core/mask-declared.ts';
import type { Unknown } from '../core/plan.ts';
import { describeResource } from '../core/resource.ts';
import type { Proposal } from './propose.ts';

/** What the server warns of, and which fields stay though the source does not name them. Not masked. */
export function warningsOf(proposals: readonly Proposal[]): string[] {
  const texts = proposals.flatMap(({ expectation: { prediction } }) =>
    prediction.status === 'predicted' ? prediction.warnings : [],
  );
  const staying = proposals.flatMap(({ expectation: { item }, staying: fields }) =>
    fields.map((field) => `${describeResource(item.id)}: ${field}.`),
  );
  return [...new Set(texts), ...staying];
}

/** What a target leaves out by its `unknown-kinds: skip`. */
export function leftOut(strange: readonly Unknown[]): string[] {
  return strange.map(
    ({ message }) => `LEFT OUT, and not deployed, as "unknown-kinds: skip" of the target says: ${message}`,
  );
}

/** What there is to know beside, in words of our own. @param idle rules that find nothing to hide */
export function notesOn(proposals: readonly Proposal[], idle: readonly MaskRule[]): string[] {
  return [...claimsIn(proposals), ...idle.map(describeIdle)];
}

function describeIdle({ kind, name, namespace, path }: MaskRule): string {
  const about = [kind, namespace, name].filter((part) => part !== undefined).join(' ');
  return `The mask rule ${path}${about === '' ? '' : ` of ${about}`} finds nothing to hide here. Correct it if it is meant for what is here already.`;
}

function claimsIn(proposals: readonly Proposal[]): string[] {
  const claims = proposals.filter(({ claim }) => claim).length;
  if (claims === 0) return [];
  return [
    `${claims === 1 ? '1 object is' : `${claims} objects are`} live as declared, but not recorded as this target's yet: the next sync records that.`,
  ];
}
