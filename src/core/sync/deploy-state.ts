import type { Judged, PassedRecord } from '../gate/judge.ts';
import type { PreviewFact } from '../gate/recorded.ts';
import { type SyncState, isEnded } from './state.ts';

/** The state of a merged pull request's deployment to one environment. */
export type DeployState =
  /** The pull request touches nothing of the environment. */
  | 'nothing'
  /** The pull request was merged before it was planned, or its plan is outdated by another configuration in force. */
  | 'unplanned'
  /** No plan has passed the gate, or the passed one is stale. */
  | 'waits'
  | 'due'
  | 'running'
  | 'failed'
  | 'deployed';

interface Sync {
  readonly target: string;
  readonly state: SyncState;
}

/**
 * @param passed the plan that passed the gates, if one did
 * @param previews of the pull request's head
 * @param syncs of the pull request, oldest first
 */
export function deployState<Preview extends PreviewFact>(
  { environment, record, standing, decision }: Judged<Preview>,
  passed: PassedRecord<Preview> | undefined,
  previews: readonly Preview[],
  syncs: readonly Sync[],
): DeployState {
  if (record === undefined) {
    const isOutdated = previews.some((preview) => preview.environment === environment);
    return isOutdated || previews.length === 0 ? 'unplanned' : 'nothing';
  }
  const last = record.targets.map(({ target }) => syncs.findLast((sync) => sync.target === target)?.state);
  if (last.some((state) => state === 'failed' || state === 'degraded')) return 'failed';
  if (last.some((state) => state !== undefined && !isEnded(state))) return 'running';
  // After a stale sync, the current plan must pass.
  if (last.includes('stale')) return decision.verdict === 'approved' ? 'due' : 'waits';
  if (last.length === 0 && standing !== 'due') return 'nothing';
  if (last.length > 0 && last.every((state) => state !== undefined)) return 'deployed';
  return passed === undefined ? 'waits' : 'due';
}
