import type { Tree } from '../json/json.ts';

/** Fields of matching objects that are left to their live writers: those at a path, those of a manager, or both. */
export interface IgnoreRule {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  /**
   * JSON pointer (RFC 6901), in which `[name=web]` selects entries of a list by their fields. A position works too,
   * but selects another entry as soon as the order changes.
   */
  readonly path?: string;
  /** Every field that this field manager owns live. */
  readonly manager?: string;
  readonly because: string;
}

/** The objects that a rule matches: any, where it names none. */
type Selection = Pick<IgnoreRule, 'kind' | 'name' | 'namespace'>;

/** The rules that match an object. */
export function rulesFor<Rule extends Selection>(
  rules: readonly Rule[],
  id: Readonly<Record<keyof Selection, Tree | undefined>>,
): Rule[] {
  return rules.filter(
    (rule) =>
      (rule.kind ?? id.kind) === id.kind &&
      (rule.name ?? id.name) === id.name &&
      (rule.namespace ?? id.namespace) === id.namespace,
  );
}
