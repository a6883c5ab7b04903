import type { Gate } from '../../target/environment.ts';
import type { Decision } from '../decision.ts';
import type { GateFacts } from '../facts.ts';

/** One condition of a gate. A plan passes where every rule lets it pass. */
export interface GateRule {
  readonly name: string;
  /**
   * @param gates all gates that judge the plan; each may ask for more
   * @param plan the fingerprint of the plan that is judged
   * @returns no decision where the rule asks for nothing
   */
  readonly evaluate: (facts: GateFacts, gates: readonly Gate[], plan: string) => readonly Decision[];
}
