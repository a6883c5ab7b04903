import type { Protection, Repository } from '../world/model.ts';
import { latestRuns } from './suites.ts';

const PASSED = ['success', 'neutral', 'skipped'];

export type Verdict = 'passed' | 'failed' | 'pending';

/** What the required check says about a commit: a check run of that App, or a commit status. */
export function verdictOf(
  repository: Repository,
  sha: string,
  { context, appId }: Protection['requiredChecks'][number],
): Verdict {
  const runs = latestRuns(repository.checkRuns.filter(({ headSha }) => headSha === sha));
  const run = runs.findLast(({ name, app }) => name === context && (appId ?? app.id) === app.id);
  if (run !== undefined) return PASSED.includes(run.conclusion ?? '') ? 'passed' : unfinished(run.conclusion);
  const status =
    appId === undefined
      ? repository.statuses.findLast((each) => each.sha === sha && each.context === context)
      : undefined;
  if (status === undefined || status.state === 'pending') return 'pending';
  return status.state === 'success' ? 'passed' : 'failed';
}

function unfinished(conclusion: string | null): Verdict {
  return conclusion === null ? 'pending' : 'failed';
}

/** Of all required checks together: one that failed is enough. */
export function verdictOfAll(
  repository: Repository,
  sha: string,
  protection: Protection | undefined,
): Verdict {
  const all = (protection?.requiredChecks ?? []).map((check) => verdictOf(repository, sha, check));
  if (all.includes('failed')) return 'failed';
  return all.includes('pending') ? 'pending' : 'passed';
}
