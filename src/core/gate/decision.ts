export type GateVerdict = 'approved' | 'pending' | 'blocked' | 'skipped';

/** The verdict of a rule with its reason, as a tree. The check run, the comment and the log show the same tree. */
export interface Decision {
  readonly verdict: GateVerdict;
  /** `approvals`, `plan`, `approval of @grace` … */
  readonly rule: string;
  /** A sentence for people; the next step where there is one. */
  readonly reason: string;
  readonly children: readonly Decision[];
}

/** One blocked child blocks, one pending child leaves pending; skipped children have no say. */
export function allOf(rule: string, children: readonly Decision[], passed: string): Decision {
  const first = (verdict: GateVerdict) => children.find((child) => child.verdict === verdict);
  const worst = first('blocked') ?? first('pending');
  return { verdict: worst?.verdict ?? 'approved', rule, reason: worst?.reason ?? passed, children };
}

/** A decision that needs no others to explain it. */
export function leaf(verdict: GateVerdict, rule: string, reason: string): Decision {
  return { verdict, rule, reason, children: [] };
}
