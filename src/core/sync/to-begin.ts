import type { Plan } from '../plan/plan.ts';
import type { SyncState } from './state.ts';

/** A sync of a target, reduced to what decides whether the target is deployed again. */
export interface Tried {
  readonly target: string;
  readonly state: SyncState;
  readonly approved?: Pick<Plan, 'fingerprint'>;
}

const FAILED: readonly SyncState[] = ['failed', 'degraded'];
const DONE: readonly SyncState[] = ['synced', 'superseded'];

/**
 * The passed plans of an environment whose syncs are to begin, or go on. A stale sync begins again. A failed one begins
 * again when a person asks for it, or when any passed plan of the environment is not the one of its target's last sync.
 * @param syncs of the pull request, oldest first
 * @param asked a person asks for it
 */
export function toBegin<Each extends Pick<Plan, 'target' | 'fingerprint'>>(
  plans: readonly Each[],
  syncs: readonly Tried[],
  asked: boolean,
): readonly Each[] {
  const lastOf = ({ target }: Each) => syncs.findLast((sync) => sync.target === target);
  const isAnother = (plan: Each) => {
    const approved = lastOf(plan)?.approved;
    return approved !== undefined && approved.fingerprint !== plan.fingerprint;
  };
  const ended = asked || plans.some(isAnother) ? DONE : [...DONE, ...FAILED];
  return plans.filter((plan) => {
    const state = lastOf(plan)?.state;
    return state === undefined || !ended.includes(state);
  });
}
