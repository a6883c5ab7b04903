import { APPROVALS } from './approvals.ts';
import { CONTRIBUTORS } from './contributors.ts';
import { OBJECTIONS } from './objections.ts';
import type { GateRule } from './rule.ts';
import { UNSUPPORTED } from './unsupported.ts';

/** Every rule of a gate, in the order in which they are told. */
export const RULES: readonly GateRule[] = [UNSUPPORTED, APPROVALS, OBJECTIONS, CONTRIBUTORS];
