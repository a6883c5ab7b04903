import type { Gate } from '../../target/environment.ts';
import { type Decision, leaf } from '../decision.ts';
import type { GateRule } from './rule.ts';

/** A rule that this version does not support blocks: it must not be skipped. */
export const UNSUPPORTED: GateRule = {
  name: 'unsupported',
  evaluate: (_facts, gates) => gates.flatMap(unsupported),
};

function unsupported({ freeze, onPlanChange }: Gate): Decision[] {
  const reason = (key: string) =>
    `"${key}" is not supported by this version of Plumbline. Remove it from the gate.`;
  return [
    ...(freeze.length > 0 ? [leaf('blocked', 'freeze', reason('freeze'))] : []),
    ...(onPlanChange === 'apply' ? [leaf('blocked', 'on-plan-change', reason('on-plan-change: apply'))] : []),
  ];
}
