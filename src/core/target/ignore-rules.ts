import type { Json } from '../json/json.ts';

/** Fields of matching objects that are left to whoever writes them live: those at a path, those of a manager, or both. */
export interface IgnoreRule {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  /**
   * JSON pointer (RFC 6901), in which `[name=web]` selects entries of a list by their fields. A position works as
   * well, and is another entry as soon as the order changes.
   */
  readonly path?: string;
  /** Every field that this field manager owns live. */
  readonly manager?: string;
  readonly because: string;
}

/** Which objects a rule is about: where it names nothing, any. */
type Selection = Pick<IgnoreRule, 'kind' | 'name' | 'namespace'>;

/** The rules that are about an object. */
export function rulesFor<Rule extends Selection>(
  rules: readonly Rule[],
  id: Readonly<Record<keyof Selection, Json | undefined>>,
): Rule[] {
  return rules.filter(
    (rule) =>
      (rule.kind ?? id.kind) === id.kind &&
      (rule.name ?? id.name) === id.name &&
      (rule.namespace ?? id.namespace) === id.namespace,
  );
}
